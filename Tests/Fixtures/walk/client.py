"""Fills a cache for as long as it lives, the way package managers do: a new file is written under a name that nobody
asks for, and then takes its place by a rename.

usage: client.py READY pip|npm|maven FOLDER

Makes the file READY when the first file is there. Pauses between two files, as a download would.
"""

import hashlib
import json
import os
import sys
import tempfile
import time

PAUSE = 0.002

ready, client, root = sys.argv[1:]


def pip(number):
    """One folder for each entry; the temporary file lies beside its place."""
    digest = hashlib.sha224(b"%d" % number).hexdigest()
    folder = os.path.join(root, "http-v2", *digest[:5])
    os.makedirs(folder, exist_ok=True)
    for name in (digest, digest + ".body"):
        with tempfile.NamedTemporaryFile(dir=folder, prefix=name, suffix=".tmp", delete=False) as file:
            file.write(os.urandom(2000))
        os.replace(file.name, os.path.join(folder, name))


def npm(number):
    """All temporary files lie in one folder; the index grows by a line."""
    content = os.urandom(2000)
    digest = hashlib.sha512(content).hexdigest()
    cache = os.path.join(root, "_cacache")
    folder = os.path.join(cache, "content-v2", "sha512", digest[:2], digest[2:4])
    for path in (os.path.join(cache, "tmp"), folder):
        os.makedirs(path, exist_ok=True)
    temporary = os.path.join(cache, "tmp", "%08x" % number)
    with open(temporary, "wb") as file:
        file.write(content)
    os.rename(temporary, os.path.join(folder, digest[4:]))
    key = hashlib.sha256(b"%d" % (number % 50)).hexdigest()
    bucket = os.path.join(cache, "index-v5", key[:2], key[2:4])
    os.makedirs(bucket, exist_ok=True)
    with open(os.path.join(bucket, key[4:]), "a") as file:
        file.write("\n" + json.dumps({"key": number, "integrity": digest}))


def maven(number):
    """A folder for each version; the file is named .part until it is whole."""
    folder = os.path.join(root, "repository", "org", "example", "lib-%d" % (number % 40), "1.%d" % number)
    os.makedirs(folder, exist_ok=True)
    for name in ("lib.pom", "lib.jar"):
        path = os.path.join(folder, name)
        with open(path + ".part", "wb") as file:
            file.write(os.urandom(2000))
        os.rename(path + ".part", path)
    with open(os.path.join(folder, "_remote.repositories"), "w") as file:
        file.write("lib.jar>central=\n")


number = 0
while True:
    {"pip": pip, "npm": npm, "maven": maven}[client](number)
    if number == 0:
        open(ready, "w").close()
    number += 1
    time.sleep(PAUSE)
