"""Damages a file. usage: damage.py FILE HOW [PAGE]"""

import os
import random
import sys

path, how = sys.argv[1], sys.argv[2]
PAGE = 4096
random.seed(7)
with open(path, "rb") as file:
    content = bytearray(file.read())
size = int.from_bytes(content[16:18], "big")
PAGE = 65536 if size == 1 else size
if how == "count":
    print(len(content) // PAGE)
    sys.exit()
page = int(sys.argv[3]) if len(sys.argv) > 3 else 0
if how == "cut":
    del content[-PAGE:]
elif how == "half":
    del content[len(content) // 2 + 100:]
elif how == "short":
    del content[50:]
elif how == "zero-header":
    content[:100] = bytes(100)
elif how == "random-header":
    content[:100] = random.randbytes(100)
elif how == "text":
    content = bytearray(b"this is no database\n" * 1000)
elif how == "noise":
    content = bytearray(random.randbytes(100_000))
elif how == "zero-page":
    content[page * PAGE:(page + 1) * PAGE] = bytes(PAGE)
elif how == "random-page":
    content[page * PAGE:(page + 1) * PAGE] = random.randbytes(PAGE)
elif how == "flip-page":
    # Bits of the page's content, which stands at its end.
    for _ in range(40):
        content[page * PAGE + random.randrange(PAGE * 3 // 4, PAGE)] ^= 1 << random.randrange(8)
with open(path, "wb") as file:
    file.write(content)
