"""Makes compressed streams, right and broken, and says what Python reads in them.

Out, one line per stream:   <coding> TAB <hex of the stream> TAB ok|error TAB <hex of the content>|<reason>

The content of gzip is that of gzip.decompress; of zlib and deflate that of zlib.decompressobj, to the stream's end.
"""

import gzip
import io
import random
import sys
import zlib


def content(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return b""
    if kind == 1:
        return rng.randbytes(rng.randrange(1, 400))
    if kind == 2:
        return bytes([rng.randrange(256)]) * rng.randrange(1, 3000)
    return b" ".join(rng.choice([b"alpha", b"beta", b"gamma", b"\0"]) for _ in range(rng.randrange(1, 120)))


def gzip_member(rng):
    out = io.BytesIO()
    name = rng.choice(["", "a.tar", "x" * 40])
    with gzip.GzipFile(name, "wb", rng.randrange(0, 10), out, mtime=rng.choice([0, 1, 2**31])) as file:
        for _ in range(rng.randrange(1, 3)):
            file.write(content(rng))
            if rng.random() < 0.2:
                file.flush()
    return out.getvalue()


def raw(rng, wbits):
    packer = zlib.compressobj(rng.randrange(0, 10), zlib.DEFLATED, wbits, 8, rng.randrange(0, 5))
    return packer.compress(content(rng)) + packer.flush()


def make(rng):
    coding = rng.choice(["gzip", "gzip", "zlib", "deflate"])
    if coding == "gzip":
        data = b"".join(gzip_member(rng) for _ in range(rng.choice([1, 1, 1, 2, 3])))
        data += rng.choice([b"", b"", b"", b"\0" * 9, b"\0" * 4 + gzip_member(rng), b"tail", b"\0\0x", b"\x1f"])
    else:
        data = raw(rng, 15 if coding == "zlib" else -15) + rng.choice([b"", b"", b"tail", b"\0"])
    for _ in range(rng.choice([0, 0, 1, 1, 3])):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[:at] + rng.randbytes(1) + data[at + 1 :]
        elif kind == 2:
            data = data[:at] + data[at + rng.randrange(1, 5) :]
        else:
            data = data[:at] + rng.randbytes(rng.randrange(1, 4)) + data[at:]
    return coding, data


def answer(coding, data):
    try:
        if coding == "gzip":
            if not data:
                return "error", "empty"
            return "ok", gzip.decompress(data).hex()
        unpacker = zlib.decompressobj(15 if coding == "zlib" else -15)
        result = unpacker.decompress(data)
        if not unpacker.eof:
            return "error", "truncated"
        return "ok", result.hex()
    except (OSError, EOFError, zlib.error) as error:
        return "error", type(error).__name__ + " " + str(error).replace("\t", " ").replace("\n", " ")


def main():
    seed, count = map(int, sys.stdin.read().split())
    rng = random.Random(seed)
    for _ in range(count):
        coding, data = make(rng)
        print(coding, data.hex(), *answer(coding, data), sep="\t")


main()
