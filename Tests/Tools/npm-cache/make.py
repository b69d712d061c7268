#!/usr/bin/env python3
"""Makes the caches in Tests/Fixtures/ecosystems/npm with the npm that is installed:  make.py FOLDER

    public.tar.gz    installs, an update, `npm ci`, a tarball without a registry, one that moved, `npx`
    private.tar.gz   a registry that wants a token and whose answers vary by it: the token is in the index

Nothing outside the loopback is asked.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
from registry import FILES, PRIVATE, PUBLIC, Registry  # noqa: E402
from samples import pack  # noqa: E402


class Client:
    def __init__(self, room, proxy):
        self.room, self.cache, self.project = room, room / "cache", room / "project"
        self.project.mkdir(parents=True)
        (self.project / "package.json").write_text('{"name":"project","version":"1.0.0"}')
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(room), "npm_config_cache": str(self.cache),
            "npm_config_proxy": proxy, "npm_config_registry": f"http://{PUBLIC}/", "npm_config_audit": "false",
            "npm_config_fund": "false", "npm_config_update_notifier": "false", "npm_config_logs_max": "1"}

    def run(self, *words):
        subprocess.run(words, cwd=self.project, env=self.environment, check=True, stdout=subprocess.DEVNULL)


def packages(registry):
    library = [("index.js", b"module.exports = 1\n", 0o644), ("lib/more.js", b"module.exports = 2\n", 0o644)]
    registry.publish(PUBLIC, {"name": "leftish", "version": "1.0.0"}, library)
    registry.publish(PUBLIC, {"name": "leftish", "version": "1.1.0"}, library + [("new.js", b"1\n", 0o644)])
    registry.publish(PUBLIC, {"name": "@acme/core", "version": "2.0.0", "dependencies": {"leftish": "^1.0.0"}}, library)
    registry.publish(PUBLIC, {"name": "hooked", "version": "0.1.0", "scripts": {
        "postinstall": "node index.js", "test": "true"}}, library)
    registry.publish(PUBLIC, {"name": "old-sums", "version": "0.0.9"}, library, weak=True)
    registry.publish(PUBLIC, {"name": "tool", "version": "1.2.3", "bin": {"tool": "bin/tool.js"},
                              "dependencies": {"leftish": "~1.0.0"}},
                     [("bin/tool.js", b"#!/usr/bin/env node\r\nconsole.log('tool')\n", 0o755)])
    registry.publish(PUBLIC, {"name": "moved", "version": "3.0.0"}, library)
    address = f"http://{PUBLIC}/moved/-/moved-3.0.0.tgz"
    registry.blobs[PUBLIC, "/archive/moved-3.0.0.tgz"] = registry.blobs[PUBLIC, "/moved/-/moved-3.0.0.tgz"]
    registry.moved[address] = f"http://{PUBLIC}/archive/moved-3.0.0.tgz"
    registry.publish(FILES, {"name": "loose", "version": "5.0.0"}, library)
    registry.publish(PRIVATE, {"name": "@inner/secret", "version": "1.0.0"}, library)


def main(target):
    registry = Registry()
    packages(registry)
    server = registry.serve()
    proxy = f"http://127.0.0.1:{server.server_port}/"
    room = pathlib.Path(tempfile.mkdtemp(prefix="npm-cache-"))
    try:
        public = Client(room / "public", proxy)
        public.run("npm", "install", "leftish@1.0.0", "@acme/core", "hooked", "old-sums", "moved",
                   f"http://{FILES}/loose/-/loose-5.0.0.tgz")
        registry.publish(PUBLIC, {"name": "leftish", "version": "1.1.1"}, [("index.js", b"3\n", 0o644)])
        public.run("npm", "install", "leftish@latest", "--prefer-online")
        shutil.rmtree(public.project / "node_modules")
        public.run("npm", "ci")
        public.run("npx", "--yes", "tool@1.2.3")
        pack(public.cache, target / "public.tar.gz")
        private = Client(room / "private", proxy)
        (private.project / ".npmrc").write_text(
            f"@inner:registry=http://{PRIVATE}/\n//{PRIVATE}/:_authToken=not-a-real-token\n")
        private.run("npm", "install", "@inner/secret")
        pack(private.cache, target / "private.tar.gz")
    finally:
        server.shutdown()
        shutil.rmtree(room)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
