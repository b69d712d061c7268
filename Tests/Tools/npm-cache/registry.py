"""A registry of made-up packages on the loopback, reached as an HTTP proxy: so URLs may name any host.

    registry.npm.example    public: packuments with `Vary: accept`, tarballs, one that moved
    private.npm.example     the same, but its answers vary by authorization, as those of private registries do
    files.example           tarballs without a registry
"""

import base64
import gzip
import hashlib
import io
import json
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

PUBLIC = "registry.npm.example"
PRIVATE = "private.npm.example"
FILES = "files.example"


def tarball(manifest, files=()):
    """An archive as `npm pack` makes it: everything below `package/`, the manifest first."""
    members = [("package.json", json.dumps(manifest, indent=2).encode(), 0o644), *files]
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content, mode in members:
            info = tarfile.TarInfo("package/" + name)
            info.size = len(content)
            info.mode = mode
            info.mtime = 499162500
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(raw.getvalue(), mtime=0)


def integrity(content):
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


class Registry:
    def __init__(self):
        self.packages = {}
        self.blobs = {}
        self.moved = {}

    def publish(self, host, manifest, files=(), weak=False):
        name, version = manifest["name"], manifest["version"]
        content = tarball(manifest, files)
        path = f"/{name}/-/{name.split('/')[-1]}-{version}.tgz"
        self.blobs[host, path] = content
        dist = {"shasum": hashlib.sha1(content).hexdigest(), "tarball": f"http://{host}{path}"}
        if not weak:
            dist["integrity"] = integrity(content)
        package = self.packages.setdefault((host, name), {
            "_id": name, "name": name, "dist-tags": {}, "versions": {},
            "time": {"created": "2026-01-01T00:00:00.000Z"}})
        package["versions"][version] = dict(manifest, _id=f"{name}@{version}", dist=dist)
        package["time"][version] = package["time"]["modified"] = f"2026-01-02T03:04:{len(package['time']):02}.000Z"
        package["dist-tags"]["latest"] = version

    def answer(self, url):
        """Status, headers and body for a URL."""
        parts = urlsplit(url)
        if url in self.moved:
            return 301, {"Location": self.moved[url], "Cache-Control": "max-age=3600"}, b""
        blob = self.blobs.get((parts.hostname, parts.path))
        if blob is not None:
            return 200, {"Content-Type": "application/octet-stream", "Cache-Control": "public, max-age=31557600",
                         "ETag": '"' + hashlib.md5(blob).hexdigest() + '"'}, blob
        package = self.packages.get((parts.hostname, unquote(parts.path[1:])))
        if package is None:
            return 404, {"Content-Type": "application/json"}, b'{"error":"not found"}'
        body = json.dumps(package).encode()
        vary = "accept-encoding, accept" + (", authorization" if parts.hostname == PRIVATE else "")
        return 200, {"Content-Type": "application/json", "Cache-Control": "public, max-age=300", "Vary": vary,
                     "ETag": '"' + hashlib.md5(body).hexdigest() + '"', "Content-Encoding": "gzip"}, gzip.compress(body)

    def serve(self):
        registry = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                url = self.path if "://" in self.path else "http://" + self.headers.get("Host", "") + self.path
                status, headers, body = registry.answer(url)
                if status == 200 and headers["ETag"] == self.headers.get("If-None-Match"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_CONNECT(self):
                # Some clients ask for a tunnel also where nothing is encrypted: what follows is answered here.
                self.send_response(200)
                self.end_headers()
                self.close_connection = False

            def log_message(self, *arguments):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server
