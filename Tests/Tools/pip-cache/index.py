"""An index of made-up Python packages on the loopback interface, as pip sees the public one: over TLS, by its names.

pip gets a proxy, which is this server, and every host it names is answered here, with a certificate made for the run.
Nothing outside of this host is asked.
"""

import hashlib
import http.server
import io
import json
import os
import socketserver
import ssl
import subprocess
import tarfile
import threading
import time
import zipfile
from email.utils import formatdate

INDEX = "https://pypi.example/simple"
FILES = "https://files.pypi.example"
EPOCH = 1_700_000_000


def record_line(name, content):
    import base64

    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def wheel(name, version, files):
    folder = f"{name}-{version}.dist-info"
    title = name.replace("_", "-")
    metadata = f"Metadata-Version: 2.1\nName: {title}\nVersion: {version}\nSummary: A sample\n".encode()
    content = dict(files)
    content[f"{folder}/METADATA"] = metadata
    tags = b"Tag: py2-none-any\nTag: py3-none-any\n"
    content[f"{folder}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: sample 1\nRoot-Is-Purelib: true\n" + tags
    record = "".join(record_line(path, data) for path, data in content.items()) + f"{folder}/RECORD,,\n"
    content[f"{folder}/RECORD"] = record.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in content.items():
            archive.writestr(zipfile.ZipInfo(path, (2024, 1, 2, 3, 4, 6)), data)
    return f"{name}-{version}-py2.py3-none-any.whl", out.getvalue(), metadata


def sdist(name, version, files):
    import gzip

    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        top = f"{name}-{version}"
        content = {f"{top}/{path}": data for path, data in files.items()}
        content[f"{top}/PKG-INFO"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
        setup = f"from setuptools import setup\nsetup(name={name!r}, version={version!r}, packages=[{name!r}])\n"
        content[f"{top}/setup.py"] = setup.encode()
        for path in sorted(content):
            member = tarfile.TarInfo(path)
            member.size = len(content[path])
            member.mtime = EPOCH
            archive.addfile(member, io.BytesIO(content[path]))
    return f"{name}-{version}.tar.gz", gzip.compress(raw.getvalue(), 9, mtime=EPOCH)


def url_of(file, content):
    digest = hashlib.blake2b(content, digest_size=32).hexdigest()
    return f"{FILES}/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{file}"


class Site:
    def __init__(self):
        self.pages = {}
        self.blobs = {}
        body = b"def answer():\n    return 42\n" * 40
        for name, version in [("alpha", "1.0"), ("alpha", "1.1"), ("gamma_tools", "2.0.1")]:
            content = {f"{name}/__init__.py": body, f"{name}/data.txt": b"x" * 500}
            file, content, metadata = wheel(name, version, content)
            self.add(name, version, file, content, metadata)
        file, content = sdist("beta", "0.3", {"beta/__init__.py": body, "beta/more.py": b"VALUE = 1\n" * 90})
        self.add("beta", "0.3", file, content, None)

    def add(self, name, version, file, content, metadata):
        url = url_of(file, content)
        self.blobs[url] = content
        if metadata is not None:
            self.blobs[url + ".metadata"] = metadata
        self.pages.setdefault(name.replace("_", "-"), []).append((version, file, url, content, metadata))

    def page(self, name, wants_json):
        files = self.pages[name]
        if wants_json:
            document = {
                "files": [
                    {
                        "core-metadata": {"sha256": hashlib.sha256(m).hexdigest()} if m else False,
                        "filename": f,
                        "hashes": {"sha256": hashlib.sha256(c).hexdigest()},
                        "requires-python": None,
                        "size": len(c),
                        "upload-time": "2024-01-02T03:04:05.000006Z",
                        "url": u,
                        "yanked": False,
                    }
                    for _, f, u, c, m in files
                ],
                "meta": {"_last-serial": 1234567, "api-version": "1.1"},
                "name": name,
                "versions": [v for v, *_ in files],
            }
            return json.dumps(document).encode(), "application/vnd.pypi.simple.v1+json"
        lines = [
            "<!DOCTYPE html>\n<html>\n  <head>\n    <meta name=\"pypi:repository-version\" content=\"1.1\">\n",
            f"    <title>Links for {name}</title>\n  </head>\n  <body>\n    <h1>Links for {name}</h1>\n",
        ]
        for _, f, u, c, m in files:
            extra = f' data-core-metadata="sha256={hashlib.sha256(m).hexdigest()}"' if m else ""
            lines.append(
                f'<a href="{u}#sha256={hashlib.sha256(c).hexdigest()}"'
                f' data-requires-python="&gt;=2.7"{extra}>{f}</a><br />\n')
        lines.append("  </body>\n</html>\n<!--SERIAL 1234567-->")
        return "".join(lines).encode(), "text/html; charset=UTF-8"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        self.send_response(200)
        self.end_headers()
        self.host = self.path.rsplit(":", 1)[0]
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.close_connection = False

    def do_GET(self):
        import gzip

        url = f"https://{self.host}{self.path}"
        site = self.server.site
        if url in site.blobs:
            self.answer(site.blobs[url], [("Content-Type", "application/octet-stream"),
                                          ("Cache-Control", "max-age=365000000, immutable, public")])
            return
        name = self.path.removeprefix("/simple/").strip("/")
        if self.host == "pypi.example" and name in site.pages:
            body, kind = site.page(name, "json" in self.headers.get("Accept", ""))
            headers = [("Content-Type", kind), ("Cache-Control", "max-age=600, public"),
                       ("Vary", "Accept, Accept-Encoding"), ("X-PyPI-Last-Serial", "1234567")]
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
            self.answer(body, headers)
            return
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, body, headers):
        self.send_response_only(200)
        self.send_header("Date", formatdate(time.time(), usegmt=True))
        self.send_header("ETag", '"' + hashlib.md5(body).hexdigest() + '"')
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def serve(site, work):
    """Serves a site; gives the variables that lead pip to it, with its cache in the folder `work`."""
    certificate = os.path.join(work, "certificate.pem")
    key = os.path.join(work, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=pypi.example",
         "-addext", "subjectAltName=DNS:pypi.example,DNS:files.pypi.example", "-out", certificate, "-keyout", key],
        check=True, stderr=subprocess.DEVNULL)
    server = Server(("127.0.0.1", 0), Handler)
    server.site = site
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.context.load_cert_chain(certificate, key)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return {
        "PATH": os.environ["PATH"], "HOME": work, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": INDEX + "/",
        "PIP_CACHE_DIR": os.path.join(work, "cache"), "PIP_CERT": certificate,
        "PIP_PROXY": f"http://127.0.0.1:{server.server_address[1]}", "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "SOURCE_DATE_EPOCH": str(EPOCH),
    }
