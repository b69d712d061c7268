#!/usr/bin/env python3
"""Poisons the sample of Cargo:  poison.py CASE FOLDER        (FOLDER is the CARGO_HOME)

The cases are those that are known of Cargo, one function each.
"""
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import poison, read, the, write  # noqa: E402


def archive(stem):
    return the(f"registry/cache/*/{stem}.crate")


def folder(stem):
    return the(f"registry/src/*/{stem}")


def members(stem):
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(read(archive(stem))))) as tar:
        return [(info.name, tar.extractfile(info).read()) for info in tar.getmembers()]


def packed(files):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(content), 0o644
            tar.addfile(info, io.BytesIO(content))
    return gzip.compress(raw.getvalue(), mtime=0)


def evil(stem):
    """The archive of a release with other code in it."""
    return packed([(name, content + b"// evil\n" if name.endswith("lib.rs") else content)
                   for name, content in members(stem)])


def index(name):
    return the(f"registry/index/*/.cache/*/*/{name}")


def edit_index(name, change):
    """Changes the list of releases that the index has of a name; head and mark stay."""
    path = index(name)
    # Behind form and format, up to the zero that ends the mark.
    content = read(path)
    end = content.index(b"\0", 5) + 1
    parts = content[end:].split(b"\0")[:-1]
    lines = change([json.loads(line) for line in parts[1::2]])
    body = b"".join(
        line["vers"].encode() + b"\0" + json.dumps(line, separators=(",", ":")).encode() + b"\0" for line in lines)
    write(path, content[:end] + body)


def release(lines, version):
    return next(line for line in lines if line["vers"] == version)


def x6_file():
    path = folder("alpha-1.1.0") + "/src/lib.rs"
    write(path, read(path) + b"// evil\n")


def x10_script():
    path = folder("beta-sys-0.2.0") + "/build.rs"
    write(path, 'fn main() { println!("evil") }\n')


def x10_added_script():
    write(folder("alpha-1.1.0") + "/build.rs", 'fn main() { println!("evil") }\n')


def x6_added():
    write(folder("abc-0.3.1") + "/src/bin/evil.rs", "fn main() {}\n")


def x6_removed():
    os.unlink(folder("abc-0.3.1") + "/src/more/deep.rs")


def x6_no_archive():
    x6_file()
    os.unlink(archive("alpha-1.1.0"))


def x7_archive():
    content = evil("alpha-1.1.0")
    write(archive("alpha-1.1.0"), content)
    shutil.rmtree(folder("alpha-1.1.0"))


def x7_archive_and_index():
    x7_archive()
    digest = hashlib.sha256(read(archive("alpha-1.1.0"))).hexdigest()
    edit_index("alpha", lambda lines: [
        dict(line, cksum=digest) if line["vers"] == "1.1.0" else line for line in lines])


def x7_all():
    x7_archive_and_index()
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(read(archive("alpha-1.1.0"))))) as tar:
        tar.extractall(os.path.dirname(folder("alpha-1.0.0")))
    write(folder("alpha-1.1.0") + "/.cargo-ok", '{"v":1}')


def x8_version():
    def add(lines):
        return lines + [dict(release(lines, "1.1.0"), vers="99.0.0", cksum="0" * 64)]
    edit_index("alpha", add)


def x8_release():
    """A release that never was, with its archive."""
    stem, new = "alpha-1.1.0", "alpha-1.2.0"
    content = packed([
        (name.replace(stem, new), data.replace(b"1.1.0", b"1.2.0")) for name, data in members(stem)])
    write(archive(stem).replace(stem, new), content)
    digest = hashlib.sha256(content).hexdigest()
    edit_index("alpha", lambda lines: lines + [dict(release(lines, "1.1.0"), vers="1.2.0", cksum=digest)])


def x8_digest():
    edit_index("alpha", lambda lines: [
        dict(line, cksum="0" * 64) if line["vers"] == "1.1.0" else line for line in lines])


def x8_dependency():
    more = {"name": "evil", "req": "*", "features": [], "optional": False, "default_features": True, "target": None,
            "kind": "build"}
    edit_index("abc", lambda lines: [dict(line, deps=[more]) for line in lines])


def x8_other_name():
    edit_index("alpha", lambda lines: [dict(line, name="omega") for line in lines])


def x8_broken():
    path = index("alpha")
    write(path, read(path).replace(b'"vers"', b'"vars"', 1))


def x8_elsewhere():
    path = the("registry/index/*/config.json")
    write(path, json.dumps({"dl": "http://elsewhere.example/dl", "api": None}))


def x9_checkout():
    path = the("git/checkouts/*/*/src/lib.rs")
    write(path, read(path) + b"// evil\n")


def other_package():
    write(archive("alpha-1.1.0"), read(archive("abc-0.3.1")))
    shutil.rmtree(folder("alpha-1.1.0"))


def other_release():
    write(archive("alpha-1.1.0"), packed([
        (name.replace("1.0.0", "1.1.0"), content) for name, content in members("alpha-1.0.0")]))
    shutil.rmtree(folder("alpha-1.1.0"))


def straying():
    write(archive("abc-0.3.1"), packed(members("abc-0.3.1") + [("../alpha-1.1.0/src/lib.rs", b"// evil\n")]))


def settings_program():
    write("config.toml", '[build]\nrustc-wrapper = "/usr/local/cargo/evil"\n')


def settings_variable():
    write("config.toml", '[env]\nRUSTFLAGS = "-Clinker=evil"\n')


def settings_source():
    write("config.toml", '[source.crates-io]\nreplace-with = "evil"\n'
                         '[source.evil]\nregistry = "sparse+http://e.example/"\n')


def token():
    write("credentials.toml", '[registry]\ntoken = "not-a-real-token"\n')


def link_archive():
    path = archive("alpha-1.1.0")
    os.rename(path, ".x")
    os.symlink("../../../.x", path)


def link_folder():
    path = folder("alpha-1.1.0")
    os.rename(path, ".x")
    os.symlink("../../../.x", path)


def link_file():
    path = folder("alpha-1.1.0") + "/src/lib.rs"
    os.rename(path, ".x")
    os.symlink("../../../../../.x", path)


def folder_for_archive():
    path = archive("alpha-1.1.0")
    os.unlink(path)
    write(path + "/x", "x")


if __name__ == "__main__":
    poison(globals())
