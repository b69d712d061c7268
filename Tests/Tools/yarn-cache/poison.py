#!/usr/bin/env python3
"""Poisons a sample of Yarn:  poison.py CASE FOLDER        (FOLDER is the cache)

The cases are those that are known of Yarn 1 (`y…`) and of later generations (`b…`), one function each.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import sys
import tarfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import poison, read, the, write  # noqa: E402


# Yarn 1

def package(name, version):
    """The folder of an unpacked package."""
    slug = name.replace("/", "-")
    return the(f"v6/npm-{slug}-{version}-*/node_modules/{name}")


def repack(folder, changes):
    """Packs the archive of a package anew, and the unpacked files with it; gives back the archive."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(read(folder + "/.yarn-tarball.tgz"))) as old, \
            tarfile.open(fileobj=raw, mode="w") as new:
        for member in old:
            name = member.name.removeprefix("package/")
            content = changes.get(name, old.extractfile(member).read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    for name, content in changes.items():
        write(f"{folder}/{name}", content)
    archive = gzip.compress(raw.getvalue(), mtime=0)
    write(folder + "/.yarn-tarball.tgz", archive)
    return archive


def note(folder, archive):
    """Lets the note of a package tell of another archive."""
    path = folder + "/.yarn-metadata.json"
    metadata = json.loads(read(path))
    sha1 = hashlib.sha1(archive).hexdigest()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    remote = metadata["remote"]
    remote["resolved"] = remote["resolved"].split("#")[0] + "#" + sha1
    remote["hash"] = metadata["hash"] = sha1
    remote["integrity"] = remote["cacheIntegrity"] = integrity
    write(path, json.dumps(metadata, indent=2))


def y1_file():
    path = package("leftish", "1.1.0") + "/index.js"
    write(path, read(path) + b"evil()\n")


def y1_added():
    write(package("leftish", "1.1.0") + "/evil.js", "evil()\n")


def y1_removed():
    os.unlink(package("leftish", "1.1.0") + "/lib/more.js")


def y1_no_archive():
    y1_file()
    os.unlink(package("leftish", "1.1.0") + "/.yarn-tarball.tgz")


def y2_archive():
    repack(package("leftish", "1.1.0"), {"index.js": b"evil()\n"})


def y2_archive_and_note():
    folder = package("leftish", "1.1.0")
    note(folder, repack(folder, {"index.js": b"evil()\n"}))


def y2_repository():
    """As before, and the note says that no digest can be expected."""
    y2_archive_and_note()
    path = package("leftish", "1.1.0") + "/.yarn-metadata.json"
    metadata = json.loads(read(path))
    metadata["remote"]["type"] = "git"
    write(path, json.dumps(metadata))


def y2_all():
    """As before, and the folder is called after the new archive."""
    folder = package("leftish", "1.1.0")
    archive = repack(folder, {"index.js": b"evil()\n"})
    note(folder, archive)
    release = folder.split("/node_modules/")[0]
    stem = release.rsplit("-", 2)[0]
    os.rename(release, f"{stem}-{hashlib.sha1(archive).hexdigest()}-integrity")


def y3_other_package():
    source, target = package("hooked", "0.1.0"), package("leftish", "1.1.0")
    shutil.rmtree(target)
    shutil.copytree(source, target)


def y_link_file():
    path = package("leftish", "1.1.0") + "/index.js"
    os.rename(path, ".x")
    os.symlink("../../../../.x", path)


def y_link_folder():
    path = package("leftish", "1.1.0")
    os.rename(path, ".x")
    os.symlink("../../../.x", path)


def y_link_command():
    """Instead of a link to a program of the package, one to somewhere else."""
    path = package("tool", "1.2.3") + "/.bin/tool"
    os.unlink(path)
    write(".x", "evil\n")
    os.symlink("../../../../../.x", path)


# Yarn 2 and later

def archive(stem):
    return the(f"cache/{stem}-??????????-*.zip")


def b1_archive():
    with zipfile.ZipFile(archive("leftish-npm-1.1.0"), "a") as file:
        file.writestr("node_modules/leftish/evil.js", "evil()\n")


def b2_other_package():
    write(archive("leftish-npm-1.1.0"), read(archive("hooked-npm-0.1.0")))


def b2_other_release():
    write(archive("leftish-npm-1.1.0"), read(archive("leftish-npm-1.0.0")))


def b2_no_manifest():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        file.writestr("node_modules/leftish/index.js", "evil()\n")
    write(archive("leftish-npm-1.1.0"), raw.getvalue())


def b2_two_packages():
    """Another manifest lies less deep than that of the package."""
    with zipfile.ZipFile(archive("@acme-core-npm-2.0.0"), "a") as file:
        file.writestr("node_modules/evil/package.json", '{"name":"evil","version":"1.0.0"}')


def b3_outside():
    with zipfile.ZipFile(archive("leftish-npm-1.1.0"), "a") as file:
        file.writestr("node_modules/leftish/../../../../evil.js", "evil()\n")


def b4_file():
    """A file that is linked into projects; the time stays as it was: else Yarn looks at it again."""
    digest = hashlib.sha1(b"module.exports = 1\n").hexdigest()
    path = f"store/v1/{digest[:2]}/{digest[2:]}.dat"
    times = os.stat(path)
    write(path, "module.exports = 2\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def b_link():
    path = archive("leftish-npm-1.1.0")
    os.rename(path, ".x")
    os.symlink("../.x", path)


if __name__ == "__main__":
    poison(globals())
