"""Makes caches of pip, npm and Maven with made-up packages, and lockfiles for all of them: the same each time.

    makepackages.py FOLDER COUNT

    FOLDER/caches/{pip,npm,m2}    COUNT artifacts, 80 KB each on the average, as their clients store them
    FOLDER/locks/…                requirements.txt, package-lock.json, checksums-central.sha256

Two in five artifacts are npm's archives, one is a wheel, one a jar and one the description of that jar. What is in
them cannot be compressed, so that it is stored.
"""
import base64
import gzip
import hashlib
import io
import json
import math
import os
import pathlib
import random
import shutil
import struct
import sys
import tarfile
import zipfile
from concurrent.futures import ProcessPoolExecutor

PIECE = 250
VERSIONS = 4
MEAN, SPREAD, LEAST, MOST = 100_000, 1.2, 2_000, 5_000_000
DATE, TIME = "Sat, 07 Mar 2026 10:11:12 GMT", 1772878272000


def payload(seed):
    size = int(random.Random(seed).lognormvariate(math.log(MEAN) - SPREAD * SPREAD / 2, SPREAD))
    return hashlib.shake_128(seed.encode()).digest(min(MOST, max(LEAST, size)))


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def zipped(entries):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 10, 11, 12)), content)
    return memory.getvalue()


def pack(value):
    """MessagePack."""
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", True: b"\xc3", False: b"\xc2"}[value]
    if isinstance(value, int):
        return b"\xcd" + struct.pack(">H", value)
    if isinstance(value, str):
        return b"\xdb" + struct.pack(">I", len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return b"\xc6" + struct.pack(">I", len(value)) + value
    return b"\xdf" + struct.pack(">I", len(value)) + b"".join(pack(k) + pack(v) for k, v in value.items())


def answer(cache, url, body, headers):
    key = hashlib.sha224(url.encode()).hexdigest()
    path = cache.joinpath("http-v2", *key[:5], key)
    headers = {"Date": DATE, "ETag": '"x"', "Content-Length": str(len(body)), **headers}
    write(path, b"cc=4," + pack({"response": {
        "body": b"", "headers": headers, "status": 200, "version": 11, "reason": "OK", "decode_content": False},
        "vary": {}}))
    write(path.with_name(key + ".body"), body)


def pip(folder, number):
    """A project with its page and its wheels."""
    name, files, lines = f"sample-{number:05}", [], []
    for version in (f"1.{minor}" for minor in range(VERSIONS)):
        info = f"sample_{number:05}-{version}.dist-info"
        entries = [
            (f"sample_{number:05}.py", payload(f"pip {number} {version}")),
            (f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()),
            (f"{info}/WHEEL", b"Wheel-Version: 1.0\nGenerator: sample 1\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        ]
        record = ""
        for path, data in entries:
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record += f"{path},sha256={digest},{len(data)}\n"
        body = zipped([*entries, (f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode())])
        file, digest = f"sample_{number:05}-{version}-py3-none-any.whl", hashlib.sha256(body).hexdigest()
        place = hashlib.blake2b(body, digest_size=32).hexdigest()
        url = f"https://files.pypi.example/packages/{place[:2]}/{place[2:4]}/{place[4:]}/{file}"
        answer(folder, url, body, {"Cache-Control": "max-age=365000000, immutable, public"})
        files.append({"filename": file, "hashes": {"sha256": digest}, "url": url, "size": len(body)})
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    page = {"meta": {"api-version": "1.1"}, "name": name, "files": files,
            "versions": [f"1.{minor}" for minor in range(VERSIONS)]}
    answer(folder, f"https://pypi.example/simple/{name}/", json.dumps(page).encode(), {
        "Content-Type": "application/vnd.pypi.simple.v1+json", "Cache-Control": "max-age=600, public"})
    return lines


def npm(folder, number):
    """A package with its document and its archives."""
    name, host = f"sample-{number:05}", "https://registry.npm.example/"
    store, locked, versions, times = folder / "_cacache", {}, {}, {}

    def keep(url, content):
        digest = hashlib.sha512(content).digest()
        integrity, digits = "sha512-" + base64.b64encode(digest).decode(), digest.hex()
        write(store / "content-v2/sha512" / digits[:2] / digits[2:4] / digits[4:], content)
        key = "make-fetch-happen:request-cache:" + url
        metadata = {"time": TIME, "url": url, "reqHeaders": {}, "resHeaders": {"date": DATE, "etag": '"x"'}}
        record = json.dumps({
            "key": key, "integrity": integrity, "time": TIME, "size": len(content), "metadata": metadata})
        place = hashlib.sha256(key.encode()).hexdigest()
        line = f"\n{hashlib.sha1(record.encode()).hexdigest()}\t{record}"
        write(store / "index-v5" / place[:2] / place[2:4] / place[4:], line.encode())
        return integrity

    for version in (f"1.{minor}.0" for minor in range(VERSIONS)):
        memory = io.BytesIO()
        manifest = json.dumps({"name": name, "version": version}).encode()
        with tarfile.open(fileobj=memory, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            content = payload(f"npm {number} {version}")
            for path, data in (("package/package.json", manifest), ("package/a.bin", content)):
                member = tarfile.TarInfo(path)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        url = f"{host}{name}/-/{name}-{version}.tgz"
        integrity = keep(url, gzip.compress(memory.getvalue(), 0, mtime=0))
        versions[version] = {"name": name, "version": version, "dist": {"integrity": integrity, "tarball": url}}
        times[version] = "2026-01-02T03:04:05.000Z"
        locked[f"node_modules/v{version}/node_modules/{name}"] = {
            "version": version, "resolved": url, "integrity": integrity}
    keep(host + name, json.dumps({
        "_id": name, "name": name, "dist-tags": {"latest": version}, "versions": versions, "time": times}).encode())
    return locked


def maven(folder, number):
    """The versions of an artifact."""
    group, name, lines = f"com/example/g{number % 97}", f"sample-{number:05}", []
    for version in (f"1.{minor}" for minor in range(VERSIONS)):
        identity = f"groupId={group.replace('/', '.')}\nartifactId={name}\nversion={version}\n"
        pom = (f'<?xml version="1.0" encoding="UTF-8"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n'
               f"  <modelVersion>4.0.0</modelVersion>\n  <groupId>{group.replace('/', '.')}</groupId>\n"
               f"  <artifactId>{name}</artifactId>\n  <version>{version}</version>\n</project>\n").encode()
        jar = zipped([
            ("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\n\r\n"),
            (f"META-INF/maven/{group.replace('/', '.')}/{name}/pom.properties", identity.encode()),
            (f"{group}/a.bin", payload(f"maven {number} {version}"))])
        place, tracked = folder / "repository" / group / name / version, ""
        for ending, content in ((".jar", jar), (".pom", pom)):
            file = f"{name}-{version}{ending}"
            write(place / file, content)
            write(place / (file + ".sha1"), hashlib.sha1(content).hexdigest().encode())
            tracked += f"{file}>central=\n"
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {group}/{name}/{version}/{file}\n")
        write(place / "_remote.repositories", tracked.encode())
    return lines


MAKERS = {"pip": (pip, 20), "npm": (npm, 10), "m2": (maven, 20)}


def make(kind, folder, first, last):
    return [MAKERS[kind][0](folder, number) for number in range(first, last)]


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    done = folder / "done"
    if done.exists() and done.read_text() == str(count):
        return
    shutil.rmtree(folder, ignore_errors=True)
    made = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for kind, (_, share) in MAKERS.items():
            total = count // share
            made[kind] = [pool.submit(make, kind, folder / "caches" / kind, first, min(first + PIECE, total))
                          for first in range(0, total, PIECE)]
        packages = {"": {"name": "project", "version": "1.0.0"}}
        for one in (one for piece in made["npm"] for one in piece.result()):
            packages |= one
        write(folder / "locks/package-lock.json", json.dumps({
            "name": "project", "lockfileVersion": 3, "packages": packages}, indent=1).encode())
        for kind, file in (("pip", "requirements.txt"), ("m2", "checksums-central.sha256")):
            lines = "".join(line for piece in made[kind] for one in piece.result() for line in one)
            write(folder / "locks" / file, lines.encode())
    done.write_text(str(count))


if __name__ == "__main__":
    main()
