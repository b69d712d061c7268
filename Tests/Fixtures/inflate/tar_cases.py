"""Makes tar files, right and broken, and says what Python's tarfile reads in them.

Out, one line per file:   <changes> TAB <hex of the file> TAB ok|error TAB <members>|<reason>

Changes is 0 for files that were not broken. A member is
    name:type:size:mode:link:header offset:data offset:content
with name, link and content in hexadecimal. The content of what is no plain file is empty.
"""

import io
import random
import sys
import tarfile

TYPES = [tarfile.REGTYPE] * 6 + [
    tarfile.AREGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE,
    tarfile.CONTTYPE, b"Z",
]
NAMES = ["a", "package/package.json", "x" * 99, "y" * 120, "d/" * 60 + "f", "é", "../up", "/abs", "./a", "é" * 80, "t/"]


def make(rng):
    out = io.BytesIO()
    form = rng.choice([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    headers = {"comment": "all"} if rng.random() < 0.1 else None
    with tarfile.open(fileobj=out, mode="w", format=form, encoding="utf-8", pax_headers=headers) as archive:
        for _ in range(rng.randrange(0, 5)):
            info = tarfile.TarInfo(rng.choice(NAMES))
            info.type = rng.choice(TYPES)
            info.mode = rng.choice([0o644, 0o4755, 0o777])
            info.uid = rng.choice([0, 1000, 2**21 + 5 if form != tarfile.USTAR_FORMAT else 7])
            info.mtime = rng.choice([0, 1600000000, 2**33 if form == tarfile.GNU_FORMAT else 5])
            if info.type in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                info.linkname = rng.choice(["a", "../../etc", "/etc/passwd", "l" * 130 if form else "l"])
            data = b""
            if info.type in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE, b"Z"):
                data = rng.choice([b"", b"x", rng.randbytes(rng.randrange(1, 1200)), b"q" * 512])
            if form == tarfile.PAX_FORMAT and rng.random() < 0.3:
                info.pax_headers = {rng.choice(["comment", "path", "mtime", "LIBARCHIVE.x"]): rng.choice(["v", "1.5", "é"])}
                if "mtime" in info.pax_headers:
                    info.pax_headers = {"mtime": "1.5"}
            info.size = len(data)
            try:
                archive.addfile(info, io.BytesIO(data))
            except ValueError:
                pass
    data = out.getvalue()
    return data if rng.random() < 0.3 else data[: len(data.rstrip(b"\0")) + 1024 + 512 & ~511]


def with_sum(data, block):
    header = bytearray(data[block : block + 512])
    if len(header) < 512:
        return data
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    return data[:block] + bytes(header) + data[block + 512 :]


def mutate(rng, data):
    changes = rng.choice([0, 1, 1, 2])
    for _ in range(changes):
        at = rng.randrange(len(data)) if rng.random() < 0.4 else rng.randrange(min(512, len(data)))
        kind = rng.randrange(5)
        byte = bytes([rng.choice([0, 32, 48, 49, 55, 56, 128, 255, rng.randrange(256)])])
        if kind in (0, 1):
            if rng.random() < 0.5:
                at = at // 512 * 512 + rng.choice([100, 124, 130, 134, 135, 156, 156, 156, 157, 257, 263, 345])
            data = data[:at] + byte + data[at + 1 :]
            data = with_sum(data, at // 512 * 512)
        elif kind == 2:
            data = data[:at] + byte + data[at + 1 :]
        elif kind == 3:
            data = data[:at] if rng.random() < 0.5 else data[: at // 512 * 512]
        else:
            data = data[: at // 512 * 512] + data[at // 512 * 512 + 512 :]
        if not data:
            data = b"\0" * 512
    return changes, data


def hexed(text):
    return text.encode("utf-8", "surrogateescape").hex()


def answer(data):
    members = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8") as archive:
            for info in archive:
                content = ""
                if info.type in (b"0", b"\0", b"7"):
                    if not info.issparse():
                        content = archive.extractfile(info).read().hex()
                fields = [info.type.hex(), info.size, info.mode, hexed(info.linkname), info.offset, info.offset_data]
                members.append(":".join(map(str, [hexed(info.name), *fields, content])))
    except Exception as error:
        reason = type(error).__name__ + " " + str(error).replace("\t", " ").replace("\n", " ").replace(";", ",")
        return "error", ";".join([reason, *members])
    return "ok", ";".join(members)


def main():
    seed, count = map(int, sys.stdin.read().split())
    rng = random.Random(seed)
    for _ in range(count):
        changes, data = mutate(rng, make(rng))
        print(changes, data.hex(), *answer(data), sep="\t")


main()
