"""Changes a file through mapped memory after an audit has read it, without a new time. Prints whether the next audit
sees that: "seen", "unseen", or why that cannot be tried here.

usage: mapped.py PROGRAM WORK-FOLDER [ANOTHER-NAME]    with a second name the file is a hard link
"""

import ctypes
import json
import mmap
import os
import subprocess
import sys
import time

program, work = sys.argv[1:3]
tree = os.path.join(work, "tree")
path = os.path.join(tree, "file")


def audit():
    words = [program, "audit", "--tree", tree, "--db", os.path.join(work, "m.db"), "--format", "json", "--rehash", "0"]
    environment = dict(os.environ, BEZOAR_CONFIG="/dev/null")
    run = subprocess.run(words, env=environment, capture_output=True, timeout=60)
    if run.returncode != 0:
        sys.exit(f"the audit ended with {run.returncode}: {run.stderr.decode()}")
    return json.loads(run.stdout)


def has_cachestat():
    with open(path, "rb") as file:
        numbers = (ctypes.c_uint64 * 2)(0, 0)
        counts = (ctypes.c_uint64 * 5)()
        call = ctypes.CDLL(None, use_errno=True).syscall
        if call(451, file.fileno(), numbers, counts, 0) != 0:
            return False
        return counts[1] > 0


os.makedirs(tree)
with open(path, "wb") as file:
    file.write(b"x" * 8192)
    os.fsync(file.fileno())
if len(sys.argv) > 3:
    os.link(path, os.path.join(tree, sys.argv[3]))
# Apart from the step of the clock in which the file was made.
time.sleep(0.05)
with open(path, "r+b") as file:
    memory = mmap.mmap(file.fileno(), 0)
memory[0] = ord("A")
time.sleep(0.05)
stamped = os.stat(path).st_ctime_ns
if not has_cachestat():
    print("this kernel or this file system does not tell of unwritten pages")
    sys.exit()
audit()
memory[0] = ord("B")
if os.stat(path).st_ctime_ns != stamped:
    print("the system wrote the page out meanwhile")
    sys.exit()
changes = audit()["caches"][0]["changes"]
print("seen" if changes["modified"] == len(os.listdir(tree)) else f"unseen: {changes}")
