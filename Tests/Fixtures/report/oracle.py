"""Second opinions for the tests of the report writers.

Reads from standard input: a line with the name of a check and words for it, a line with the lengths of the files a
test wrote, and the files, end to end. Says on standard output what it does not like; nothing, if there is nothing. It shares
no code with the writers.
"""

import datetime
import json
import os
import pathlib
import re
import sys
import unicodedata
import urllib.parse

complaints = []
SCHEMAS = pathlib.Path(__file__).parents[3] / "docs" / "schema"


def complain(*words):
    if len(complaints) < 20:
        print(*words)
    complaints.append(words)


def expect_harmless(text, where):
    """No control, format, separator or bidirectional character but the line break."""
    for position, character in enumerate(text):
        if character == "\n":
            continue
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            complain(where, f"U+{ord(character):04X} at", position, ascii(text[max(0, position - 20):position + 20]))
            return


def unescape(text):
    """The bytes behind an escaped text."""

    def one(match):
        if match[1]:
            return bytes([int(match[1], 16)])
        if match[2]:
            return chr(int(match[2], 16)).encode()
        if match[3]:
            return b"\\"
        if match[4] == "\\":
            raise ValueError("lone backslash")
        return match[4].encode()

    pattern = r"\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}|(\\\\)|(.)"
    return b"".join(one(match) for match in re.finditer(pattern, text, re.DOTALL))


def check_escapes(file):
    """One JSON object a line: `hex` are the bytes, `path` and `text` what the writer made of them."""
    raw = file.decode()
    expect_harmless(raw, "raw file")
    lines = [line for line in raw.split("\n") if line]
    if len(lines) < 1000:
        complain("only", len(lines), "lines")
    for line in lines:
        value = json.loads(line)
        wanted = bytes(int(byte, 16) for byte in value["hex"].split())
        if value.get("pathEncoding") == "percent":
            found = urllib.parse.unquote_to_bytes(value["path"])
            try:
                wanted.decode()
                complain("encoded without need:", wanted)
            except UnicodeDecodeError:
                pass
        else:
            found = value["path"].encode()
        if found != wanted:
            complain("path", wanted, found)
        if unescape(value["text"]) != wanted:
            complain("text", wanted, value["text"])
        if "##" in line or "::" in value["text"]:
            complain("command", ascii(line))


def check_moments(file):
    """`seconds milliseconds text` a line, compared with Python's calendar."""
    epoch = datetime.datetime(1970, 1, 1)
    lines = file.decode().splitlines()
    if len(lines) < 30000:
        complain("only", len(lines), "lines")
    for line in lines:
        seconds, milliseconds, text = line.split()
        moment = epoch + datetime.timedelta(seconds=int(seconds), milliseconds=int(milliseconds))
        wanted = moment.isoformat(timespec="milliseconds") + "Z"
        if wanted != text:
            complain(seconds, wanted, text)


# Wide since later versions of the Unicode standard than Python's: symbols of the Book of Changes, counting rods.
WIDE_SINCE = [(0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376)]
# Was a mark of no width, now is one that takes a column.
SPACING_SINCE = [(0x1171E, 0x1171E)]


def check_widths(file):
    """One digit for each scalar from U+00A1 to U+3FFFF, compared with Python's table."""
    digits = file.decode()
    scalars = [value for value in range(0xA1, 0x40000) if not 0xD800 <= value < 0xE000]
    for value, digit in zip(scalars, digits, strict=True):
        category = unicodedata.category(chr(value))
        if category == "Cn" or any(first <= value <= last for first, last in WIDE_SINCE + SPACING_SINCE):
            continue
        if category in ("Mn", "Me", "Cf") and value >= 0x300 or 0x1160 <= value <= 0x11FF:
            wanted = 0
        else:
            wanted = 2 if unicodedata.east_asian_width(chr(value)) in "WF" else 1
        if int(digit) != wanted:
            complain(f"U+{value:04X}", unicodedata.name(chr(value), ""), digit, wanted)


def documents(file, marks_anywhere=True):
    """The reports of one file, which a zero byte ends. In numbers only the beginning of a line may be no command."""
    parts = file.decode().split("\0\n")[:-1]
    if len(parts) < 100:
        complain("only", len(parts), "documents")
    for part in parts:
        expect_harmless(part, "document")
        if "##" in part if marks_anywhere else re.search(r"^\s*(##|::)", part, re.MULTILINE):
            complain("command", ascii(part[:80]))
    return parts


def no_duplicates(pairs):
    """For the JSON parser: an object whose keys differ."""
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        complain("duplicate key", keys)
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=no_duplicates)


def validator(name):
    """Validator of one schema, which finds nothing but that schema: each must be usable alone."""
    import jsonschema
    import referencing

    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    if schema["$id"] != "urn:bezoar:schema:" + name:
        complain(name, "has another $id: " + schema["$id"])
    same_definitions(name, schema)
    return jsonschema.Draft202012Validator(schema, registry=referencing.Registry())


def same_definitions(name, schema):
    """What a schema has copied from that of the audit must still be the same. Where it has a definition of that name
    of its own, the copy is called `auditName`."""
    audit = json.loads((SCHEMAS / "audit-1.schema.json").read_text())["$defs"]
    own = schema.get("$defs", {})
    copies = {word: "audit" + word[0].upper() + word[1:] for word in audit}

    def place(reference):
        word = reference.removeprefix("#/$defs/")
        return "#/$defs/" + (copies[word] if copies[word] in own else word)

    def moved(value):
        if isinstance(value, dict):
            return {key: place(part) if key == "$ref" else moved(part) for key, part in value.items()}
        return [moved(part) for part in value] if isinstance(value, list) else value

    for word, definition in audit.items():
        copy = own.get(copies[word], own.get(word))
        if copy is not None and copy != moved(definition):
            complain(name, f"its definition of {word} is not that of audit-1")


def validate(schema, value):
    for error in schema.iter_errors(value):
        complain(error.json_path, error.message[:300])


def check_schema(name, file):
    """Documents of any kind against one schema."""
    schema = validator(name)
    for text in documents(file):
        validate(schema, parse(text))


def check_audit(file):
    """Documents of bezoar.audit/1: the schema, and that the sums are the sums."""
    schema = validator("audit-1")
    seen = set()
    for text in documents(file):
        report = parse(text)
        validate(schema, report)
        summary = report["summary"]
        for severity, count in summary["findings"].items():
            listed = sum(finding["severity"] == severity for finding in report["findings"])
            if count != listed + summary["findingsUnlisted"][severity]:
                complain("count of", severity, count, listed)
        if summary["incomplete"] != len(report["incomplete"]) + summary["incompleteUnlisted"]:
            complain("count of incomplete")
        for verdict in ["verified", "consistent", "mismatch", "unknown"]:
            if summary[verdict] != sum(entry[verdict] for entry in report["verdicts"]):
                complain("count of", verdict)
        if summary["artifacts"] != len(report["artifacts"]) + summary["artifactsUnlisted"]:
            complain("count of artifacts")
        whole = summary["incomplete"] == 0 and not report["cancelled"] and all(c["complete"] for c in report["caches"])
        if whole != summary["complete"]:
            complain("complete")
        order = ["info", "low", "medium", "high", "critical"]
        failing = any(summary["findings"][s] for s in order[order.index(summary["failOn"]):])
        outcome = "interrupted" if report["cancelled"] else "findings" if failing else "clean" if whole else "incomplete"
        if summary["outcome"] != outcome:
            complain("outcome", summary["outcome"], outcome)
        seen.add(outcome)
        for entry in report["findings"] + report["incomplete"] + report["artifacts"] + report["verdicts"]:
            index = entry["cacheIndex"]
            if index is not None:
                cache = report["caches"][index]
                if (cache["id"], cache.get("idEncoding")) != (entry["cache"], entry.get("cacheEncoding")):
                    complain("cache", entry["cache"])
    if len(seen) != 4:
        complain("outcomes seen:", seen)


def check_lines(file, json_file):
    """Documents of bezoar.audit-line/1: the schema, the order of the lines, the same facts as in bezoar.audit/1."""
    schema = validator("audit-line-1")
    for text, other in zip(documents(file), documents(json_file), strict=True):
        lines = [parse(line) for line in text.removesuffix("\n").split("\n")]
        for line in lines:
            validate(schema, line)
        types = [line.pop("type") for line in lines]
        order = ["audit", "root", "cache", "verdicts", "artifact", "finding", "incomplete", "summary"]
        if types != sorted(types, key=order.index) or types[:1] != ["audit"] or types[-1] != "summary":
            complain("order", types)
        whole = parse(other)
        kinds = {"root": "roots", "cache": "caches", "verdicts": "verdicts", "artifact": "artifacts"}
        kinds |= {"finding": "findings", "incomplete": "incomplete"}
        for kind, key in kinds.items():
            if [line for line, t in zip(lines, types) if t == kind] != whole[key]:
                complain("differs from the document:", kind)
        last = {**whole["summary"], **{key: whole[key] for key in ("finished", "scan", "cancelled")}}
        if lines[-1] != last:
            complain("summary differs")


def check_texts(file):
    """Text of audits: besides colours nothing but visible characters, and no line that could be a command."""
    texts = re.sub("\x1b\\[(0|[0-9;]+)m", "", file.decode()).split("\0\n")[:-1]
    if len(texts) < 100:
        complain("only", len(texts), "texts")
    for text in texts:
        expect_harmless(text, "text")
        for line in text.split("\n"):
            if line != line.rstrip():
                complain("space at the end:", ascii(line))
            if line.lstrip().startswith(("::", "##")) or "##" in line:
                complain("command", ascii(line))
            if line and not re.match(r"[A-Za-z0-9 ]", line):
                complain("starts oddly", ascii(line))


# What SARIF 2.1.0 (OASIS, 2020, with errata 1) says of the objects we write: all members we may use with their types, and those
# that must be there. A member that is not listed is a complaint, even if the standard has it.
MESSAGE = {"text!": str}
LOCATION = {"physicalLocation!": {"artifactLocation!": {"uri!": str, "uriBaseId": str}}}
NOTIFICATION = {"level!": str, "message!": MESSAGE, "descriptor": {"id!": str}, "locations": [LOCATION]}
RULE = {
    "id!": str, "shortDescription!": MESSAGE, "fullDescription!": MESSAGE, "help!": MESSAGE, "helpUri": str,
    "defaultConfiguration!": {"enabled!": bool, "level!": str}, "properties!": dict,
}
RESULT = {
    "ruleId!": str, "ruleIndex": int, "level!": str, "message!": MESSAGE, "locations!": [LOCATION],
    "partialFingerprints!": {"bezoarFinding/v1!": str}, "properties!": dict,
}
RUN = {
    "tool!": {"driver!": {"name!": str, "version!": str, "rules!": [RULE]}},
    "automationDetails!": {"id!": str},
    "invocations!": [{
        "executionSuccessful!": bool, "exitCode!": int, "exitCodeDescription!": str, "startTimeUtc!": str,
        "endTimeUtc!": str, "machine!": str, "toolExecutionNotifications!": [NOTIFICATION],
    }],
    "originalUriBaseIds!": dict, "columnKind!": str, "results!": [RESULT], "properties!": dict,
}
LOG = {"$schema!": str, "version!": str, "runs!": [RUN]}
URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:)?([A-Za-z0-9._~/!$&'()*+,;=@:-]|%[0-9A-F]{2})*")


def expect_shape(value, shape, where):
    if isinstance(shape, list):
        if not isinstance(value, list):
            return complain(where, "is no list")
        for index, element in enumerate(value):
            expect_shape(element, shape[0], f"{where}[{index}]")
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            return complain(where, "is no object")
        names = {name.removesuffix("!"): part for name, part in shape.items()}
        for name, member in value.items():
            if name in names:
                expect_shape(member, names[name], f"{where}.{name}")
            else:
                complain(where, "has", name)
        for name in shape:
            if name.endswith("!") and name[:-1] not in value:
                complain(where, "lacks", name)
    elif type(value) is not shape:
        complain(where, "is", value)


def expect_messages(value, where):
    """In message strings a brace stands twice and a bracket behind a backslash."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "text" and isinstance(member, str):
                rest = member.replace("{{", "").replace("}}", "").replace("\\[", "").replace("\\]", "")
                if re.search(r"[][{}]", rest):
                    complain(where, "unescaped:", ascii(member))
            elif name != "properties":
                expect_messages(member, f"{where}.{name}")
    elif isinstance(value, list):
        for element in value:
            expect_messages(element, where)


def path_bytes(entry, key):
    text = entry[key]
    return urllib.parse.unquote_to_bytes(text) if entry.get(key + "Encoding") else text.encode()


def expect_location(entry, known, bases, caches):
    """The location leads to the file that the JSON document names."""
    path = path_bytes(known, "path")
    if known["cacheIndex"] is None and not path.startswith(b"/"):
        if entry["locations"]:
            complain("location from nowhere", entry["locations"])
        return
    artifact = entry["locations"][0]["physicalLocation"]["artifactLocation"]
    if not URI.fullmatch(artifact["uri"]):
        complain("no URI:", artifact)
    found = urllib.parse.unquote_to_bytes(artifact["uri"].removeprefix("file://"))
    if known["cacheIndex"] is None:
        if found != path or not artifact["uri"].startswith("file:///") or "uriBaseId" in artifact:
            complain("location", artifact, path)
        return
    if ":" in artifact["uri"] or found.startswith(b"/"):
        complain("leaves its base:", artifact)
    if found != (path.lstrip(b"/") or b"."):
        complain("location", artifact, path)
    base = bases[artifact["uriBaseId"]].get("uri")
    cache_path = path_bytes(caches[known["cacheIndex"]], "path")
    if base is not None and urllib.parse.unquote_to_bytes(base[7:]).rstrip(b"/") != cache_path.rstrip(b"/"):
        complain("base", base, cache_path)


def check_sarif(file, json_file):
    """SARIF logs: the shape, the references within, and the same facts as in bezoar.audit/1.

    The official schema is not part of this project; where the environment names a copy in BEZOAR_SARIF_SCHEMA, the
    logs are held against it too.
    """
    official = None
    if "BEZOAR_SARIF_SCHEMA" in os.environ:
        import jsonschema

        official = jsonschema.Draft7Validator(json.loads(pathlib.Path(os.environ["BEZOAR_SARIF_SCHEMA"]).read_text()))
    for text, other in zip(documents(file), documents(json_file), strict=True):
        log, report = parse(text), parse(other)
        if official:
            validate(official, log)
        expect_shape(log, LOG, "log")
        expect_messages(log, "log")
        run = log["runs"][0]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        if log["version"] != "2.1.0" or len(log["runs"]) != 1 or len(set(rules)) != len(rules):
            complain("version, runs or rules")
        bases = run["originalUriBaseIds"]
        for base in bases.values():
            if "uri" in base and not (base["uri"].startswith("file:///") and base["uri"].endswith("/")):
                complain("base", base)
        levels = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
        for result, finding in zip(run["results"], report["findings"], strict=True):
            if result["ruleId"] != finding["rule"] or result["level"] != levels[finding["severity"]]:
                complain("rule or level", result)
            if result["ruleId"] in rules and rules[result["ruleIndex"]] != result["ruleId"]:
                complain("ruleIndex", result)
            if result["ruleId"] not in rules and "ruleIndex" in result:
                complain("ruleIndex of a rule that is not there", result)
            for key in ("evidence", "cache", "cacheIndex", "purl", "builds", "severity", "confidence"):
                if result["properties"][key] != finding[key]:
                    complain("property", key)
            expect_location(result, finding, bases, report["caches"])
        invocation = run["invocations"][0]
        if invocation["executionSuccessful"] != report["summary"]["complete"]:
            complain("executionSuccessful")
        if invocation["startTimeUtc"] != report["started"]:
            complain("startTimeUtc")
        notifications = [n for n in invocation["toolExecutionNotifications"] if "descriptor" in n]
        for notification, trouble in zip(notifications, report["incomplete"], strict=True):
            expect_location(notification, trouble, bases, report["caches"])


HASHES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512",
          "blake2b256": "BLAKE2b-256"}


def check_cyclonedx(file, json_file):
    """Bills of materials: the official schema, strictly, and the same packages as in bezoar.audit/1."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    validator = JsonStrictValidator(SchemaVersion.V1_6)
    for text, other in zip(documents(file), documents(json_file), strict=True):
        bill, report = parse(text), parse(other)
        error = validator.validate_str(text)
        if error:
            complain("schema", ascii(str(error))[:500])
        if bill["metadata"]["timestamp"] != report["finished"]:
            complain("timestamp")
        facts = {fact["name"].removeprefix("bezoar:"): fact["value"] for fact in bill["metadata"]["properties"]}
        summary = report["summary"]
        if facts["outcome"] != summary["outcome"] or (facts["complete"] == "true") != summary["complete"]:
            complain("outcome", facts)
        whole = summary["complete"] and summary["artifactsUnlisted"] == 0
        if bill["compositions"][0]["aggregate"] != ("complete" if whole else "incomplete"):
            complain("aggregate", bill["compositions"])
        if len({component["bom-ref"] for component in bill["components"]}) != len(bill["components"]):
            complain("bom-ref twice")
        for component, artifact in zip(bill["components"], report["artifacts"], strict=True):
            facts = {fact["name"].removeprefix("bezoar:"): fact["value"] for fact in component["properties"]}
            if component["purl"] != artifact["purl"] or component["version"] != artifact["version"]:
                complain("purl or version", component)
            whole_name = component["name"]
            if "group" in component:
                whole_name = component["group"] + {"npm": "/", "maven": ":", "go": "/"}[artifact["ecosystem"]] + whole_name
            if whole_name != artifact["name"]:
                complain("name", component)
            for key in ("verdict", "ecosystem", "kind", "file"):
                if facts[key] != artifact[key]:
                    complain("property", key)
            if facts["path"] != artifact["path"] or len(component["evidence"]["occurrences"]) != 1:
                complain("path", component)
            digests = [digest.split(":") for digest in artifact["digests"]]
            if [(h["alg"], h["content"]) for h in component["hashes"]] != [
                    (HASHES[name], content) for name, content in digests if name in HASHES]:
                complain("hashes", component)


def samples(text, parse_text):
    """What another reader finds: the value of each name with its labels. None may stand twice."""
    found = {}
    for family in parse_text(text):
        if not family.documentation or family.type not in ("gauge", "counter", "histogram"):
            complain("head", family.name, family.type, ascii(family.documentation))
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            if key in found:
                complain("twice", ascii(key))
            found[key] = sample.value
    return found


def check_metrics(text_file, open_file):
    """Both formats say the same to the readers of Prometheus' own Python library."""
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_families
    from prometheus_client.parser import text_string_to_metric_families as text_families

    for text, other in zip(documents(text_file, False), documents(open_file, False), strict=True):
        expect_harmless(text, "text")
        expect_harmless(other, "OpenMetrics")
        if samples(text, text_families) != samples(other, open_families):
            complain("differ:", ascii(text)[:500])
        if not other.endswith("# EOF\n") or "# EOF" in text:
            complain("end")


def check_numbers(open_file, json_file):
    """An audit in numbers says the same as bezoar.audit/1."""
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    for text, other in zip(documents(open_file, False), documents(json_file), strict=True):
        found, report = samples(text, text_string_to_metric_families), parse(other)

        def number(metric, **labels):
            return found.pop((metric, tuple(sorted(labels.items()))), None)

        summary = report["summary"]
        for severity, count in summary["findings"].items():
            if number("bezoar_findings", severity=severity) != count:
                complain("findings", severity)
        for metric, key in (("bezoar_caches", "caches"), ("bezoar_files", "files"), ("bezoar_bytes", "bytes")):
            value = number(metric)
            if value is None or float(value) != float(summary[key]):
                complain(metric, value, summary[key])
        verdicts = {}
        for tally in report["verdicts"]:
            for verdict in ("verified", "consistent", "mismatch", "unknown"):
                key = (tally["ecosystem"], verdict)
                verdicts[key] = verdicts.get(key, 0) + tally[verdict]
        for ecosystem in ("pip", "npm", "maven", "cargo", "go"):
            for verdict in ("verified", "consistent", "mismatch", "unknown"):
                count = verdicts.get((ecosystem, verdict), 0)
                if number("bezoar_artifacts", ecosystem=ecosystem, verdict=verdict) != count:
                    complain("artifacts", ecosystem, verdict)
        reasons = [entry["reason"] for entry in report["incomplete"]]
        for reason in {key[1][0][1] for key in found if key[0] == "bezoar_incomplete_parts"} - {"unlisted"}:
            if number("bezoar_incomplete_parts", reason=reason) != reasons.count(reason):
                complain("incomplete", reason)
        if number("bezoar_build_info", version=report["tool"]["version"]) != 1:
            complain("version")
        codes = {"clean": 0, "findings": 1, "incomplete": 3, "interrupted": 130}
        if number("bezoar_last_exit_code", task="audit") != codes[summary["outcome"]]:
            complain("exit code")
        success = number("bezoar_last_success_timestamp_seconds", task="audit")
        if (success is not None) != summary["complete"]:
            complain("success", success)
        for key in found:
            if key[0] not in ("bezoar_rule_findings", "bezoar_incomplete_parts", "bezoar_last_run_timestamp_seconds",
                              "bezoar_last_run_duration_seconds", "container_build_secret_leak_detected_total"):
                complain("not expected:", ascii(key))
        rules = sum(value for key, value in found.items() if key[0] == "bezoar_rule_findings")
        if rules != len(report["findings"]):
            complain("rules", rules)


def main():
    name, *words = sys.stdin.buffer.readline().decode().split()
    lengths = [int(length) for length in sys.stdin.buffer.readline().split()]
    files = [sys.stdin.buffer.read(length) for length in lengths]
    globals()["check_" + name](*words, *files)


if __name__ == "__main__":
    main()
