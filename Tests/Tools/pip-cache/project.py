"""A project with a lockfile with hashes, whose packages come through pip's cache; and somebody who poisons that cache.

    project.py install FOLDER     installs with --require-hashes into a new place, and says what the packages then say
    project.py poison FOLDER HOW  changes the cache as who may write it can:
                                  built             a file in the wheel that pip built
                                  built-and-listed  the same, and the wheel's own list of files made to fit
                                  downloaded        the body of a wheel that pip downloaded

`FOLDER/cache` is pip's cache, `FOLDER/requirements.txt` the lockfile. `greet` comes as source, so that pip builds it;
`alpha` comes as a wheel. The interpreter that runs this script is the one whose pip is run.
"""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile

import index

# A source archive that builds itself, so that no other package is needed for it.
BACKEND = b'''import base64, hashlib, os, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "greet-1.0-py3-none-any.whl"
    with open("greet/__init__.py", "rb") as file:
        content = {"greet/__init__.py": file.read()}
    content["greet-1.0.dist-info/METADATA"] = b"Metadata-Version: 2.1\\nName: greet\\nVersion: 1.0\\n"
    content["greet-1.0.dist-info/WHEEL"] = (
        b"Wheel-Version: 1.0\\nGenerator: backend\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    lines = ""
    for path, data in content.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines += "%s,sha256=%s,%d\\n" % (path, digest, len(data))
    content["greet-1.0.dist-info/RECORD"] = (lines + "greet-1.0.dist-info/RECORD,,\\n").encode()
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        for path, data in content.items():
            archive.writestr(path, data)
    return name
'''
PROJECT = b'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
GREETING = b'def hello():\n    print("hello")\n'
POISON = b'def hello():\n    print("I am not what you locked")\n'


def make_site():
    site = index.Site()
    file, content = index.sdist("greet", "1.0", {
        "greet/__init__.py": GREETING, "backend.py": BACKEND, "pyproject.toml": PROJECT})
    site.add("greet", "1.0", file, content, None)
    return site


def locked(site):
    """The lockfile, as tools that compile requirements write it."""
    lines = []
    for name, version in (("alpha", "1.1"), ("greet", "1.0")):
        content = next(content for known, _, _, content, _ in site.pages[name] if known == version)
        lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(content).hexdigest()}\n")
    return "".join(lines)


def install(folder):
    site = make_site()
    environment = index.serve(site, folder)
    requirements = os.path.join(folder, "requirements.txt")
    if not os.path.exists(requirements):
        with open(requirements, "w") as file:
            file.write(locked(site))
    place = os.path.join(folder, "place")
    shutil.rmtree(place, ignore_errors=True)
    words = [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--target", place, "-r", requirements]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        # That pip refuses what it finds is an answer as well.
        print("refused" if "DO NOT MATCH THE HASHES" in done.stderr else done.stderr)
        return
    code = "import alpha, greet; greet.hello(); print(alpha.answer())"
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": place}, check=True)


def rewritten(data, changes, is_listed):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = {item.filename: archive.read(item) for item in archive.infolist()} | changes
    record = next(name for name in content if name.endswith("/RECORD"))
    if is_listed:
        lines = ""
        for path, text in content.items():
            if path != record:
                digest = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()
                lines += f"{path},sha256={digest},{len(text)}\n"
        content[record] = f"{lines}{record},,\n".encode()
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for path, text in content.items():
            archive.writestr(path, text)
    return result.getvalue()


def poison(folder, how):
    is_built = how.startswith("built")
    for parent, _, names in os.walk(os.path.join(folder, "cache", "wheels" if is_built else "http-v2")):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                data = file.read()
            if data[:4] != b"PK\3\4":
                continue
            changes = {"greet/__init__.py": POISON} if is_built else {"alpha/__init__.py": b"def answer(): return 0\n"}
            # With the times that it had: who may write may also set them.
            status = os.stat(path)
            with open(path, "wb") as file:
                file.write(rewritten(data, changes, how != "built"))
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


if __name__ == "__main__":
    {"install": install, "poison": poison}[sys.argv[1]](*sys.argv[2:])
