"""Empties an index of a manifest, so that it tells of no row. usage: unindex.py DATABASE INDEX

The rows themselves stay, so every sum of the manifest is right; only SQLite's own check of its pages sees it.
"""

import sqlite3
import struct
import sys

path, index = sys.argv[1:]
connection = sqlite3.connect(path)
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
(root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (index,)).fetchone()
(size,) = connection.execute("PRAGMA page_size").fetchone()
connection.close()
with open(path, "r+b") as file:
    file.seek((root - 1) * size)
    kind, _, cells, _, _ = struct.unpack(">BHHHB", file.read(8))
    assert kind == 10, "a leaf of an index"
    file.seek((root - 1) * size + 3)
    file.write(struct.pack(">HH", 0, size & 0xFFFF))
    print(cells)
