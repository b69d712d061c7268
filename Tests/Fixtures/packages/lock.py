"""Prints the lockfile that a project would have whose clean cache this is.

    lock.py pip|npm|maven|gradle|cargo|go|uv|yarn|berry|pnpm CACHE

What a lockfile says comes from a registry; here it is taken from a cache before anybody poisoned it.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import re
import sys
import tarfile
import zipfile
from xml.sax.saxutils import quoteattr


def files(folder):
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, folder), file.read()


def release(content):
    """Name and version of a wheel or a source archive."""
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
            text = archive.read(names[0]).decode()
    elif content[:2] == b"\x1f\x8b":
        try:
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                names = [name for name in archive.getnames() if re.fullmatch("[^/]+/PKG-INFO", name)]
                text = archive.extractfile(names[0]).read().decode()
        except tarfile.ReadError:
            return None
    else:
        return None
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    return fields["Name"], fields["Version"]


def pip(cache):
    """The highest version of each package, with hashes, as tools that compile requirements write them."""
    hashes = {}
    for path, content in files(os.path.join(cache, "http-v2")):
        found = release(content) if path.endswith(".body") else None
        if found:
            hashes.setdefault(found[0], {}).setdefault(found[1], []).append(hashlib.sha256(content).hexdigest())
    for name, versions in sorted(hashes.items()):
        version = max(versions)
        lines = "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(versions[version]))
        print(f"{name}=={version}{lines}")


def npm(cache):
    """All archives of the cache, in the third format of npm."""
    packages = {"": {"name": "project", "version": "1.0.0"}}
    store = os.path.join(cache, "_cacache")
    for _, content in files(os.path.join(store, "index-v5")):
        for line in content.decode().splitlines():
            record = json.loads(line.split("\t", 1)[1]) if "\t" in line else {}
            address = record.get("key", "").removeprefix("make-fetch-happen:request-cache:")
            if not record.get("integrity") or not address.endswith(".tgz"):
                continue
            algorithm, text = record["integrity"].split("-", 1)
            digest = base64.b64decode(text).hex()
            with open(os.path.join(store, "content-v2", algorithm, digest[:2], digest[2:4], digest[4:]), "rb") as file:
                with tarfile.open(fileobj=io.BytesIO(gzip.decompress(file.read()))) as archive:
                    manifest = json.load(archive.extractfile("package/package.json"))
            place = "node_modules/" + manifest["name"]
            while place in packages and packages[place]["version"] != manifest["version"]:
                place = "node_modules/other/" + place
            packages[place] = {
                "version": manifest["version"], "resolved": address, "integrity": record["integrity"]}
    print(json.dumps({"name": "project", "lockfileVersion": 3, "requires": True, "packages": packages}, indent=2))


def maven(cache):
    """Trusted checksums of all that was downloaded."""
    repository = os.path.join(cache, "repository")
    for path, content in files(repository):
        if path.endswith((".jar", ".pom")) and not path.startswith("com/example/own/"):
            print(f"{hashlib.sha256(content).hexdigest()}  {path}")


def gradle(cache):
    """Gradle's verification metadata."""
    print('<?xml version="1.0" encoding="UTF-8"?>')
    print('<verification-metadata xmlns="https://schema.gradle.org/dependency-verification"><components>')
    for path, content in files(os.path.join(cache, "caches", "modules-2", "files-2.1")):
        group, name, version, _, file = path.split("/")
        digest = hashlib.sha256(content).hexdigest()
        print(f'<component group={quoteattr(group)} name={quoteattr(name)} version={quoteattr(version)}>'
              f'<artifact name={quoteattr(file)}><sha256 value="{digest}" origin="sample"/></artifact></component>')
    print("</components></verification-metadata>")


def cargo(cache):
    """The highest release of each crate, in the fourth format of Cargo."""
    crates = {}
    for path, content in files(os.path.join(cache, "registry", "cache")):
        registry, file = path.split("/")
        name, version = re.fullmatch(r"([\w-]+)-(\d+\..*)\.crate", file).groups()
        crates.setdefault(name, []).append((version, registry.rpartition("-")[0], hashlib.sha256(content).hexdigest()))
    print("version = 4\n")
    for name, releases in sorted(crates.items()):
        version, host, digest = max(releases)
        print(f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = "sparse+https://{host}/"\n'
              f'checksum = "{digest}"\n')


def go(cache):
    """The modules that a project compiles; of others their go.mod alone, as Go has it."""
    def tree(entries):
        lines = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(entries))
        return "h1:" + base64.b64encode(hashlib.sha256(lines.encode()).digest()).decode()

    for path, content in files(os.path.join(cache, "pkg/mod/cache/download")):
        found = re.fullmatch(r"(.*)/@v/(v.*)\.(zip|mod)", path)
        if not found:
            continue
        module = re.sub("!(.)", lambda match: match[1].upper(), found[1])
        if found[3] == "mod":
            print(f"{module} {found[2]}/go.mod {tree([('go.mod', content)])}")
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                print(f"{module} {found[2]} {tree([(name, archive.read(name)) for name in archive.namelist()])}")


def uv(cache):
    """What the index of the sample had, with hashes: of the wheels nothing is left in the cache."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tools/pip-cache"))
    import index

    for name, releases in sorted(index.Site().pages.items()):
        version = max(release[0] for release in releases)
        hashes = [hashlib.sha256(release[3]).hexdigest() for release in releases if release[0] == version]
        print(f"{name}=={version}" + "".join(f" \\\n    --hash=sha256:{digest}" for digest in hashes))


def beside(name):
    """The one that the client wrote: it lies beside the cache."""
    def show(cache):
        with open(os.path.join(os.path.dirname(cache), name), encoding="utf-8") as file:
            print(file.read(), end="")
    return show


if __name__ == "__main__":
    {"pip": pip, "npm": npm, "maven": maven, "gradle": gradle, "cargo": cargo, "go": go, "uv": uv,
     "yarn": beside("yarn.lock"), "berry": beside("yarn.lock"),
     "pnpm": beside("pnpm-lock.yaml")}[sys.argv[1]](sys.argv[2])
