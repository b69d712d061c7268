"""Moves one file between two folders for as long as it lives.

usage: shuttle.py READY listens|runs HOME AWAY NAME

"listens": the file rests in HOME. Whenever somebody has listed AWAY and closes it, the file is moved there, and when
HOME is closed it is moved back: so who lists one folder after the other never meets it. "runs": it is moved without end.
Makes the file READY when it begins.
"""

import ctypes
import os
import struct
import sys

IN_CLOSE_NOWRITE = 0x10
IN_ISDIR = 0x40000000
HEAD = struct.Struct("iIII")

ready, way, home, away, name = sys.argv[1:]
here, there = os.path.join(home, name), os.path.join(away, name)


def move(source, target):
    try:
        os.rename(source, target)
    except FileNotFoundError:
        pass


if way == "runs":
    open(ready, "w").close()
    while True:
        move(here, there)
        move(there, here)

libc = ctypes.CDLL(None, use_errno=True)
listener = libc.inotify_init1(os.O_CLOEXEC)
watches = {libc.inotify_add_watch(listener, os.fsencode(path), IN_CLOSE_NOWRITE): path for path in (home, away)}
open(ready, "w").close()
while True:
    events = os.read(listener, 65536)
    place = 0
    while place < len(events):
        watch, mask, _, length = HEAD.unpack_from(events, place)
        place += HEAD.size + length
        if not mask & IN_ISDIR or length:
            continue
        if watches.get(watch) == away:
            move(here, there)
        else:
            move(there, here)
