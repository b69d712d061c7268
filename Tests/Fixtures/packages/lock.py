"""Prints the lockfile that a project would have whose clean cache this is.

    lock.py pip|npm|maven|gradle CACHE

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


if __name__ == "__main__":
    {"pip": pip, "npm": npm, "maven": maven, "gradle": gradle}[sys.argv[1]](sys.argv[2])
