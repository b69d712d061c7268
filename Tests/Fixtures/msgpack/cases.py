"""Makes MessagePack documents, right and broken, and says what Python's msgpack reads in them.

Out, one line per document:   <hex of the document> TAB ok|error TAB <values>|<reason>

Values: n, t, f, i<number>, r<hexadecimal bits>, s<hex>, b<hex>, x<type>:<hex>, [<value>,…], {<key>=<value>,…}
"""

import random
import struct
import sys

import msgpack


def value(rng, depth):
    kind = rng.randrange(11 if depth < 4 else 8)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind in (1, 2):
        return rng.choice([0, 127, 128, 255, 256, 65535, 65536, 2**32, 2**63 - 1, 2**63, 2**64 - 1,
                           -1, -32, -33, -128, -129, -32769, -(2**31) - 1, -(2**63)])
    if kind == 3:
        return rng.choice([0.0, -0.5, 1e30, float("inf"), float("nan")])
    if kind == 4:
        return rng.randbytes(rng.choice([0, 1, 40, 300]))
    if kind == 5:
        return msgpack.ExtType(rng.randrange(0, 128), rng.randbytes(rng.choice([0, 1, 2, 3, 4, 8, 16, 17])))
    if kind in (6, 7):
        return rng.choice(["", "a", "é" * 20, "x" * 31, "x" * 32, "response", "y" * 300])
    if kind == 8:
        return [value(rng, depth + 1) for _ in range(rng.choice([0, 1, 3, 16]))]
    return {rng.choice(["a", "b", "headers", b"c", 1]): value(rng, depth + 1) for _ in range(rng.choice([0, 1, 3]))}


def mutate(rng, data):
    for _ in range(rng.choice([0, 1, 1, 2])):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            data = data[:at] + bytes([rng.choice([0x80, 0x90, 0xC1, 0xC4, 0xC7, 0xD9, 0xDC, 0xDF, 0xFF])]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + rng.randbytes(1) + data[at + 1 :]
        elif kind == 2:
            data = data[:at]
        else:
            data = data[:at] + rng.randbytes(1) + data[at:]
    return data


def text(item):
    if item is None:
        return "n"
    if isinstance(item, bool):
        return "t" if item else "f"
    if isinstance(item, int):
        return "i%d" % item
    if isinstance(item, float):
        return "r" + ("nan" if item != item else struct.pack(">d", item).hex())
    if isinstance(item, str):
        return "s" + item.encode("utf-8", "surrogateescape").hex()
    if isinstance(item, bytes):
        return "b" + item.hex()
    if isinstance(item, Extension):
        return "x%d:%s" % (item.code, item.data.hex())
    if isinstance(item, msgpack.Timestamp):
        return "x-1:" + item.to_bytes().hex()
    if isinstance(item, Pairs):
        return "{" + ",".join(text(key) + "=" + text(one) for key, one in item.pairs) + "}"
    return "[" + ",".join(map(text, item)) + "]"


class Extension:
    """msgpack's own refuses the types below zero, which are not its business."""

    def __init__(self, code, data):
        self.code, self.data = code, data


class Pairs:
    def __init__(self, pairs):
        self.pairs = pairs

    def __hash__(self):
        return 0


def main():
    seed, count = map(int, sys.stdin.read().split())
    rng = random.Random(seed)
    for _ in range(count):
        data = mutate(rng, msgpack.packb(value(rng, 0), use_single_float=rng.random() < 0.2))
        try:
            item = msgpack.unpackb(
                data, raw=False, unicode_errors="surrogateescape", strict_map_key=False, object_pairs_hook=Pairs,
                ext_hook=Extension,
            )
            print(data.hex(), "ok", text(item), sep="\t")
        except Exception as error:
            print(data.hex(), "error", type(error).__name__ + " " + str(error).replace("\n", " "), sep="\t")


main()
