"""Makes lockfiles out of parts that real ones have, some of them broken: what lockfiles.py asks readers about."""

import base64
import json
import random
from xml.sax.saxutils import quoteattr

HOST = "https://files.example"


def hexadecimal(rng, size):
    text = "%0*x" % (2 * size, rng.getrandbits(8 * size))
    return text.upper() if rng.random() < 0.1 else text


def labelled(rng):
    """A digest as Python's lockfiles write it; now and then one that is none."""
    if rng.random() < 0.1:
        return rng.choice(["sha256:", "sha256:00", "nope", "", "sha256", "whirl:" + "0" * 64, "sha256:" + "g" * 64])
    algorithm, size = rng.choice([("sha256", 32)] * 6 + [("md5", 16), ("sha1", 20), ("sha384", 48), ("sha512", 64)])
    return "%s%s%s" % (algorithm, rng.choice(":::="), hexadecimal(rng, size))


def integrity(rng, counts=(1, 1, 1, 2, 3)):
    """A digest as npm writes it, or several."""

    def one():
        if rng.random() < 0.1:
            return rng.choice(["nope", "sha512-", "sha512-AAAA", "sha1-!!", "-", "SHA512-AAAA"])
        algorithm, size = rng.choice([("sha512", 64)] * 5 + [("sha1", 20), ("sha256", 32), ("sha384", 48)])
        return algorithm + "-" + base64.b64encode(rng.randbytes(size)).decode() + rng.choice(["", "", "", "?x"])

    return " ".join(one() for _ in range(rng.choice(counts)))


def python_name(rng):
    return rng.choice(["idna", "Zope.Interface", "a_b", "a-_.b", "X", "ruamel.yaml.clib", "typing-extensions", "é"])


def version(rng):
    return rng.choice(["1.0", "2.0.0rc1", "1!3.4", "0.0.0+local.1", "2024.1", "1.0.post1", "4.17.21", "19.0.0-rc-1.2"])


def toml(text):
    return json.dumps(text, ensure_ascii=False)


def some(rng, most, make):
    return [make() for _ in range(rng.randint(0, most))]


# Python's.


def python_file(rng, keys, hash_key="hash"):
    members = []
    name = rng.choice(["a-1.0-py3-none-any.whl", "a-1.0.tar.gz", "ä 1.zip", "x.whl"])
    for key in keys:
        if rng.random() < 0.7:
            value = HOST + "/p/" + rng.choice([name.replace(" ", "%20"), "b%2Bc-1.whl", "a.whl#sha256=00", "d.zip?e=f"])
            members.append("%s = %s" % (key, toml(value if key in ("url", "path") else name)))
    if rng.random() < 0.9:
        members.append("%s = %s" % (hash_key, toml(labelled(rng))))
    members.append("size = 12")
    rng.shuffle(members)
    return "{%s}" % ", ".join(members)


def array(rng, items):
    return "[%s]" % rng.choice([", ", ",\n    "]).join(items)


def poetry(rng):
    era = rng.choice(["0", "1.1", "2.1", "4.5.0"])
    names = rng.sample(["idna", "Zope.Interface", "a_b", "X", "ruamel.yaml.clib", "typing-extensions"], 3)
    text, tail = "", ""
    for name in names:
        text += "[[package]]\nname = %s\nversion = %s\noptional = false\n" % (toml(name), toml(version(rng)))
        if era == "0":
            hashes = some(rng, 3, lambda: toml(rng.choice([hexadecimal(rng, 32), "00", ""])))
            tail += "%s = %s\n" % (toml(name.lower()), array(rng, hashes))
            continue
        files = some(rng, 3, lambda: python_file(rng, ["url"] if era > "4" and rng.random() < 0.5 else ["file"]))
        if era == "1.1":
            tail += "%s = %s\n" % (toml(name), array(rng, files))
        else:
            text += "files = %s\n" % array(rng, files)
        if rng.random() < 0.3:
            text += "[package.dependencies]\nfiles = \"*\"\nname = {version = \"1\"}\n"
        if rng.random() < 0.2:
            text += "[package.source]\ntype = \"%s\"\nurl = \"x\"\n" % rng.choice(["git", "directory", "legacy"])
    head = {"0": "[metadata.hashes]\n", "1.1": "[metadata]\nlock-version = \"1.1\"\n[metadata.files]\n"}
    return text + head.get(era, "[metadata]\nlock-version = \"%s\"\n" % era) + tail


def uv(rng):
    text = "version = 1\nrevision = 3\nrequires-python = \">=3.9\"\n"
    for _ in range(rng.randint(0, 4)):
        source = rng.choice(["registry = \"%s/simple\"" % HOST, "git = \"x\"", "virtual = \".\"", "url = \"%s/s.zip\""
                             % HOST])
        text += "[[package]]\nname = %s\n" % toml(python_name(rng))
        text += "version = %s\n" % toml(version(rng)) if rng.random() < 0.9 else ""
        text += "source = {%s}\ndependencies = [{name = \"wheels\"}]\n" % source
        if rng.random() < 0.6:
            text += "sdist = %s\n" % python_file(rng, ["url"])
        if rng.random() < 0.7:
            text += "wheels = %s\n" % array(rng, some(rng, 3, lambda: python_file(rng, ["url", "filename"])))
    return text


def cargo(rng):
    """All four formats: checksums stand with the package, or in a table at the end."""
    form = rng.choice([None, None, 3, 4])
    is_first = form is None and rng.random() < 0.5
    text = "version = %d\n" % form if form else ""
    sums = ""
    for _ in range(rng.randint(0, 5)):
        name = rng.choice(["itoa", "windows-sys", "proc_macro2", "a"])
        number = rng.choice(["1.0.11", "0.59.0-beta.1", "2.0.0+r5", "0.0.1"])
        source = rng.choice([
            "", "registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/",
            "sparse+%s/index/" % HOST, "git+%s/r?branch=main#0a1b2c3" % HOST, "registry+%s/r.git" % HOST])
        text += "[[package]]\nname = %s\nversion = %s\n" % (toml(name), toml(number))
        text += "source = %s\n" % toml(source) if source else ""
        digest = rng.choice([hexadecimal(rng, 32), hexadecimal(rng, 32), hexadecimal(rng, 32), "00", ""])
        if is_first:
            key = toml("checksum %s %s (%s)" % (name, number, source))
            if source and key not in sums:
                sums += "%s = %s\n" % (key, toml(rng.choice([digest, "<none>"])))
        elif source and digest:
            text += "checksum = %s\n" % toml(digest)
        text += "dependencies = [\n \"itoa\",\n]\n" if rng.random() < 0.4 else ""
    return text + ("[metadata]\n" + sums if sums else "")


def go(rng):
    text = ""
    for _ in range(rng.randint(0, 6)):
        module = rng.choice(["golang.org/x/text", "github.com/BurntSushi/toml", "gopkg.in/yaml.v3", "example.com/a"])
        number = rng.choice(["v0.3.0", "v1.2.0-rc.1", "v0.0.0-20240102030405-0123456789ab", "v2.0.0+incompatible"])
        digest = rng.choice(["h1:" + base64.b64encode(rng.randbytes(32)).decode()] * 6 + [
            "h2:AAAA", "h1:AAAA", "h1:!", "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY="])
        fields = [module, number + rng.choice(["", "/go.mod"]), digest] + ["more"] * (rng.random() < 0.05)
        text += rng.choice([" ", " ", "\t", "  "]).join(fields) + rng.choice(["\n", "\n", "\r\n", "\n\n"])
    return text


def pylock(rng):
    def hashes():
        algorithms = rng.sample([("sha256", 32), ("md5", 16), ("sha512", 64), ("blake3", 32)], rng.randint(0, 3))
        return "{%s}" % ", ".join("%s = %s" % (name, toml(rng.choice([hexadecimal(rng, size), "00"])))
                                  for name, size in algorithms)

    def file():
        return python_file(rng, ["name", "url", "path"], "ignored")[:-1] + ", hashes = %s}" % hashes()

    text = "lock-version = \"1.0\"\ncreated-by = \"x\"\n"
    for _ in range(rng.randint(0, 4)):
        text += "[[packages]]\nname = %s\nversion = %s\n" % (toml(python_name(rng)), toml(version(rng)))
        for key in rng.sample(["sdist", "archive"], rng.randint(0, 2)):
            text += "%s = %s\n" % (key, file())
        if rng.random() < 0.6:
            text += "wheels = %s\n" % array(rng, some(rng, 3, file))
    return text


def pipfile(rng):
    lock = {"_meta": {"hash": {"sha256": "x"}, "sources": [{"name": "idna"}]}}
    for category in rng.sample(["default", "develop", "docs", "ü"], rng.randint(0, 3)):
        packages = lock[category] = {}
        for _ in range(rng.randint(0, 4)):
            entry = packages[python_name(rng)] = {}
            if rng.random() < 0.8:
                entry["hashes"] = some(rng, 3, lambda: labelled(rng))
            if rng.random() < 0.8:
                entry["version"] = rng.choice(["==", "==", "===", ""]) + version(rng)
            if rng.random() < 0.2:
                entry[rng.choice(["git", "path", "file"])] = HOST + "/x/y.zip"
            entry["markers"] = "python_version >= '3.8'"
    return json.dumps(lock, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 4]))


# JavaScript's.

NODE_NAMES = ["lodash", "@types/node", "a.b_c", "@s/é", "react-dom", "x"]
NODE_VERSIONS = ["1.0.0", "4.17.21", "0.0.0-experimental-1.2", "1.0.0-rc.1", "2.0.0+b.1"]


def yaml(text):
    """Single quotes around a scalar."""
    return "'%s'" % text.replace("'", "''")


def pnpm_key(rng, major):
    name, number = rng.choice(NODE_NAMES), rng.choice(NODE_VERSIONS)
    peers = rng.choice(["", "", "react@18.2.0", "@babel/core@7.0.0", "react-dom@18.2.0(react@18.2.0)", "patch_hash=x"])
    if rng.random() < 0.15:
        other = ["file:packages/x", HOST + "/x/y.tgz", "https://git.example/o/r/tar.gz/" + "0a" * 20]
        reference = rng.choice(other + ["runtime:22.19.0"] if major == 9 else other)
        return "%s@%s" % (name, reference) if major == 9 else reference
    if major == 5:
        host = rng.choice(["", "", "registry.example"])
        return "%s/%s/%s%s" % (host, name, number, "_" + peers.replace("/", "+") if peers else "")
    host = rng.choice(["/", "/", "registry.example/"]) if major == 6 else ""
    several = "(%s)(%s)" % (peers, "x@1.0.0") if peers and rng.random() < 0.3 else "(%s)" % peers
    return "%s%s@%s%s" % (host, name, number, several if peers else "")


def pnpm_resolution(rng):
    members = {}
    if rng.random() < 0.9:
        members["integrity"] = integrity(rng)
    if rng.random() < 0.3:
        members["tarball"] = rng.choice([
            HOST + "/a/-/a-1.0.0.tgz", "file:packages/a.tgz", "@s/a/-/a-1.0.0.tgz", HOST + "/o/r/tar.gz/" + "0a" * 20])
    if rng.random() < 0.1:
        members["type"] = rng.choice(["git", "directory"])
        members["commit"] = "0a" * 20
    return members


def block(rng, members, indent):
    """A mapping in either style."""
    pairs = ["%s: %s" % (key, yaml(value)) for key, value in members.items()]
    if rng.random() < 0.7 or not pairs:
        return " {%s}\n" % ", ".join(pairs)
    return "\n" + "".join(" " * indent + pair + "\n" for pair in pairs)


def pnpm_document(rng):
    major = rng.choice([5, 6, 9])
    text = "lockfileVersion: %s\n" % {5: rng.choice(["5.3", "5.4"]), 6: "'6.0'", 9: "'9.0'"}[major]
    text += "settings:\n  autoInstallPeers: true\nimporters:\n  .:\n    dependencies:\n      packages:\n"
    text += "        specifier: ^1\n        version: 1.0.0(x@1)\n"
    keys = sorted({pnpm_key(rng, major) for _ in range(rng.randint(0, 5))})
    text += "packages:\n" if keys else "packages: {}\n"
    for key in keys:
        text += "\n  %s:\n" % (yaml(key) if key.startswith("@") or rng.random() < 0.5 or ": " in key else key)
        if rng.random() < 0.1:
            text += "    resolution:\n      type: variations\n      variants:\n"
            for _ in range(rng.randint(1, 3)):
                one = {"archive": "tarball", "integrity": integrity(rng), "type": "binary", "url": HOST + "/n/n-v1.zip"}
                text += "        - resolution:" + block(rng, one, 12)
                text += "          targets:\n            - cpu: x64\n              os: linux\n"
        else:
            text += "    resolution:" + block(rng, pnpm_resolution(rng), 6)
        if rng.random() < 0.15:
            text += "    name: %s\n    version: %s\n" % (yaml(rng.choice(NODE_NAMES)), rng.choice(NODE_VERSIONS))
        if rng.random() < 0.5:
            text += "    engines: {node: '>=6'}\n    dependencies:\n      name: 1.0.0\n      resolution: 2.0.0\n"
            text += "    dev: false\n"
    return text + ("\nsnapshots:\n  a@1.0.0:\n    dependencies:\n      b: 1.0.0\n" if major == 9 else "")


def pnpm(rng):
    if rng.random() < 0.1:
        return "---\n%s---\n%s" % (pnpm_document(rng), pnpm_document(rng))
    return pnpm_document(rng)


def berry(rng):
    text = "# This file is generated\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n"
    for name in sorted(rng.sample(NODE_NAMES, rng.randint(0, 5))):
        number = rng.choice(NODE_VERSIONS)
        kind = rng.choice(["npm:"] * 4 + ["workspace:", "patch:", "https://git.example/r.git#commit="])
        patterns = ", ".join("%s@npm:^%s" % (name, end) for end in rng.sample(["1", "2.0", "3"], rng.randint(1, 3)))
        text += "\n\"%s\":\n  version: %s\n  resolution: \"%s@%s%s\"\n" % (patterns, number, name, kind, number)
        text += "  dependencies:\n    version: \"npm:^9\"\n" if rng.random() < 0.5 else ""
        if rng.random() < 0.8:
            text += "  checksum: %s%s\n" % (rng.choice(["", "10c0/", "8/"]), hexadecimal(rng, rng.choice([64] * 6 + [32])))
        text += "  languageName: node\n  linkType: hard\n"
    return text


def yarn_v1(rng):
    def quoted(text):
        return json.dumps(text, ensure_ascii=False) if text[0] in "@\"" or " " in text else text

    text = "# yarn lockfile v1\n\n"
    for name in sorted(rng.sample(NODE_NAMES, rng.randint(0, 5))):
        number = rng.choice(NODE_VERSIONS)
        real = "npm:%s@" % rng.choice(NODE_NAMES) if rng.random() < 0.1 else ""
        ends = rng.sample(["^1", "~2.0", "3", ">= 1 < 2"], rng.randint(1, 3))
        text += "\n%s:\n" % ", ".join(quoted("%s@%s%s" % (name, real, end)) for end in ends)
        text += "  version \"%s\"\n" % number
        if rng.random() < 0.9:
            fragment = "#" + hexadecimal(rng, 20).lower() if rng.random() < 0.7 else ""
            text += "  resolved \"%s/%s/-/x-%s.tgz%s\"\n" % (HOST, name, number, fragment)
        if rng.random() < 0.7:
            # One: of several between quotes npm's reader loses the blanks.
            text += "  integrity %s\n" % integrity(rng, [1])
        if rng.random() < 0.5:
            text += "  dependencies:\n    version \"^9\"\n    \"@s/x\" \"^1\"\n"
    return text


# Java's.

GROUPS = ["org.slf4j", "a", "com.example.x"]
ARTIFACTS = ["slf4j-api", "b", "c.d"]


def gradle(rng):
    text = "<?xml version=\"1.0\"?>\n<verification-metadata xmlns=\"https://schema.example/v\">\n<components>\n"
    for number in range(rng.randint(0, 4)):
        text += "<component group=%s name=%s version=\"%d.0\">\n" % (
            quoteattr(rng.choice(GROUPS)), quoteattr(rng.choice(ARTIFACTS)), number)
        for name in rng.sample(["x-1.jar", "x-1.pom", "x&amp;y.jar", "ü.module"], rng.randint(0, 3)):
            text += "<artifact name=\"%s\">\n" % name
            for algorithm, size in rng.sample([("md5", 16), ("sha1", 20), ("sha256", 32), ("sha512", 64)],
                                              rng.randint(0, 3)):
                value = hexadecimal(rng, size if rng.random() < 0.9 else 3)
                also = "<also-trust value=\"%s\"/>" % hexadecimal(rng, size) if rng.random() < 0.2 else ""
                text += "<%s value=\"%s\" origin=\"x\">%s</%s>\n" % (algorithm, value, also, algorithm)
            text += "<pgp value=\"%s\"/>\n" % hexadecimal(rng, 20) if rng.random() < 0.3 else ""
            text += "</artifact>\n"
        text += "</component>\n"
    return text + "</components>\n</verification-metadata>\n"


def maven(rng):
    def node(depth):
        algorithm, size = rng.choice([("SHA-256", 32), ("SHA-512", 64), ("sha1", 20), ("MD5", 16)])
        made = {"groupId": rng.choice(GROUPS), "artifactId": rng.choice(ARTIFACTS), "version": version(rng)}
        if rng.random() < 0.9:
            made["checksumAlgorithm"] = algorithm
            made["checksum"] = hexadecimal(rng, size) if rng.random() < 0.9 else rng.choice(["", "00"])
        for key, value in (("classifier", "sources"), ("type", rng.choice(["jar", "war", "maven-plugin", "test-jar"])),
                           ("resolved", HOST + "/m/x.jar"), ("scope", "compile")):
            if rng.random() < 0.3:
                made[key] = value
        if depth < 3 and rng.random() < 0.4:
            made["children"] = some(rng, 2, lambda: node(depth + 1))
        if depth < 3 and rng.random() < 0.2:
            made["parentPom"] = node(depth + 1)
        return made

    lock = {"groupId": "me", "artifactId": "me", "version": "1", "lockFileVersion": 1}
    for key in ("dependencies", "mavenPlugins", "boms"):
        if rng.random() < 0.7:
            lock[key] = some(rng, 3, lambda: node(0))
    return json.dumps(lock, indent=rng.choice([None, 2]))


def checksums(rng):
    rows = []
    for number in range(rng.randint(0, 6)):
        group, artifact = rng.choice(GROUPS), rng.choice(ARTIFACTS)
        digest = rng.choice([hexadecimal(rng, 32).lower()] * 6 + ["00"])
        rows.append("%s %s%s/%s/%d.0/%s-%d.0%s" % (
            digest, rng.choice(" *"), group.replace(".", "/"), artifact, number, artifact, number,
            rng.choice([".jar", ".pom", "-sources.jar", "-x.tar.gz"])))
    rows.insert(0, "# made")
    return rng.choice(["\n", "\r\n"]).join(rows) + "\n"


MAKERS = {
    "poetry.lock": poetry, "uv.lock": uv, "pylock.toml": pylock, "Pipfile.lock": pipfile, "Cargo.lock": cargo, "go.sum": go,
    "yarn.lock": berry,
    "yarn-v1": yarn_v1, "pnpm-lock.yaml": pnpm, "verification-metadata.xml": gradle, "lockfile.json": maven, "checksums.sha256": checksums,
}


def documents(make, seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        yield make(rng).encode()
