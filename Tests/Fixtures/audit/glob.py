"""Says for each line "pattern NAME" (both in hexadecimal digits) whether the pattern matches: 1 or 0."""
import fnmatch
import re
import sys

for line in sys.stdin.buffer.read().decode("ascii").splitlines():
    pattern, name = (bytes.fromhex(part).decode("latin-1") for part in line.split(" "))
    answer = fnmatch.fnmatchcase(name, pattern)
    # The translation is a regular expression; a second one of our own guards against a mistake in the first.
    own = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    assert answer == bool(re.fullmatch(own, name, re.DOTALL)), (pattern, name)
    sys.stdout.write("1\n" if answer else "0\n")
