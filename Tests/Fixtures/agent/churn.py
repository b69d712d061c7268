"""Changes a tree as fast as it can until it is killed: files grow, shrink, vanish, turn into links that lead out, pipes
and folders, and back. usage: churn.py FOLDER FOLDER-OUTSIDE
"""

import os
import random
import shutil
import sys

top, outside = sys.argv[1], sys.argv[2]
random.seed(1)


def place():
    return os.path.join(top, random.choice("abcdefgh"), random.choice("stuvwxyz"))


def clear(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)


while True:
    path = place()
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        choice = random.randrange(10)
        # Never through a link, and never waiting for a pipe.
        flags = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CREAT
        if choice < 4:
            file = os.open(path, os.O_WRONLY | os.O_APPEND | flags, 0o644)
            try:
                os.write(file, os.urandom(random.choice([1, 100, 300_000])))
            finally:
                os.close(file)
        elif choice == 4:
            file = os.open(path, os.O_RDWR | flags, 0o644)
            try:
                os.ftruncate(file, random.randrange(1000))
            finally:
                os.close(file)
        elif choice == 5:
            clear(path)
            os.symlink(random.choice([outside, outside + "/secret", "/dev/zero", "."]), path)
        elif choice == 6:
            clear(path)
            os.mkfifo(path)
        elif choice == 7:
            os.rename(path, place())
        elif choice == 8:
            clear(os.path.dirname(path))
            if random.randrange(2):
                os.symlink(outside, os.path.dirname(path))
        else:
            clear(path)
    except OSError:
        pass
    link = os.path.dirname(path)
    if os.path.islink(link):
        os.remove(link)
