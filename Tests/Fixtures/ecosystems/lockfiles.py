"""Reads lockfiles as plainly as their formats allow, with parsers that are not ours.

usage: lockfiles.py FORMAT              in, one document per line, its bytes in hexadecimal
       lockfiles.py FORMAT SEED COUNT   makes that many documents of its own; each stands before its answer

FORMAT is the name of a lockfile; `yarn-v1` only makes documents, yarn-v1.js reads them.

Out, one line per document: JSON, a list of texts "name|version|file|digests, sorted|address", sorted. A document of its
own comes first in the line, in hexadecimal, with a blank behind it.
"""

import base64
import binascii
import hashlib
import json
import re
import sys
import tomllib
import urllib.parse
import xml.etree.ElementTree

import yaml

import lockfile_makers

SIZES = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}


# Digests and addresses.


def hexadecimal(algorithm, text):
    algorithm = algorithm.lower()
    if algorithm in SIZES and re.fullmatch("[0-9a-fA-F]{%d}" % (2 * SIZES[algorithm]), text):
        return ["%s:%s" % (algorithm, text.lower())]
    return []


def labelled(text):
    """sha256:hex"""
    match = re.fullmatch("([^:=]*)[:=](.*)", text, re.S)
    return hexadecimal(match[1], match[2]) if match else []


def integrity(text):
    """sha512-base64 …: those of the strongest algorithm."""
    found = []
    for part in re.split(r"[ \t\n\r\f\v]+", text):
        algorithm, _, encoded = part.partition("-")
        try:
            raw = base64.b64decode(encoded.partition("?")[0], validate=True)
        except binascii.Error:
            continue
        if SIZES.get(algorithm) == len(raw):
            found.append((algorithm, "%s:%s" % (algorithm, raw.hex())))
    best = max((SIZES[algorithm] for algorithm, _ in found), default=0)
    return [text for algorithm, text in found if SIZES[algorithm] == best]


def file_of(address):
    if not address:
        return ""
    path = re.split("[#?]", address)[0].rpartition("/")[2]
    name = urllib.parse.unquote_to_bytes(path)
    return "" if b"/" in name else name.decode()


def python_name(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def line(name, version, file, digests, address):
    return "|".join([name, version or "", file or "", ",".join(sorted(digests)), address or ""])


# Python's.


def poetry(document):
    lock = tomllib.loads(document.decode())
    metadata = lock.get("metadata", {})
    old = {python_name(key.split(" ")[0]): value for key, value in metadata.get("files", {}).items()}
    oldest = {python_name(key): value for key, value in metadata.get("hashes", {}).items()}
    for package in lock.get("package", []):
        name = python_name(package["name"])
        version = package.get("version")
        files = package.get("files") or old.get(name)
        if files is None and name in oldest:
            yield line(name, version, "", [d for text in oldest[name] for d in hexadecimal("sha256", text)], "")
            continue
        yield from python_files(name, version, files or [])


def python_files(name, version, files, digests=lambda file: labelled(file.get("hash", "")), address=""):
    for file in files:
        url = file.get("url")
        named = file.get("file") or file.get("filename") or file.get("name")
        where = url or file.get("path") or address
        yield line(name, version, named or file_of(where), digests(file), url or address)
    if not files:
        yield line(name, version, file_of(address), [], address)


def uv(document):
    for package in tomllib.loads(document.decode()).get("package", []):
        files = package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else [])
        source = package.get("source", {}).get("url", "")
        yield from python_files(python_name(package["name"]), package.get("version"), files, address=source)


PUBLIC = ("https://github.com/rust-lang/crates.io-index", "https://index.crates.io/", "https://index.crates.io")


def cargo(document):
    lock = tomllib.loads(document.decode())
    sums = {key: text for key, text in lock.get("metadata", {}).items() if key.startswith("checksum ")}
    for package in lock.get("package", []):
        name, version, source = package["name"], package["version"], package.get("source", "")
        text = package.get("checksum") or sums.get("checksum %s %s (%s)" % (name, version, source), "")
        kind, _, address = source.partition("+")
        address = address if kind in ("registry", "sparse") else ""
        address = "https://index.crates.io/" if address in PUBLIC else address
        yield line(name, version, "%s-%s.crate" % (name, version), hexadecimal("sha256", text), address)


def go(document):
    for text in document.decode().split("\n"):
        fields = text.split()
        if len(fields) != 3 or fields[2] == "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=":
            continue
        module, version, digest = fields
        kind = "mod" if version.endswith("/go.mod") else "zip"
        version = version.removesuffix("/go.mod")
        digests = []
        if digest.startswith("h1:"):
            try:
                raw = base64.b64decode(digest[3:], validate=True)
                digests = ["h1:" + raw.hex()] if len(raw) == 32 else []
            except binascii.Error:
                pass
        yield line(module, version, "%s.%s" % (version, kind), digests, "")


def pylock(document):
    def digests(file):
        known = [(SIZES[key], hexadecimal(key, text)) for key, text in file.get("hashes", {}).items() if key in SIZES]
        return max([pair for pair in known if pair[1]], default=(0, []))[1]

    for package in tomllib.loads(document.decode()).get("packages", []):
        files = package.get("wheels", []) + [package[key] for key in ("sdist", "archive") if key in package]
        yield from python_files(python_name(package["name"]), package.get("version"), files, digests)


def pipfile(document):
    for category, packages in json.loads(document).items():
        if category == "_meta":
            continue
        for name, entry in packages.items():
            version = entry.get("version", "")
            digests = [digest for text in entry.get("hashes", []) for digest in labelled(text)]
            url = entry.get("file")
            yield line(python_name(name), re.sub("^==+", "", version), file_of(url), digests, url)


# JavaScript's.


def pattern(text):
    """name@reference"""
    at = text.find("@", 1)
    return (text, "") if at < 0 else (text[:at], text[at + 1:])


def berry_archive(name, reference, form):
    """The name in the cache that projects share, as Yarn's `slugifyLocator` makes it."""
    def digest(*texts):
        return hashlib.sha512("".join(texts).encode()).hexdigest()

    scope, _, plain = name.removeprefix("@").partition("/") if name.startswith("@") else ("", "", name)
    protocol, selector = re.match(r"([^#:]*:)?((?:(?!::)[^#])*)", reference).groups()
    human = protocol.removesuffix(":") if protocol else "exotic"
    if VERSION.fullmatch(selector):
        human += "-" + selector.split("+")[0]
    return f"{name.replace('/', '-')}-{human}-{digest(digest(scope, plain), reference)[:10]}-{form}.zip"


def berry(document):
    entries = yaml.load(document, yaml.BaseLoader)
    for key, entry in entries.items():
        if key == "__metadata":
            continue
        digests = hexadecimal("sha512", entry.get("checksum", "").rpartition("/")[2])
        name, reference = pattern(entry["resolution"])
        own, _, _ = entry.get("checksum", "").rpartition("/")
        form = own or entries["__metadata"]["cacheKey"]
        yield line(name, entry.get("version"), berry_archive(name, reference, form) if digests else "", digests, "")


VERSION = re.compile(
    r"v?(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
    r"(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?", re.A)


def pnpm_key(key, major):
    """Name and version."""
    if major == 5:
        match = re.fullmatch(r"[^/]*/((?:@[^/]*/)?[^/]+)/([^_]*)(_.*)?", key, re.S)
        found = match and (match[1], match[2])
    elif major < 9:
        match = re.fullmatch(r"[^/]*/((?:@[^/]*/)?[^/@]+)@([^(]*)(\(.*\))?", key, re.S)
        found = match and (match[1], match[2])
    else:
        match = re.fullmatch(r"(.[^@]*)@([^(]+)(\(.*\))?", key, re.S)
        if match and match[2].startswith("runtime:"):
            return match[1], match[2], True
        return (match[1], match[2] if VERSION.fullmatch(match[2]) else "", False) if match else ("", "", False)
    if found and VERSION.fullmatch(found[1]):
        return found[0], found[1], False
    return "", "", False


def pnpm(document):
    for lock in yaml.load_all(document, yaml.BaseLoader):
        major = int(lock["lockfileVersion"].split(".")[0])
        for key, entry in lock.get("packages", {}).items():
            name, version, is_final = pnpm_key(key, major)
            name = entry.get("name", name) or key
            version = version if is_final else entry.get("version", version)
            resolution = entry["resolution"]
            for one in [variant["resolution"] for variant in resolution.get("variants", [])] or [resolution]:
                where = one.get("tarball") or one.get("url") or ""
                url = where if "://" in where else ""
                yield line(name, version, file_of(re.sub("^file:", "", where)), integrity(one.get("integrity", "")), url)


# Java's.


def gradle(document):
    for component in xml.etree.ElementTree.fromstring(document).findall(".//{*}component"):
        for artifact in component.findall("{*}artifact"):
            digests = []
            for algorithm in artifact:
                for element in [algorithm, *algorithm.findall("{*}also-trust")]:
                    digests += hexadecimal(algorithm.tag.rpartition("}")[2], element.get("value", ""))
            name = "%s:%s" % (component.get("group"), component.get("name"))
            yield line(name, component.get("version"), artifact.get("name"), digests, "")


def maven(document):
    lists = ("dependencies", "mavenPlugins", "mavenExtensions", "children")
    descriptions = ("boms", "pom", "parentPom", "parent")

    def walk(node, is_description):
        group, artifact = (node.get(key + "Id") for key in ("group", "artifact"))
        if group and artifact and node.get("version"):
            kind = "pom" if is_description else node.get("type") or "jar"
            kind = "jar" if kind in ("maven-plugin", "test-jar", "ejb", "bundle") else kind
            tail = "-" + node["classifier"] if node.get("classifier") else ""
            file = "%s-%s%s.%s" % (artifact, node["version"], tail, kind)
            digests = hexadecimal(node.get("checksumAlgorithm", "SHA-256").replace("-", ""), node.get("checksum", ""))
            yield line("%s:%s" % (group, artifact), node["version"], file, digests, node.get("resolved"))
        for keys, flag in ((lists, False), (descriptions, True)):
            for key in keys:
                below = node.get(key, [])
                for child in below if isinstance(below, list) else [below]:
                    yield from walk(child, flag)

    lock = json.loads(document)
    yield from walk({key: value for key, value in lock.items() if key != "version"}, False)


def checksums(document):
    for row in document.decode().splitlines():
        match = re.fullmatch(r"([0-9a-f]+) [ *](.*)/([^/]+)/([^/]+)/([^/]+)", row)
        if match:
            name = "%s:%s" % (match[2].replace("/", "."), match[3])
            yield line(name, match[4], match[5], hexadecimal("sha256", match[1]), "")


READERS = {
    "poetry.lock": poetry, "pdm.lock": poetry, "uv.lock": uv, "pylock.toml": pylock, "Pipfile.lock": pipfile, "Cargo.lock": cargo, "go.sum": go,
    "yarn.lock": berry, "pnpm-lock.yaml": pnpm, "verification-metadata.xml": gradle, "lockfile.json": maven,
    "checksums.sha256": checksums, "yarn-v1": lambda document: [],
}


def main():
    read = READERS[sys.argv[1]]
    if len(sys.argv) > 2:
        make = lockfile_makers.MAKERS[sys.argv[1]]
        for document in lockfile_makers.documents(make, int(sys.argv[2]), int(sys.argv[3])):
            print(document.hex(), json.dumps(sorted(read(document))))
        return
    for row in sys.stdin:
        print(json.dumps(sorted(read(bytes.fromhex(row)))))


main()
