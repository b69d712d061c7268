"""Writes a lockfile that pins one package of a cache by one algorithm, and prints its name.

    locked.py CLIENT ALGORITHM CACHE FOLDER [TEXT]

The digest is that of the package in the cache; with a text, of that.
"""

import base64
import glob
import hashlib
import json
import os
import sys

GRADLE = """<?xml version="1.0" encoding="UTF-8"?>
<verification-metadata xmlns="https://schema.gradle.org/dependency-verification"><configuration>
<verify-metadata>true</verify-metadata></configuration><components>
<component group="com.example.lib" name="alpha" version="1.1"><artifact name="alpha-1.1.jar">
<{0} value="{1}" origin="x"/></artifact></component></components></verification-metadata>
"""


def read(path):
    with open(path, "rb") as file:
        return file.read()


def only(paths):
    if len(paths) != 1:
        raise SystemExit(f"not one file: {paths}")
    return read(paths[0])


def files(cache, pattern):
    return [path for path in glob.glob(os.path.join(cache, "**", pattern), recursive=True) if os.path.isfile(path)]


def npm(cache):
    for path in files(os.path.join(cache, "_cacache/index-v5"), "*"):
        for line in read(path).decode().splitlines():
            entry = json.loads(line.split("\t")[1]) if "\t" in line else {}
            if entry.get("key", "").endswith("/leftish-1.1.1.tgz"):
                digits = base64.b64decode(entry["integrity"].split("-")[1]).hex()
                return read(os.path.join(cache, "_cacache/content-v2/sha512", digits[:2], digits[2:4], digits[4:]))
    raise SystemExit("no such package")


def main():
    client, algorithm, cache, folder, *text = sys.argv[1:]
    if text:
        content = text[0].encode()
    elif client == "npm":
        content = npm(cache)
    elif client == "pip":
        content = only([path for path in files(cache, "*.body") if b"alpha-1.1.dist-info" in read(path)])
    else:
        content = only([path for path in files(cache, "alpha-1.1.jar")])
    digest = hashlib.new(algorithm, content)
    if client == "npm":
        name = "package-lock.json"
        package = {"version": "1.1.1", "resolved": "http://registry.npm.example/leftish/-/leftish-1.1.1.tgz",
                   "integrity": f"{algorithm}-{base64.b64encode(digest.digest()).decode()}"}
        lockfile = json.dumps({"name": "shop", "lockfileVersion": 3, "packages": {"node_modules/leftish": package}})
    elif client == "pip":
        name, lockfile = "requirements.txt", f"alpha==1.1 --hash={algorithm}:{digest.hexdigest()}\n"
    elif client == "gradle":
        name, lockfile = "gradle/verification-metadata.xml", GRADLE.format(algorithm, digest.hexdigest())
    else:
        name = f".mvn/checksums/checksums-central.{algorithm}"
        lockfile = f"{digest.hexdigest()}  com/example/lib/alpha/1.1/alpha-1.1.jar\n"
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(lockfile)
    print(path, end="")


main()
