"""What the scripts have in common that make the samples of package caches and poison them."""
import glob
import gzip
import io
import os
import sys
import tarfile


def pack(folder, target):
    """The folder as a small archive that is the same each time for the same content."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(folder.rglob("*")):
            info = archive.gettarinfo(path, str(path.relative_to(folder)))
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mtime = int(info.mtime)
            if info.isreg():
                with path.open("rb") as content:
                    archive.addfile(info, content)
            elif info.isdir() or info.issym():
                archive.addfile(info)
    target.write_bytes(gzip.compress(raw.getvalue(), 9, mtime=0))


def the(pattern):
    """The one file or folder of a pattern."""
    found = glob.glob(pattern)
    assert len(found) == 1, (pattern, found)
    return found[0]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def poison(cases):
    """Does what the command line says to the cache in a folder:  CASE FOLDER"""
    os.chdir(sys.argv[2])
    cases[sys.argv[1].replace("-", "_")]()
