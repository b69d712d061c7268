"""Replaces bytes on a disk that no file system is mounted from. usage: patch.py DEVICE OLD NEW"""

import os
import sys

device, old, new = sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()
assert len(old) == len(new)
with open(device, "r+b") as disk:
    content = disk.read()
    assert content.count(old) == 1, content.count(old)
    disk.seek(content.index(old))
    disk.write(new)
    disk.flush()
    os.fsync(disk.fileno())
