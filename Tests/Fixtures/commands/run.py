"""Runs a program for a test: the words stand on lines up to an empty one, the rest is its standard input.

Answers with a line `exit N` or `missing`, then what the program wrote on stdout and stderr.
"""

import os
import shutil
import subprocess
import sys

head, _, rest = sys.stdin.buffer.read().partition(b"\n\n")
words = [os.fsdecode(word) for word in head.split(b"\n")]
if shutil.which(words[0]) is None:
    print("missing")
    sys.exit(0)
environment = dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="80", HOME="/nonexistent")
done = subprocess.run(
    words, input=rest, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, timeout=60
)
sys.stdout.buffer.write(b"exit %d\n" % done.returncode + done.stdout)
