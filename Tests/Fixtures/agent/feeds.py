"""Makes feeds of advisories, honest and hostile: feeds.py KIND FILE.

What is made stands in the functions below; each is called as KIND says.
"""

import json
import os
import struct
import sys
import zipfile


def record(identity, name="leftish", ecosystem="npm", modified="2026-10-01T00:00:00Z", **fields):
    package = {"package": {"ecosystem": ecosystem, "name": name}, "versions": ["1.1.1"]}
    return {"schema_version": "1.7.4", "id": identity, "modified": modified, "affected": [package], **fields}


def export(file, records):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, content in enumerate(records):
            text = content if isinstance(content, (str, bytes)) else json.dumps(content)
            archive.writestr(f"{index}.json", text)


def good(file):
    export(file, [record("MAL-2026-1"), record("MAL-2026-2", name="alpha", ecosystem="PyPI")])


def withdrawn(file):
    export(file, [record("MAL-2026-1", modified="2026-10-02T00:00:00Z", withdrawn="2026-10-02T00:00:00Z")])


def many(file):
    export(file, [record(f"MAL-2026-{index}", name=f"bad-{index % 1000}") for index in range(20000)])


def empty(file):
    export(file, [])


def others(file):
    export(file, [record("NUGET-1", ecosystem="NuGet"), record("GEM-1", ecosystem="RubyGems")])


def bomb(file):
    """A few kilobytes that unpack to more than a record may have."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("0.json", "w", force_zip64=True) as entry:
            block = b" " * (1 << 20)
            for _ in range(64):
                entry.write(block)
        archive.writestr("1.json", json.dumps(record("MAL-2026-1")))


def liar(file):
    """The directory says that the bomb is small."""
    bomb(file)
    with open(file, "r+b") as handle:
        content = handle.read()
        at = content.index(b"PK\x01\x02")
        handle.seek(at + 24)
        handle.write(struct.pack("<I", 10))


def broken(file):
    """Records that nobody may understand, between two good ones."""
    deep = "[" * 100000 + "]" * 100000
    export(
        file,
        [
            record("MAL-2026-1"), "", "{", b"\xff\xfe", "[" * 1000000, '{"details": ' + deep + "}",
            {**record("MAL-2026-3"), "schema_version": "2.0"}, record("MAL-2026-4", name="a\nb"),
            '{"id": "a", "id": "b", "modified": "2026-10-01T00:00:00Z"}', record("MAL\u001b[31m"),
            '{"id": "' + "a" * (20 << 20) + '"}', record("MAL-2026-2", name="alpha", ecosystem="PyPI"),
        ],
    )


def huge(file):
    with open(file, "w") as handle:
        handle.write('{"id": "MAL-1", "details": "')
        handle.write("a" * (100 << 20))
        handle.write('"}')


def cut(file):
    good(file)
    os.truncate(file, os.path.getsize(file) - 10)


def folder(file):
    """A checkout: nested folders, a link that leads out, a FIFO, and what belongs to git."""
    os.makedirs(file + "/npm/leftish")
    os.makedirs(file + "/.git")
    with open(file + "/npm/leftish/MAL-2026-1.json", "w") as handle:
        json.dump(record("MAL-2026-1"), handle)
    with open(file + "/.git/MAL-2026-9.json", "w") as handle:
        json.dump(record("MAL-2026-9"), handle)
    with open(file + "/README.md", "w") as handle:
        handle.write("no record\n")
    os.symlink("/etc", file + "/npm/out")
    os.symlink("/etc/passwd", file + "/npm/passwd.json")
    os.mkfifo(file + "/npm/pipe.json")


def main():
    globals()[sys.argv[1]](sys.argv[2])


main()
