"""Writes npm caches by hand, as an attacker does: every checksum that the client looks at is right."""

import base64
import gzip
import hashlib
import io
import json
import pathlib
import tarfile

REQUEST = "make-fetch-happen:request-cache:"


def sri(content, algorithm="sha512"):
    return algorithm + "-" + base64.b64encode(hashlib.new(algorithm, content).digest()).decode()


def tarball(manifest, files=()):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in [("package/package.json", json.dumps(manifest).encode()), *files]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(raw.getvalue(), mtime=0)


class Cache:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.store = self.root / "_cacache"

    def bucket(self, key):
        digits = hashlib.sha256(key.encode()).hexdigest()
        return self.store / "index-v5" / digits[:2] / digits[2:4] / digits[4:]

    def blob(self, integrity):
        algorithm, encoded = integrity.split("-", 1)
        digits = base64.b64decode(encoded).hex()
        return self.store / "content-v2" / algorithm / digits[:2] / digits[2:4] / digits[4:]

    def add_blob(self, content, algorithm="sha512"):
        integrity = sri(content, algorithm)
        path = self.blob(integrity)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return integrity

    def records(self, key):
        lines = self.bucket(key).read_text().split("\n")
        return [json.loads(line.split("\t")[1]) for line in lines if line]

    @staticmethod
    def line(record):
        text = json.dumps(record, separators=(",", ":"), ensure_ascii=False)
        return "\n" + hashlib.sha1(text.encode()).hexdigest() + "\t" + text

    def write(self, key, records, bucket=None):
        path = bucket or self.bucket(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(self.line(record) for record in records).encode())

    def append(self, key, record, bucket=None):
        path = bucket or self.bucket(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(self.line(record).encode())

    def edit(self, url, change):
        """Changes all records of an address in place, as if they had been compacted."""
        key = REQUEST + url
        records = self.records(key)
        for record in records:
            change(record)
        self.write(key, records)

    def document(self, url):
        record = self.records(REQUEST + url)[-1]
        return json.loads(self.blob(record["integrity"]).read_bytes())

    def replace(self, url, content, only_last=False):
        """Leads an address to other content, and leaves headers and ETag as they are."""
        integrity = self.add_blob(content)
        records = self.records(REQUEST + url)
        for record in records[-1:] if only_last else records:
            record["integrity"], record["size"] = integrity, len(content)
        self.write(REQUEST + url, records)

    def record(self, url, integrity, size, **metadata):
        time = 1795246365000
        return {"key": REQUEST + url, "integrity": integrity, "time": time, "size": size, "metadata": {
            "time": time, "url": url, "reqHeaders": {}, "resHeaders": {}, "options": {"compress": True}, **metadata}}
