"""Makes zip files, right and broken, and says what Python's zipfile reads in them.

Out, one line per file:   <changes> TAB <hex of the file> TAB ok|error TAB <entries>|<reason>

Changes is 0 for files that were not broken. An entry is
    name:method:size:compressed:crc:offset:content
with the name's bytes and the content in hexadecimal; the content is ! and the reason where it cannot be read.
"""

import io
import random
import sys
import warnings
import zipfile
import zlib

warnings.simplefilter("ignore")
NAMES = ["a.py", "b/", "b/c.txt", "pkg-1.0.dist-info/RECORD", "é.txt", "../up", "/abs", "a\\b", "x" * 50, "a.py", "n\x01"]


class Unseekable(io.RawIOBase):
    """Makes zipfile write descriptors."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, part):
        self.data += bytes(part)
        return len(part)


def content(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return b""
    if kind == 1:
        return rng.randbytes(rng.randrange(1, 120))
    return rng.choice([b"import os\n", b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"]) * rng.randrange(1, 30)


def make(rng):
    target = Unseekable() if rng.random() < 0.3 else io.BytesIO()
    if isinstance(target, io.BytesIO) and rng.random() < 0.2:
        target.write(rng.choice([b"#!/bin/sh\n", b"\0" * 50, rng.randbytes(20)]))
    method = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED])
    with zipfile.ZipFile(target, "w", method) as archive:
        for _ in range(rng.randrange(0, 6)):
            info = zipfile.ZipInfo(rng.choice(NAMES), (2020, 1, 1, 0, 0, 0))
            info.compress_type = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
            info.external_attr = rng.choice([0, 0o100644 << 16, 0o120777 << 16, 0o10644 << 16])
            info.comment = rng.choice([b"", b"", b"remark"])
            info.extra = rng.choice([b"", b"", b"UT\x05\0\1\0\0\0\0", b"\0\0"])
            # zipfile puts the 64-bit field behind what is there, whose padding would then hide it.
            wide = rng.random() < 0.2 and info.extra != b"\0\0"
            with archive.open(info, "w", force_zip64=wide) as file:
                file.write(content(rng))
        archive.comment = rng.choice([b"", b"", b"hello", b"PK\x05\x06" + b"\0" * 18, b"x" * 300])
    return bytes(target.data) if isinstance(target, Unseekable) else target.getvalue()


def mutate(rng, data):
    changes = rng.choice([0, 1, 1, 2, 3])
    for _ in range(changes):
        end = data.rfind(b"PK\x05\x06")
        start = data.find(b"PK\x01\x02")
        # Half of the changes hit the headers.
        at = rng.randrange(len(data)) if rng.random() < 0.5 or start < 0 else rng.randrange(start, len(data))
        kind = rng.randrange(6)
        if kind == 0:
            data = data[:at] + bytes([rng.choice([0, 1, 8, 255, rng.randrange(256)])]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + data[at + rng.randrange(1, 4) :]
        elif kind == 2:
            data = data[:at] + rng.randbytes(rng.randrange(1, 4)) + data[at:]
        elif kind == 3:
            data = data[:at] if rng.random() < 0.3 else data + rng.randbytes(rng.randrange(1, 6))
        elif kind == 4 and end >= 0:
            field = end + rng.choice([4, 6, 8, 10, 12, 16, 20])
            data = data[:field] + bytes([rng.randrange(256)]) + data[field + 1 :]
        else:
            data = data[:at] + bytes([data[at] ^ (1 << rng.randrange(8)) if at < len(data) else 0]) + data[at + 1 :]
        if not data:
            data = b"\0"
    return changes, data


def raw_name(info):
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def read(archive, info):
    try:
        return archive.read(info).hex()
    except Exception as error:
        return "!" + type(error).__name__ + " " + "".join(c for c in str(error) if c.isalnum() or c == " ")


def answer(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = []
            for info in archive.infolist():
                fields = [info.compress_type, info.file_size, info.compress_size, info.CRC, info.header_offset]
                entries.append(":".join([raw_name(info).hex(), *map(str, fields), read(archive, info)]))
            return "ok", ";".join(entries)
    except Exception as error:
        return "error", type(error).__name__ + " " + str(error).replace("\t", " ").replace("\n", " ")


def main():
    seed, count = map(int, sys.stdin.read().split())
    rng = random.Random(seed)
    for _ in range(count):
        changes, data = mutate(rng, make(rng))
        print(changes, data.hex(), *answer(data), sep="\t")


main()
