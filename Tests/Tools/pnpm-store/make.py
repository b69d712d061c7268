#!/usr/bin/env python3
"""Makes a clean store of pnpm, and the lockfile that goes with it:  make.py OUTPUT.tar.gz v3|v10

    cache/v3/files/ab/0123…[-exec]                 single files, by the SHA-512 of their bytes
    cache/v3/files/ab/0123…-index.json             which of them are a package, by the SHA-512 of its archive
    cache/v10/index/ab/0123…-left-pad@1.3.0.json   the same in later versions, by the first half of it
    pnpm-lock.yaml

The packages are those of the sample of npm. The store is written here as the client's sources say
(`getFilePathInCafs.ts`, `checkPkgFilesIntegrity.ts`); the client itself has no part in it.
"""

import hashlib
import io
import json
import pathlib
import shutil
import sys
import tarfile
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "npm-cache"))
from make import pack, packages  # noqa: E402
from registry import PUBLIC, Registry, integrity  # noqa: E402

# When pnpm looked at a file, in milliseconds.
CHECKED = 1767225600000


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def members(archive):
    """Name, content and mode of each file of an archive."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as reader:
        for member in reader:
            if member.isfile():
                yield member.name.split("/", 1)[1], reader.extractfile(member).read(), member.mode


class Store:
    def __init__(self, folder, form):
        self.folder, self.form = folder / form, form

    def content(self, content, mode):
        digest = hashlib.sha512(content).hexdigest()
        name = digest[2:] + ("-exec" if mode & 0o111 == 0o111 else "")
        write(self.folder / "files" / digest[:2] / name, content)

    def index(self, archive, name, version):
        digest = hashlib.sha512(archive).hexdigest()
        if self.form == "v3":
            return self.folder / "files" / digest[:2] / (digest[2:] + "-index.json")
        release = f"{name}@{version}".replace("/", "+")
        return self.folder / "index" / digest[:2] / f"{digest[2:64]}-{release}.json"

    def add(self, archive, name, version):
        files = {}
        for path, content, mode in members(archive):
            self.content(content, mode)
            files[path] = {
                "checkedAt": CHECKED, "integrity": integrity(content), "mode": mode, "size": len(content)}
        index = {"name": name, "version": version, "requiresBuild": False, "files": files}
        write(self.index(archive, name, version), json.dumps(index, separators=(",", ":")).encode())


def main(target, form):
    registry = Registry()
    packages(registry)
    room = pathlib.Path(tempfile.mkdtemp(prefix="pnpm-store-"))
    try:
        store = Store(room / "cache", form)
        lines = ["lockfileVersion: '9.0'", "", "settings:", "  autoInstallPeers: true", "", "packages:", ""]
        for (host, name), package in sorted(registry.packages.items()):
            for version in package["versions"] if host == PUBLIC else ():
                archive = registry.blobs[host, f"/{name}/-/{name.split('/')[-1]}-{version}.tgz"]
                store.add(archive, name, version)
                key = f"{name}@{version}"
                key = f"'{key}'" if name.startswith("@") else key
                lines += [f"  {key}:", f"    resolution: {{integrity: {integrity(archive)}}}", ""]
        (store.folder / "projects").mkdir(parents=True)
        (room / "pnpm-lock.yaml").write_text("\n".join(lines))
        pack(room, target)
    finally:
        shutil.rmtree(room)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
