#!/usr/bin/env python3
"""Poisons a sample of uv:  poison.py CASE FOLDER        (FOLDER is the cache)

The cases are those that are known of uv, one function each.
"""
import base64
import hashlib
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import poison, read, the, write  # noqa: E402


def archive(stem):
    """The folder of an unpacked wheel."""
    return os.path.dirname(the(f"archive-v*/*/{stem}.dist-info"))


def listed(folder, stem, name):
    """Adds a file to the list of its wheel."""
    content = read(f"{folder}/{name}")
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    path = f"{folder}/{stem}.dist-info/RECORD"
    write(path, read(path) + f"{name},sha256={digest},{len(content)}\n".encode())


def pointer(project, version):
    return the(f"wheels-v*/index/*/{project}/*{version}-*.http")


def u1_file():
    path = archive("alpha-1.1") + "/alpha/__init__.py"
    write(path, read(path) + b"print('evil')\n")


def u1_added():
    write(archive("alpha-1.1") + "/alpha/evil.py", "print('evil')\n")


def u1_listed():
    """Nothing in the cache tells."""
    folder = archive("alpha-1.1")
    write(folder + "/alpha/evil.py", "print('evil')\n")
    listed(folder, "alpha-1.1", "alpha/evil.py")


def u1_hook():
    folder = archive("alpha-1.1")
    write(folder + "/evil.pth", "import evil\n")
    listed(folder, "alpha-1.1", "evil.pth")


def u1_removed():
    os.unlink(archive("alpha-1.1") + "/alpha/data.txt")


def u1_no_list():
    os.unlink(archive("alpha-1.1") + "/alpha-1.1.dist-info/RECORD")


def u1_two_wheels():
    write(archive("alpha-1.1") + "/omega-9.dist-info/METADATA", "Name: omega\nVersion: 9\n")


def repoint(project, version, stem):
    """Lets what leads to one archive lead to another one."""
    path = pointer(project, version)
    link = path.removesuffix(".http")
    old = (os.readlink(link) if os.path.islink(link) else "").rstrip("/").rsplit("/", 1)[-1]
    new = os.path.basename(archive(stem))
    content = read(path)
    if not old or old.encode() not in content:
        old = next(name for name in os.listdir(the("archive-v*")) if name.encode() in content)
    write(path, content.replace(old.encode(), new.encode()))
    if os.path.islink(link):
        target = os.readlink(link).replace(old, new)
        os.unlink(link)
        os.symlink(target, link)


def u2_other_package():
    repoint("alpha", "1.1", "gamma_tools-2.0.1")


def u2_other_release():
    repoint("alpha", "1.1", "alpha-1.0")


def u3_built():
    """A wheel that uv built itself: unpacked in later versions."""
    path = the("archive-v*/*/beta/more.py")
    write(path, read(path).replace(b"VALUE = 1", b"VALUE = 2"))


def u3_built_and_listed():
    u3_built()
    folder = archive("beta-0.3")
    path = folder + "/beta-0.3.dist-info/RECORD"
    lines = [line for line in read(path).decode().splitlines(True) if not line.startswith("beta/more.py")]
    write(path, "".join(lines))
    listed(folder, "beta-0.3", "beta/more.py")


def link_archive():
    path = archive("alpha-1.1")
    os.rename(path, ".x")
    os.symlink("../.x", path)


def link_file():
    path = archive("alpha-1.1") + "/alpha/__init__.py"
    os.rename(path, ".x")
    os.symlink("../../../.x", path)


def link_elsewhere():
    """Leads to an archive of the same name where another cache is mounted."""
    link = pointer("alpha", "1.1").removesuffix(".http")
    target = "/root/.npm/archive-v0/" + os.path.basename(archive("alpha-1.1"))
    os.unlink(link)
    os.symlink(target, link)


if __name__ == "__main__":
    poison(globals())
