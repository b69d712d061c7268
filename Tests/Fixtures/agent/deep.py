"""Makes a chain of folders, one in the other, with a file at its end. usage: deep.py FOLDER DEPTH NAME-LENGTH"""

import os
import sys

folder = os.open(sys.argv[1], os.O_RDONLY | os.O_DIRECTORY)
name = "d" * int(sys.argv[3])
for _ in range(int(sys.argv[2])):
    os.mkdir(name, dir_fd=folder)
    below = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
    os.close(folder)
    folder = below
file = os.open("file", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=folder)
os.write(file, b"at the end\n")
