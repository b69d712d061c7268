"""Reads bbolt databases independently of Bezoar, and writes down what is in them.

usage: reader.py FILE...     one dump per file; "refused: why" where the file is broken

A dump has one line per key, in order: depth, key in hex, then `b SEQUENCE` for a bucket (its keys follow) or
`v LENGTH SHA256` for a value. The first line has the transaction and the number of pages in trees.
"""

import hashlib
import struct
import sys


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


class Broken(Exception):
    pass


class Reader:
    def __init__(self, data):
        self.data = data
        first = self.meta(0)
        if first:
            second = self.meta(first[2])
            metas = [first] + ([second] if second and second[2] == first[2] else [])
        else:
            metas = [m for m in (self.meta(1024 << i) for i in range(15)) if m]
            metas = metas[:1]
        if not metas:
            raise Broken("no meta")
        self.txid, self.root, self.page_size, self.high, self.sequence = max(metas)
        if self.high * self.page_size > len(data):
            raise Broken("short file")
        self.visited = set()
        self.lines = []

    def meta(self, offset):
        part = self.data[offset + 16 : offset + 80]
        if len(part) < 64:
            return None
        magic, version, size, _, root, sequence, _, high, txid, check = struct.unpack("<IIIIQQQQQQ", part)
        if magic != 0xED0CDAED or version != 2 or fnv(part[:56]) != check:
            return None
        if offset and size != offset:
            return None
        return txid, root, size, high, sequence

    def page(self, number):
        if not 2 <= number < self.high:
            raise Broken("page %d out of range" % number)
        start = number * self.page_size
        own, flags, count, more = struct.unpack_from("<QHHI", self.data, start)
        if own != number or flags not in (1, 2) or number + more >= self.high:
            raise Broken("page %d is broken" % number)
        for each in range(number, number + more + 1):
            if each in self.visited:
                raise Broken("page %d visited twice" % each)
            self.visited.add(each)
        return flags, count, self.data[start : start + (more + 1) * self.page_size]

    def tree(self, number, depth):
        flags, count, body = self.page(number)
        if flags == 2:
            self.leaf(body, count, depth)
            return
        for index in range(count):
            child = struct.unpack_from("<IIQ", body, 16 + 16 * index)[2]
            self.tree(child, depth)

    def leaf(self, body, count, depth):
        for index in range(count):
            at = 16 + 16 * index
            flags, pos, key_size, value_size = struct.unpack_from("<IIII", body, at)
            key = body[at + pos : at + pos + key_size]
            value = body[at + pos + key_size : at + pos + key_size + value_size]
            if len(key) != key_size or len(value) != value_size or not key:
                raise Broken("element")
            if not flags & 1:
                digest = hashlib.sha256(value).hexdigest()
                self.lines.append("%d %s v %d %s" % (depth, key.hex(), len(value), digest))
                continue
            root, sequence = struct.unpack_from("<QQ", value)
            self.lines.append("%d %s b %d" % (depth, key.hex(), sequence))
            if root:
                self.tree(root, depth + 1)
            else:
                self.leaf(value[16:], struct.unpack_from("<H", value, 26)[0], depth + 1)

    def dump(self):
        self.tree(self.root, 0)
        return ["transaction %d pages %d" % (self.txid, len(self.visited))] + self.lines


for path in sys.argv[1:]:
    try:
        with open(path, "rb") as file:
            print("\n".join(Reader(file.read()).dump()))
    except (Broken, struct.error, RecursionError) as error:
        print("refused: %s" % error)
