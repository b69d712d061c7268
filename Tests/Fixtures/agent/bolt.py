"""Writes bbolt databases for tests: a bucket is a dict from bytes to bytes or to another bucket, one leaf each."""

import struct

PAGE = 4096


def checksum(data):
    """FNV-1a of 64 bits."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return value


def encode(root, transaction):
    """The bytes of a database whose newest transaction has this number."""
    pages = []
    # The pages 2 and 3 stay free, as in a database that was just made.
    first = 4

    def add(bucket):
        entries = [(1, key, struct.pack("<QQ", add(value), 0)) if isinstance(value, dict) else (0, key, value)
                   for key, value in sorted(bucket.items())]
        table, data = b"", b""
        for index, (flags, key, value) in enumerate(entries):
            table += struct.pack("<IIII", flags, 16 * (len(entries) - index) + len(data), len(key), len(value))
            data += key + value
        content = table + data
        number = first + sum(len(page) for page in pages) // PAGE
        more = (16 + len(content) - 1) // PAGE
        page = struct.pack("<QHHI", number, 2, len(entries), more) + content
        pages.append(page.ljust((more + 1) * PAGE, b"\0"))
        return number

    top = add(root)
    count = first + sum(len(page) for page in pages) // PAGE
    metas = b""
    for place in (0, 1):
        number = transaction - (transaction + place) % 2
        meta = struct.pack("<IIIIQQQQQ", 0xED0CDAED, 2, PAGE, 0, top, 0, 2**64 - 1, count, number)
        meta += struct.pack("<Q", checksum(meta))
        metas += (struct.pack("<QHHI", place, 4, 0, 0) + meta).ljust(PAGE, b"\0")
    return metas + bytes(2 * PAGE) + b"".join(pages)


def write(path, root, transaction=10):
    """Makes a database, or writes over one in place as many transactions would: no page stays what it was."""
    data = encode(root, transaction)
    try:
        file = open(path, "r+b")
    except FileNotFoundError:
        file = open(path, "w+b")
    with file:
        file.write(data.ljust(64 * PAGE, b"\0"))
