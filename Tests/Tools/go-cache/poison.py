#!/usr/bin/env python3
"""Poisons the sample of Go:  poison.py CASE FOLDER        (FOLDER holds pkg/mod and go-build)

The cases are those that are known of Go, one function each.
"""
import base64
import glob
import hashlib
import io
import json
import os
import pathlib
import shutil
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import poison, read, write  # noqa: E402

DOWNLOAD = "pkg/mod/cache/download/example.com/alpha/@v/"
TREE = "pkg/mod/example.com/alpha@v1.1.0/"
EVIL = b"\nfunc init() { println(666) }\n"


def entries(path):
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def packed(files):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return memory.getvalue()


def h1(files):
    lines = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files))
    return "h1:" + base64.b64encode(hashlib.sha256(lines.encode()).digest()).decode()


def evil():
    return [(name, content + EVIL if name.endswith("alpha.go") else content)
            for name, content in entries(DOWNLOAD + "v1.1.0.zip")]


def x1_file():
    write(TREE + "alpha.go", read(TREE + "alpha.go") + EVIL)


def x1_source():
    write(TREE + "evil.go", b"package alpha\n" + EVIL)


def x1_added():
    write(TREE + "deep/notes.txt", "notes\n")


def x1_removed():
    os.unlink(TREE + "deep/er/data.txt")


def x1_no_archive():
    """The folder alone, as where archives were deleted to save room."""
    x1_file()
    os.unlink(DOWNLOAD + "v1.1.0.zip")


def x2_archive():
    write(DOWNLOAD + "v1.1.0.zip", packed(evil()))
    shutil.rmtree(TREE)


def x2_archive_and_tree():
    write(DOWNLOAD + "v1.1.0.zip", packed(evil()))
    x1_file()


def x2_all():
    write(DOWNLOAD + "v1.1.0.ziphash", h1(evil()))
    x2_archive_and_tree()


def x2_sum():
    write(DOWNLOAD + "v1.1.0.ziphash", h1([("a", b"")]))


def x2_broken_sum():
    write(DOWNLOAD + "v1.1.0.ziphash", "?")


def x3_list():
    write(DOWNLOAD + "list", read(DOWNLOAD + "list") + b"v99.0.0\n")


def x3_release():
    """A release that never was, wholly there."""
    files = [(name.replace("v1.1.0", "v1.2.0"), content) for name, content in evil()]
    write(DOWNLOAD + "v1.2.0.zip", packed(files))
    write(DOWNLOAD + "v1.2.0.ziphash", h1(files))
    write(DOWNLOAD + "v1.2.0.mod", read(DOWNLOAD + "v1.1.0.mod"))
    write(DOWNLOAD + "v1.2.0.info", json.dumps({"Version": "v1.2.0", "Time": "2026-01-02T03:04:05Z"}))
    write(DOWNLOAD + "list", read(DOWNLOAD + "list") + b"v1.2.0\n")


def x3_info():
    write(DOWNLOAD + "v1.1.0.info", json.dumps({"Version": "v1.0.0", "Time": "2026-01-02T03:04:05Z"}))


def mod_file():
    path = DOWNLOAD + "v1.1.0.mod"
    write(path, read(path) + b"\nrequire example.com/evil v1.0.0\n")


def mod_file_alone():
    """Where there is no archive to compare with: a project needs it only to choose versions."""
    path = DOWNLOAD + "v1.0.0.mod"
    for ending in (".zip", ".ziphash"):
        if os.path.exists(DOWNLOAD + "v1.0.0" + ending):
            os.unlink(DOWNLOAD + "v1.0.0" + ending)
    shutil.rmtree("pkg/mod/example.com/alpha@v1.0.0", ignore_errors=True)
    write(path, read(path) + b"\nrequire example.com/evil v1.0.0\n")


def x4_password():
    write("pkg/mod/cache/vcs/0123/config", '[remote "origin"]\n\turl = https://user:not-a-real-token@example.com/r\n')


def x5_output():
    path = max(glob.glob("go-build/*/*-d"), key=os.path.getsize)
    content = read(path)
    write(path, content[:-1] + bytes([content[-1] ^ 1]))


def straying():
    write(DOWNLOAD + "v1.1.0.zip", packed(entries(DOWNLOAD + "v1.1.0.zip") + [
        ("example.com/alpha@v1.1.0/../../evil.go", b"package evil\n")]))


def twice():
    files = entries(DOWNLOAD + "v1.1.0.zip")
    write(DOWNLOAD + "v1.1.0.zip", packed(files + files[-1:]))


def link_archive():
    os.rename(DOWNLOAD + "v1.1.0.zip", ".x")
    os.symlink("../../../../../../../.x", DOWNLOAD + "v1.1.0.zip")


def link_folder():
    os.rename(TREE[:-1], ".x")
    os.symlink("../../../.x", TREE[:-1])


def link_file():
    os.rename(TREE + "alpha.go", ".x")
    os.symlink("../../../../.x", TREE + "alpha.go")


def folder_for_archive():
    os.unlink(DOWNLOAD + "v1.1.0.zip")
    write(DOWNLOAD + "v1.1.0.zip/x", "x")


if __name__ == "__main__":
    poison(globals())
