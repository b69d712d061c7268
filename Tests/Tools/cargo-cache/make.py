#!/usr/bin/env python3
"""Makes the cache in Tests/Fixtures/ecosystems/cargo with the Cargo that is installed:  make.py FOLDER

    sample.tar.gz    CARGO_HOME after a project fetched crates of a registry, an update, and a repository of git
    Cargo.lock       of that project

Nothing outside of the loopback is asked: the registry is reached as an HTTP proxy, so its host is made up.
"""

import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import pack  # noqa: E402

HOST = "crates.example"
INDEX = f"http://{HOST}/index/"


def crate(name, version, files):
    """An archive as `cargo package` makes it."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, content in files:
            info = tarfile.TarInfo(f"{name}-{version}/{path}")
            info.size = len(content)
            info.mode = 0o644
            info.mtime = 1153704088
            archive.addfile(info, io.BytesIO(content.encode()))
    return gzip.compress(raw.getvalue(), mtime=0)


def prefix(name):
    if len(name) < 3:
        return f"{len(name)}/{name}"
    return f"3/{name[0]}/{name}" if len(name) == 3 else f"{name[:2]}/{name[2:4]}/{name}"


class Registry:
    def __init__(self):
        self.lines, self.crates = {}, {}

    def publish(self, name, version, manifest="", dependencies=(), files=()):
        tables = "".join(
            f'\n[{"build-" if kind == "build" else ""}dependencies.{item}]\nversion = "{wanted}"\n'
            f'registry-index = "sparse+{INDEX}"\n' for item, wanted, kind in dependencies)
        text = f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\n{manifest}{tables}'
        content = crate(name, version, [
            (".cargo_vcs_info.json", '{"git":{"sha1":"%s"},"path_in_vcs":""}' % ("0" * 40)), ("Cargo.toml", text),
            ("src/lib.rs", f"//! {name} {version}\n"), *files])
        self.crates[f"/dl/{name}/{version}/download"] = content
        self.lines.setdefault(name, []).append({
            "name": name, "vers": version, "cksum": hashlib.sha256(content).hexdigest(), "features": {},
            "yanked": False, "deps": [
                {"name": item, "req": wanted, "features": [], "optional": False, "default_features": True,
                 "target": None, "kind": kind} for item, wanted, kind in dependencies]})

    def answer(self, path):
        if path == "/index/config.json":
            return json.dumps({"dl": f"http://{HOST}/dl", "api": f"http://{HOST}"}).encode()
        if path in self.crates:
            return self.crates[path]
        name = path.rsplit("/", 1)[-1]
        if path == "/index/" + prefix(name) and name in self.lines:
            return "\n".join(json.dumps(line, separators=(",", ":")) for line in self.lines[name]).encode() + b"\n"
        return None

    def serve(self):
        registry = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = registry.answer(urlsplit(self.path).path)
                mark = '"%s"' % hashlib.md5(body or b"").hexdigest()
                status = 404 if body is None else 304 if self.headers.get("If-None-Match") == mark else 200
                body = body if status == 200 else b""
                self.send_response(status)
                self.send_header("ETag", mark)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server


def publish_all(registry):
    registry.publish("alpha", "1.0.0")
    registry.publish("alpha", "1.1.0", dependencies=[("abc", "^0.3", "normal")])
    registry.publish("abc", "0.3.1", files=[("src/more/deep.rs", "// deep\n"), ("README.md", "# abc\n")])
    registry.publish("ab", "1.0.0-rc.1", manifest="build = false\n")
    registry.publish("beta-sys", "0.2.0", manifest='build = "build.rs"\n',
                     dependencies=[("ab", "=1.0.0-rc.1", "build")], files=[("build.rs", "fn main() {}\n")])
    registry.publish("gamma_macro", "2.0.0+r5", files=[("benches/a.txt", "x" * 5000)],
                     manifest="\n[lib]\nproc-macro = true\n")


def repository(folder, environment):
    """A project that lies in git alone."""
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text('[package]\nname = "in-git"\nversion = "0.1.0"\nedition = "2021"\n')
    (folder / "src/lib.rs").write_text("// from git\n")
    stamp = "2026-01-02T03:04:05Z"
    environment = dict(environment, GIT_AUTHOR_DATE=stamp, GIT_COMMITTER_DATE=stamp, GIT_CONFIG_GLOBAL="/dev/null")
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@crates.example"]
    for words in (["init", "-q", "-b", "main"], ["add", "."], [*who, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True)


def main(target):
    registry = Registry()
    publish_all(registry)
    server = registry.serve()
    room = pathlib.Path(tempfile.mkdtemp(prefix="cargo-cache-"))
    home, project = room / "home", room / "project"
    proxy = f"http://127.0.0.1:{server.server_port}"
    environment = {"PATH": os.environ["PATH"], "HOME": str(room), "CARGO_HOME": str(home), "http_proxy": proxy,
                   "CARGO_HTTP_PROXY": proxy, "CARGO_NET_OFFLINE": "false",
                   "CARGO_REGISTRIES_SAMPLE_INDEX": f"sparse+{INDEX}"}
    # A toolchain that was installed for the user is found by the folder above.
    for name in ("RUSTUP_HOME", "RUSTUP_TOOLCHAIN"):
        environment[name] = os.environ.get(name, "")
    environment["RUSTUP_HOME"] = environment["RUSTUP_HOME"] or os.path.expanduser("~/.rustup")
    environment = {name: value for name, value in environment.items() if value}
    try:
        repository(room / "in-git", environment)
        (project / "src").mkdir(parents=True)
        (project / "src/lib.rs").write_text("")
        (project / "Cargo.toml").write_text(
            '[package]\nname = "project"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
            + "".join(f'{name} = {{ version = "{wanted}", registry = "sample" }}\n' for name, wanted in (
                ("alpha", "=1.0.0"), ("beta-sys", "0.2"), ("gamma_macro", "2")))
            + f'in-git = {{ git = "file://{room}/in-git" }}\n')

        def run(*words):
            subprocess.run(["cargo", *words], cwd=project, env=environment, check=True)

        run("fetch")
        manifest = project / "Cargo.toml"
        manifest.write_text(manifest.read_text().replace("=1.0.0", "1.1"))
        run("update")
        run("fetch", "--locked")
        pack(home, target / "sample.tar.gz")
        lock = (project / "Cargo.lock").read_text().replace(str(room), "/src")
        (target / "Cargo.lock").write_text(lock)
    finally:
        server.shutdown()
        shutil.rmtree(room)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
