"""Makes a broken copy of a baseline file; names that begin with "signed-" are signed again with the key.

usage: rewrite.py OLD NEW HOW [KEY]
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile

old, new, how = sys.argv[1:4]
with open(old, "rb") as file:
    lines = file.read().splitlines(keepends=True)
header, rows, footer = lines[0], lines[1:-1], lines[-1]


def change(line, **members):
    return json.dumps({**json.loads(line), **members}, separators=(",", ":")).encode() + b"\n"


def without(line, name):
    object = json.loads(line)
    del object[name]
    return json.dumps(object, separators=(",", ":")).encode() + b"\n"


def sign(header, rows):
    body = b"".join([header, *rows])
    message = b"bezoar-baseline/1\0" + hashlib.sha256(body).digest()
    with tempfile.NamedTemporaryFile() as text:
        text.write(message)
        text.flush()
        signature = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", sys.argv[4], "-in", text.name], check=True,
            capture_output=True).stdout
    return body + change(footer, files=len(rows), signature=signature.hex())


plain = next(index for index, row in enumerate(rows) if json.loads(row)["path"] == "a")
row = rows[plain]


def with_row(line):
    return rows[:plain] + [line] + rows[plain + 1:]


signed = {
    "same": (header, rows),
    "path-up": (header, with_row(change(row, path="../../etc/passwd"))),
    "path-absolute": (header, with_row(change(row, path="/etc/passwd"))),
    "path-dot": (header, with_row(change(row, path="x/./y"))),
    "path-empty": (header, with_row(change(row, path=""))),
    "path-zero": (header, with_row(change(row, path="a\0b"))),
    "duplicate-key": (header, with_row(row[:-2] + b',"path":"b"}\n')),
    "duplicate-row": (header, with_row(row + row)),
    "bad-digest": (header, with_row(change(row, sha256="abc"))),
    "negative-size": (header, with_row(change(row, size=-1))),
    "size-overflow": (header, with_row(change(row, size=1 << 64))),
    "huge-mode": (header, with_row(change(row, mode=1 << 40))),
    "kind": (header, with_row(change(row, kind="door"))),
    "number-path": (header, with_row(change(row, path=7))),
    "missing-digest": (header, with_row(without(row, "sha256"))),
    "wrong-schema": (change(header, schema="other/1"), rows),
    "newer-schema": (change(header, schema="bezoar.baseline/2"), rows),
    "no-host": (without(header, "host"), rows),
    "bad-percent": (header, with_row(change(row, path="%zz", pathEncoding="percent"))),
}
if how.startswith("signed-"):
    result = sign(*signed[how.removeprefix("signed-")])
else:
    digest = json.loads(row)["sha256"]
    signature = json.loads(footer)["signature"]
    flipped = ("0" if signature[0] != "0" else "1") + signature[1:]
    body = b"".join(lines)
    result = {
        "header-host": lambda: change(header, host="evil") + b"".join(lines[1:]),
        "header-time": lambda: change(header, createdNanoseconds="1") + b"".join(lines[1:]),
        "row-digest": lambda: body.replace(digest.encode(), digest[::-1].encode()),
        "row-path": lambda: body.replace(b'"path":"a"', b'"path":"z"'),
        "row-removed": lambda: b"".join([header, *rows[1:], footer]),
        "row-added": lambda: b"".join([header, *rows, change(row, path="zz"), footer]),
        "row-twice": lambda: b"".join([header, rows[0], *rows, footer]),
        "rows-swapped": lambda: b"".join([header, *reversed(rows), footer]),
        "footer-count": lambda: b"".join(lines[:-1]) + change(footer, files=99),
        "footer-signature": lambda: b"".join(lines[:-1]) + change(footer, signature=flipped),
        "footer-key": lambda: b"".join(lines[:-1]) + change(footer, key="00" * 32),
        "footer-removed": lambda: b"".join(lines[:-1]),
        "cut": lambda: b"".join(lines[:3]),
        "cut-in-line": lambda: body[:len(body) // 2],
        "header-only": lambda: header,
        "empty": lambda: b"",
        "newline-at-end": lambda: body + b"\n",
        "long-line": lambda: header + b"x" * (1 << 20) + b"\n" + b"".join(lines[1:]),
        "duplicate-key": lambda: body.replace(b'"path":"a"', b'"path":"a","path":"a"'),
        "not-json": lambda: header + b"hello\n" + b"".join(lines[1:]),
        "byte-order-mark": lambda: b"\xef\xbb\xbf" + body,
        "zero-byte": lambda: body.replace(b'"path":"a"', b'"path":"a\0"'),
        "carriage-returns": lambda: body.replace(b"\n", b"\r\n"),
        "deep-json": lambda: b"".join(lines[:-1]) + b"[" * 200_000 + b"\n",
    }[how]()
with open(new, "wb") as file:
    file.write(result)
