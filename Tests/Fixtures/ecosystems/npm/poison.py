"""Poisons a cache that npm made:  poison.py FOLDER CASE

The folder is npm's (the one with `_cacache` in it). Each case is one way in which such a cache is poisoned, or one
thing that must be noticed in it.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile

from cacache import REQUEST, Cache, sri, tarball

HOST = "http://registry.npm.example"
LEFTISH = HOST + "/leftish"
ARCHIVE = LEFTISH + "/-/leftish-1.1.1.tgz"
EVIL = [("package/index.js", b"require('child_process')\n")]


def evil(version="1.1.1", name="leftish", files=EVIL, **more):
    return tarball({"name": name, "version": version, **more}, files)


def publish(cache, version, content, **more):
    """A version of its own in the cached packument."""
    document = cache.document(LEFTISH)
    document["versions"][version] = {"name": "leftish", "version": version, "dist": {
        "integrity": sri(content), "tarball": f"{LEFTISH}/-/leftish-{version}.tgz", **more}}
    document["time"][version] = "2026-01-02T03:05:00.000Z"
    document["dist-tags"]["latest"] = version
    cache.replace(LEFTISH, json.dumps(document).encode())


def new_version(cache):
    content = evil("1.1.9")
    cache.add_blob(content)
    publish(cache, "1.1.9", content)


def other_integrity(cache):
    content = evil()
    cache.add_blob(content)
    document = cache.document(LEFTISH)
    document["versions"]["1.1.1"]["dist"]["integrity"] = sri(content)
    cache.replace(LEFTISH, json.dumps(document).encode())


def hidden(before=b"", behind=b"", new=True):
    """The poisoned document, with something around it that hides what it is."""
    def change(cache):
        (new_version if new else other_integrity)(cache)
        cache.replace(LEFTISH, before + json.dumps(cache.document(LEFTISH)).encode() + behind)
    return change


def hidden_unlabelled(cache):
    """No header says that it is JSON."""
    hidden(b" " * 8192)(cache)
    cache.edit(LEFTISH, lambda record: record["metadata"]["resHeaders"].pop("content-type", None))


def unreadable_document(cache):
    cache.replace(LEFTISH, b"<html></html>")


def unpacked_form(cache):
    """An archive in a form that npm unpacks, and that has no mark of its own."""
    content = bytearray(gzip.decompress(evil("1.1.9")))
    for at in range(0, len(content), 512):
        if content[at + 257:at + 262] == b"ustar":
            content[at + 257:at + 265] = bytes(8)
            content[at + 148:at + 156] = b" " * 8
            content[at + 148:at + 156] = b"%06o\0 " % sum(content[at:at + 512])
    cache.add_blob(bytes(content))
    publish(cache, "1.1.9", bytes(content))


def stale_with_etag(cache):
    new_version(cache)
    cache.edit(LEFTISH, lambda record: record["metadata"].update(time=1))


def long_life(cache):
    cache.edit(LEFTISH, lambda record: record["metadata"]["resHeaders"].update({"cache-control": "max-age=365000000"}))


def new_version_for_ever(cache):
    new_version(cache)
    long_life(cache)


def from_future(cache):
    cache.edit(LEFTISH, lambda record: record["metadata"].update(time=4070908800000))


def wholly_from_future(cache):
    def change(record):
        record["time"] = record["metadata"]["time"] = 4070908800000
    cache.edit(LEFTISH, change)


def repointed(cache):
    content = evil()
    cache.append(REQUEST + ARCHIVE, cache.record(ARCHIVE, cache.add_blob(content), len(content)))


def repointed_compacted(cache):
    cache.replace(ARCHIVE, evil())


def repointed_alone(cache):
    for name in ["", "/-/leftish-1.0.0.tgz"]:
        cache.bucket(REQUEST + LEFTISH + name).unlink()
    cache.replace(ARCHIVE, evil("9.9.9", "other"))


def changed_content(cache):
    cache.blob(cache.records(REQUEST + ARCHIVE)[-1]["integrity"]).write_bytes(evil())


def changed_hooks(cache):
    """Content that calls itself something else, and runs a script when it is installed."""
    cache.blob(cache.records(REQUEST + ARCHIVE)[-1]["integrity"]).write_bytes(
        evil("9.9.9", "other", scripts={"postinstall": "node evil.js"}))


def changed_form(cache):
    cache.blob(cache.records(REQUEST + ARCHIVE)[-1]["integrity"]).write_bytes(b"no archive")


def changed_unindexed(cache):
    """Only a document still says what the content should be."""
    path = cache.blob(cache.records(REQUEST + ARCHIVE)[-1]["integrity"])
    cache.bucket(REQUEST + ARCHIVE).unlink()
    path.write_bytes(evil("9.9.9", "other"))


def weak_content(cache):
    url = HOST + "/old-sums/-/old-sums-0.0.9.tgz"
    path = cache.blob(cache.records(REQUEST + url)[-1]["integrity"])
    path.write_bytes(evil("0.0.9", "old-sums"))
    cache.edit(url, lambda record: record.update(size=path.stat().st_size))


def content_of(algorithm):
    def change(cache):
        content = evil("1.0.0", "some-" + algorithm)
        url = f"{HOST}/some-{algorithm}/-/some-{algorithm}-1.0.0.tgz"
        integrity = cache.add_blob(content, algorithm)
        cache.append(REQUEST + url, cache.record(url, integrity, len(content)))
        path = cache.blob(integrity)
        # The byte that names the system that packed it.
        path.write_bytes(content[:9] + bytes([content[9] ^ 1]) + content[10:])
    return change


def old_manifest(cache):
    """As npm 6 keeps it: the manifest itself stands in the record."""
    integrity = cache.records(REQUEST + ARCHIVE)[-1]["integrity"]
    key = f"pacote:version-manifest:{ARCHIVE}:{integrity}"
    record = cache.record(ARCHIVE, cache.add_blob(b"."), 1, type="finalized-manifest", manifest={
        "name": "leftish", "version": "1.1.1", "_integrity": integrity, "dependencies": {"evil": "^1.0.0"}})
    record["key"] = key
    cache.append(key, record)


def npx_edit(cache):
    next(cache.root.glob("_npx/*/node_modules/tool/bin/tool.js")).write_text("#!/usr/bin/env node\nevil()\n")


def npx_extra(cache):
    (next(cache.root.glob("_npx/*/node_modules/leftish")) / "evil.js").write_text("evil()\n")


def npx_modules(cache):
    return next(cache.root.glob("_npx/*/node_modules"))


def npx_link(cache, target, name="tool"):
    link = npx_modules(cache) / ".bin" / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def npx_command_file(cache):
    link = npx_modules(cache) / ".bin/tool"
    link.unlink()
    link.write_text("#!/usr/bin/env node\nevil()\n")


def npx_command_added(cache):
    (npx_modules(cache) / ".bin/node").write_text("#!/bin/sh\nevil\n")


def npx_package(cache, name="evil"):
    (npx_modules(cache) / name).mkdir(parents=True)
    (npx_modules(cache) / name / "i.js").write_text("evil()\n")
    (npx_modules(cache) / name / "package.json").write_text(
        json.dumps({"name": name, "version": "1.0.0", "bin": {"tool": "i.js"}}))


def npx_package_linked(cache):
    npx_package(cache)
    npx_link(cache, "../evil/i.js")


def npx_package_nested(cache):
    npx_package(cache, "tool/node_modules/@evil/leftish")


def npx_module_file(cache):
    """Found before the folder of the same name."""
    (npx_modules(cache) / "leftish.js").write_text("evil()\n")


def npx_other_program(cache):
    npx_link(cache, "../leftish/index.js")


def npx_other_name(cache):
    npx_link(cache, "../tool/bin/tool.js", "node")


def npx_no_archive(cache):
    npx_edit(cache)
    url = HOST + "/tool/-/tool-1.2.3.tgz"
    cache.blob(cache.records(REQUEST + url)[-1]["integrity"]).unlink()


def npx_no_lockfile(cache):
    for path in list(cache.root.glob("_npx/*/package-lock.json")) + [npx_modules(cache) / ".package-lock.json"]:
        path.unlink()


def npx_locks(cache, change):
    """Changes the entries of both lockfiles."""
    for path in list(cache.root.glob("_npx/*/package-lock.json")) + [npx_modules(cache) / ".package-lock.json"]:
        document = json.loads(path.read_text())
        change(document["packages"])
        path.write_text(json.dumps(document))


def npx_integrity(*values):
    """Another file, and in the lockfiles no digest of its archive."""
    def change(cache):
        npx_edit(cache)
        npx_locks(cache, lambda packages: (
            packages["node_modules/tool"].pop("integrity"),
            values and packages["node_modules/tool"].update(integrity=values[0])))
    return change


def npx_document(cache):
    """The digest is one of the cache, and not of an archive."""
    npx_integrity(cache.records(REQUEST + LEFTISH)[-1]["integrity"])(cache)


def npx_unresolved(cache):
    npx_integrity()(cache)
    npx_locks(cache, lambda packages: packages["node_modules/tool"].pop("resolved"))


GIT = "git+ssh://git@git.example/x/leftish.git#0123456789012345678901234567890123456789"


def npx_git(cache):
    npx_locks(cache, lambda packages: packages.update(
        {"node_modules/leftish": {"version": "1.0.0", "resolved": GIT}}))


def npx_git_wanted(cache):
    """No poison: the folder's own description says so."""
    npx_git(cache)
    path = next(cache.root.glob("_npx/*/package.json"))
    path.write_text(json.dumps({"dependencies": {"tool": "^1.2.3", "leftish": "x/leftish"}}))


def npx_bundled(cache):
    """Said to have come with another package's archive, which does not have it."""
    npx_package(cache, "tool/node_modules/leftish")
    npx_locks(cache, lambda packages: packages.update(
        {"node_modules/tool/node_modules/leftish": {"version": "1.0.0", "inBundle": True}}))


def npx_above(cache):
    """Where Node looks for what no package brings."""
    for folder in ["_npx/node_modules/colors", "node_modules/colors"]:
        (cache.root / folder).mkdir(parents=True)
        (cache.root / folder / "index.js").write_text("evil()\n")


def npx_before(name, text="evil()\n"):
    def change(cache):
        (npx_modules(cache) / name).parent.mkdir(exist_ok=True)
        (npx_modules(cache) / name).write_text(text)
    return change


def npx_marked(cache):
    """npm reads lockfiles with a byte order mark."""
    npx_edit(cache)
    for path in list(cache.root.glob("_npx/*/package-lock.json")) + [npx_modules(cache) / ".package-lock.json"]:
        path.write_text("\ufeff" + path.read_text())


def npx_hooked(cache):
    """No poison: a package whose script made a file and a link."""
    url = HOST + "/hooked/-/hooked-0.1.0.tgz"
    integrity = cache.records(REQUEST + url)[-1]["integrity"]
    folder = npx_modules(cache) / "hooked"
    with tarfile.open(cache.blob(integrity)) as archive:
        for member in archive:
            path = folder / member.name.split("/", 1)[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.extractfile(member).read())
    (folder / "made").mkdir()
    (folder / "made/out.bin").write_text("made\n")
    (folder / "made/link").symlink_to("../package.json")
    npx_locks(cache, lambda packages: packages.update({"node_modules/hooked": {
        "version": "0.1.0", "resolved": url, "integrity": integrity, "hasInstallScript": True}}))


def npx_hooked_file(cache):
    npx_hooked(cache)
    path = npx_modules(cache) / "hooked/package.json"
    path.write_text(path.read_text() + "\n")


def npx_hooked_link(cache):
    npx_hooked(cache)
    path = npx_modules(cache) / "hooked/package.json"
    path.rename(path.parent / "other.json")
    path.symlink_to("other.json")


def npx_hooked_before(cache):
    npx_hooked(cache)
    (npx_modules(cache) / "hooked/package").write_text("evil()\n")


def npx_secret(cache):
    path = next(cache.root.glob("_npx/*/package-lock.json"))
    path.write_text(path.read_text().replace("http://registry", "http://user:not-a-secret@registry"))


def redirect(cache):
    url = HOST + "/victim"
    cache.append(REQUEST + url, cache.record(url, None, 0, status=301, resHeaders={
        "location": "http://evil.example/victim", "cache-control": "max-age=365000000"}))


def foreign_key(cache):
    content = evil("1.0.0", "other")
    url = HOST + "/other/-/other-1.0.0.tgz"
    cache.append(REQUEST + url, cache.record(url, cache.add_blob(content), len(content)), cache.bucket(REQUEST + ARCHIVE))


def bad_line(cache):
    with cache.bucket(REQUEST + ARCHIVE).open("a") as file:
        file.write("\n" + hashlib.sha1(b"other").hexdigest() + "\t" + json.dumps(cache.record(ARCHIVE, None, 0)))


def torn_line(cache):
    with cache.bucket(REQUEST + ARCHIVE).open("a") as file:
        file.write("\n" + hashlib.sha1(b"other").hexdigest() + "\t{\"key\":\"make-fe")


def tombstone(cache):
    cache.append(REQUEST + ARCHIVE, {"key": REQUEST + ARCHIVE, "integrity": None, "time": 1795246369999})


def other_address(cache):
    cache.edit(ARCHIVE, lambda record: record["metadata"].update(url=HOST + "/other/-/other-1.0.0.tgz"))


def other_package(cache):
    url = HOST + "/victim"
    content = json.dumps(cache.document(LEFTISH)).encode()
    cache.append(REQUEST + url, cache.record(url, cache.add_blob(content), len(content)))


def more_dependencies(cache):
    document = cache.document(LEFTISH)
    document["versions"]["1.1.1"]["dependencies"] = {"evil": "^1.0.0"}
    cache.replace(LEFTISH, json.dumps(document).encode())


def other_host(cache):
    document = cache.document(LEFTISH)
    document["versions"]["1.1.0"]["dist"]["tarball"] = "http://evil.example/leftish/-/leftish-1.1.0.tgz"
    cache.replace(LEFTISH, json.dumps(document).encode())


def no_time(cache):
    document = cache.document(LEFTISH)
    del document["time"]["1.1.0"]
    cache.replace(LEFTISH, json.dumps(document).encode())


def two_documents(cache):
    document = cache.document(LEFTISH)
    document["versions"]["1.1.0"]["dist"]["integrity"] = sri(b"other")
    cache.replace(LEFTISH, json.dumps(document).encode(), only_last=True)


def wrong_size(cache):
    cache.edit(ARCHIVE, lambda record: record.update(size=7))


def straying(cache):
    url = HOST + "/straying/-/straying-1.0.0.tgz"
    content = evil("1.0.0", "straying", [("package/../../../etc/passwd", b"x")])
    cache.add_blob(content)
    document = json.dumps({"name": "straying", "dist-tags": {}, "versions": {}}).encode()
    cache.append(REQUEST + url[:-len("/-/straying-1.0.0.tgz")],
                 cache.record(url[:-len("/-/straying-1.0.0.tgz")], cache.add_blob(document), len(document)))


def header_secret(cache):
    """As npm 6 keeps it: every header, as a list."""
    def change(record):
        record["metadata"]["reqHeaders"] = {"authorization": ["Bearer not-a-real-token"], "user-agent": ["npm/6"]}
    cache.edit(ARCHIVE, change)


def address_secret(cache):
    cache.edit(ARCHIVE, lambda record: record["metadata"].update(url=ARCHIVE.replace("://", "://user:not-a-secret@")))


def key_secret(cache):
    url = HOST + "/fetch/thing.tgz?token=not-a-secret"
    content = evil("1.0.0", "thing")
    cache.append(REQUEST + url, cache.record(url, cache.add_blob(content), len(content)))


def log_secret(cache):
    (cache.root / "_logs" / "2026-11-21T00_00_00_000Z-debug-0.log").write_text(
        '0 verbose cli npm\n1 verbose argv "install" "--//registry.npm.example/:_authToken" "not-a-real-token"\n'
        '2 verbose argv "publish" "--otp" "123456"\n3 verbose argv "--//registry.npm.example/:_authToken" "npm_***"\n')


def prebuilt(cache):
    (cache.root / "_prebuilds").mkdir()
    (cache.root / "_prebuilds" / "0123ab-native-v1.0.0.tar.gz").write_bytes(b"\x7fELF")


def prebuilt_changed(cache):
    (cache.root / "_prebuilds" / "0123ab-native-v1.0.0.tar.gz").write_bytes(b"\x7fELF evil")


def broken_archive(cache):
    content = evil("1.0.0", "cut")[:60]
    url = HOST + "/cut/-/cut-1.0.0.tgz"
    cache.append(REQUEST + url, cache.record(url, cache.add_blob(content), len(content)))


def bomb(cache):
    # No manifest before it: what lies behind one is not read.
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        info = tarfile.TarInfo("package/big")
        info.size = 70 << 20
        archive.addfile(info, io.BytesIO(bytes(info.size)))
    content = gzip.compress(raw.getvalue(), mtime=0)
    url = HOST + "/bomb/-/bomb-1.0.0.tgz"
    cache.append(REQUEST + url, cache.record(url, cache.add_blob(content), len(content)))


def no_index(cache):
    shutil.rmtree(cache.store / "index-v5")


def hide(path, hidden):
    """Puts a link in the place of something, which lies elsewhere from then on."""
    hidden.parent.mkdir(parents=True, exist_ok=True)
    path.rename(hidden)
    path.symlink_to(os.path.relpath(hidden, path.parent))


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def link_bucket(cache):
    hide(files_below(cache.root / "_cacache/index-v5")[0], cache.root / "_cacache/tmp/x")


def link_content(cache):
    path = files_below(cache.root / "_cacache/content-v2")[0]
    path.chmod(0o644)
    path.write_bytes(b"evil")
    hide(path, cache.root / "_cacache/tmp/x")


def link_index(cache):
    hide(cache.root / "_cacache/index-v5", cache.root / "_cacache/tmp/d")


def folder_for_content(cache):
    path = files_below(cache.root / "_cacache/content-v2")[0]
    path.unlink()
    path.mkdir()
    (path / "x").write_bytes(b"evil")


CASES = {
    function.__name__.replace("_", "-"): function for function in [
        new_version, other_integrity, stale_with_etag, long_life, from_future, wholly_from_future, repointed,
        repointed_compacted, repointed_alone, changed_content, weak_content, old_manifest, npx_edit, npx_extra,
        npx_command_file, npx_command_added, npx_package, npx_package_linked, npx_package_nested, npx_module_file,
        npx_other_program, npx_other_name, npx_no_archive, npx_no_lockfile, npx_secret, npx_git, npx_git_wanted, npx_bundled,
        npx_document, npx_unresolved, npx_above, npx_marked, npx_hooked, npx_hooked_file, npx_hooked_link, npx_hooked_before,
        redirect, foreign_key, bad_line, torn_line, tombstone, other_address, other_package,
        more_dependencies, other_host, no_time, two_documents, wrong_size, straying, header_secret,
        address_secret, key_secret, log_secret, prebuilt, prebuilt_changed, new_version_for_ever, broken_archive, bomb,
        no_index, link_bucket, link_content, link_index, folder_for_content]}
CASES |= {
    "hidden": hidden(b" " * 8192), "hidden-far": hidden(b"\t\r\n " * 300_000),
    "hidden-mark": hidden(b"\xef\xbb\xbf" + b" " * 9000), "hidden-digest": hidden(b"\n" * 70_000, new=False),
    "hidden-behind": hidden(behind=b" " * 9000 + b"x"), "hidden-unlabelled": hidden_unlabelled,
    "changed-hooks": changed_hooks, "changed-form": changed_form, "changed-unindexed": changed_unindexed,
    "unreadable-document": unreadable_document, "unpacked-form": unpacked_form}
CASES |= {
    "npx-no-integrity": npx_integrity(), "npx-empty-integrity": npx_integrity(""), "npx-number": npx_integrity(5),
    "npx-short-integrity": npx_integrity("sha512-AAAA"), "npx-garbage-integrity": npx_integrity("sha3-notbase64!!"),
    "npx-other-integrity": npx_integrity("sha512-" + "A" * 86 + "=="),
    "npx-before": npx_before("leftish/lib/more"), "npx-before-index": npx_before("leftish/index"),
    "npx-inner-manifest": npx_before("leftish/lib/package.json", "{}"),
    "npx-inner-module": npx_before("tool/bin/node_modules/leftish.js")}
CASES |= {"content-" + algorithm: content_of(algorithm) for algorithm in ["md5", "sha256", "sha384", "sha512"]}

if __name__ == "__main__":
    CASES[sys.argv[2]](Cache(sys.argv[1]))
