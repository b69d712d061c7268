"""Makes many small files, each with its number in it. usage: many.py FOLDER COUNT [FILES-PER-FOLDER] [SIZE]"""

import os
import sys

top, count = sys.argv[1], int(sys.argv[2])
per_folder = int(sys.argv[3]) if len(sys.argv) > 3 else count
size = int(sys.argv[4]) if len(sys.argv) > 4 else 8
folder = None
for number in range(count):
    if number % per_folder == 0:
        if folder is not None:
            os.close(folder)
        name = os.path.join(top, f"folder{number // per_folder:05}")
        os.mkdir(name)
        folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
    file = os.open(f"file{number:07}", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=folder)
    os.write(file, (f"{number:08}" * (size // 8 + 1)).encode()[:size])
    os.close(file)
