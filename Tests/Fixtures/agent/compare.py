"""Says whether a manifest holds exactly the regular files of a folder, with the digests they have.

usage: compare.py DATABASE FOLDER
"""

import hashlib
import os
import sqlite3
import stat
import sys

database, top = sys.argv[1], os.fsencode(sys.argv[2])
connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
try:
    sound = connection.execute("PRAGMA integrity_check").fetchall()
except sqlite3.DatabaseError as error:
    sound = error
if sound != [("ok",)]:
    print("broken", sound)
recorded = {}
for path, digest in connection.execute(
    "SELECT file.path, sha256 FROM file JOIN cache ON cache.id = file.cache"
    " WHERE gone_scan IS NULL AND sha256 IS NOT NULL AND kind = 1 AND cache.mount_id = ?", (top,)):
    if path in recorded:
        print("twice", path)
    recorded[path] = digest
found = {}
for folder, _, names in os.walk(top):
    for name in names:
        path = os.path.join(folder, name)
        if stat.S_ISREG(os.lstat(path).st_mode):
            with open(path, "rb") as file:
                found[os.path.relpath(path, top)] = hashlib.file_digest(file, "sha256").digest()
for path in sorted(recorded.keys() | found.keys()):
    if recorded.get(path) != found.get(path):
        print("differs", path, (recorded.get(path) or b"").hex(), (found.get(path) or b"").hex())
print("equal" if recorded == found else "different")
