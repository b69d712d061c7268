#!/usr/bin/env python3
"""Poisons a sample of pnpm's store:  poison.py CASE FOLDER        (FOLDER is the one above `v10`)

The cases are those that are known of pnpm, one function each.
"""

import base64
import hashlib
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import poison, read, the, write  # noqa: E402


def index(name, version):
    return the(f"v10/index/*/*-{name.replace('/', '+')}@{version}.json")


def content(name, version, path):
    """Where a file of a package lies."""
    entry = json.loads(read(index(name, version)))["files"][path]
    digest = base64.b64decode(entry["integrity"].removeprefix("sha512-")).hex()
    return f"v10/files/{digest[:2]}/{digest[2:]}" + ("-exec" if entry["mode"] & 0o111 else "")


def add(name, version, path, text):
    """Adds a file to the store, under its digest, and lists it in a package."""
    digest = hashlib.sha512(text).hexdigest()
    write(f"v10/files/{digest[:2]}/{digest[2:]}", text)
    place = index(name, version)
    package = json.loads(read(place))
    package["files"][path] = {
        "checkedAt": 1767225600000, "mode": 420, "size": len(text),
        "integrity": "sha512-" + base64.b64encode(bytes.fromhex(digest)).decode()}
    write(place, json.dumps(package))


def p1_file():
    """The time stays as it was: else pnpm looks at the file again."""
    path = content("tool", "1.2.3", "bin/tool.js")
    times = os.stat(path)
    write(path, read(path).replace(b"tool", b"evil"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def p2_other_package():
    """The files of one package under the name of another one."""
    write(index("leftish", "1.0.0"), read(index("hooked", "0.1.0")))


def p2_other_release():
    write(index("leftish", "1.0.0"), read(index("leftish", "1.1.0")))


def p2_manifest():
    """A manifest of another package among the files of one."""
    add("leftish", "1.0.0", "package.json", b'{"name":"evil","version":"1.0.0"}')


def p2_hook():
    add("leftish", "1.0.0", "package.json",
        b'{"name":"leftish","version":"1.0.0","scripts":{"postinstall":"node evil"}}')


def link_content():
    path = content("leftish", "1.0.0", "package.json")
    os.rename(path, ".x")
    os.symlink("../../../.x", path)


def link_index():
    path = index("leftish", "1.0.0")
    os.rename(path, ".x")
    os.symlink("../../../.x", path)


if __name__ == "__main__":
    poison(globals())
