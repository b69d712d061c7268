#!/usr/bin/env python3
"""Lets the clients themselves write the lockfiles below Tests/Fixtures/ecosystems/locks.

usage: Tests/Tools/lockfiles/make.py [CLIENT…]      (from the top folder; needs the network, Python and npm)

Each client gets a folder of its own, `client-version`. Clients of Python come from the index that pip is set up with,
whose hosts are replaced by a made-up one; npm is the one that is installed, and asks a registry of made-up packages on
the loopback. A client that cannot be had is named and left out.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv

LOCKS = os.path.abspath("Tests/Fixtures/ecosystems/locks")

PYTHON = ["idna==3.6", "python-dateutil==2.9.0.post0", "backports.tarfile==1.2.0"]
PROJECT = """[project]
name = "me"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = [%s]
""" % ", ".join('"%s"' % word for word in PYTHON)
# Poetry would ask an interface that copies of the index do not have.
SOURCE = """[[tool.poetry.source]]
name = "index"
url = "INDEX"
"""
# As Poetry had it before it read the table above.
OLD_PROJECT = """[tool.poetry]
name = "me"
version = "0.1.0"
description = ""
authors = []
[tool.poetry.dependencies]
python = "^3.11"
%s
""" % "\n".join('"%s" = "%s"' % tuple(word.split("==")) for word in PYTHON)
PIPFILE = "[packages]\n%s\n" % "\n".join('"%s" = "==%s"' % tuple(word.split("==")) for word in PYTHON)

NODE = """{"name": "me", "version": "1.0.0", "dependencies": {"leftish": "1.0.0", "@acme/core": "2.0.0",
 "moved": "3.0.0", "al": "npm:tool@1.2.3", "loose": "http://files.example/loose/-/loose-5.0.0.tgz"}}
"""

# Client: its version, what is put into the folder, what is run there, what that writes.
PYTHON_CLIENTS = [
    ("poetry", "1.8.5", {"pyproject.toml": OLD_PROJECT + SOURCE}, ["poetry lock --no-update -n"], ["poetry.lock"]),
    ("poetry", "2.2.1", {"pyproject.toml": PROJECT + SOURCE}, ["poetry lock -n"], ["poetry.lock"]),
    ("pdm", "2.22.4", {"pyproject.toml": PROJECT},
     ["pdm config -l python.use_venv false", "pdm lock"], ["pdm.lock"]),
    ("uv", "0.9.5", {"pyproject.toml": PROJECT},
     ["uv lock", "uv export -q --format pylock.toml -o pylock.toml",
      "uv export -q --format requirements.txt --no-emit-project -o requirements.txt"],
     ["uv.lock", "pylock.toml", "requirements.txt"]),
    ("pip", "25.3", {"requirements.in": "\n".join(PYTHON) + "\n"}, ["pip lock -r requirements.in"], ["pylock.toml"]),
    ("pip-tools", "7.5.1", {"requirements.in": "\n".join(PYTHON) + "\n"},
     ["pip-compile -q --generate-hashes --no-emit-index-url requirements.in"], ["requirements.txt"]),
    ("pipenv", "2025.0.4", {"Pipfile": PIPFILE}, ["pipenv lock -q"], ["Pipfile.lock"]),
]

# What a client was made with, where it does not work with newer parts.
PARTS = {"pdm": ["hishel==0.0.33", "unearth==0.17.2"]}


def run(words, folder, path=None):
    environment = dict(os.environ, HOME=folder, PIPENV_IGNORE_VIRTUALENVS="1", PIPENV_VENV_IN_PROJECT="1",
                       PDM_CHECK_UPDATE="0")
    if path:
        environment["PATH"] = path + ":" + environment["PATH"]
    subprocess.run(words, cwd=folder, env=environment, shell=isinstance(words, str), check=True, timeout=300,
                   stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def keep(source, client, version, name, host):
    """Copies a lockfile without the places where it was made."""
    with open(os.path.join(source, name), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(?=[/\"'\s])", "https://" + host, text).replace(source, "/me")
    folder = os.path.join(LOCKS, "%s-%s" % (client, version))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def prepare(work, files):
    folder = os.path.join(work, "project")
    os.makedirs(folder)
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    return folder


def python_client(work, client, version, files, commands, names):
    venv.create(os.path.join(work, "venv"), with_pip=True)
    programs = os.path.join(work, "venv", "bin")
    python = programs + "/python3"
    run([python, "-m", "pip", "install", "-q", "%s==%s" % (client, version), *PARTS.get(client, [])], work)
    question = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    index = subprocess.run([python, "-c", question], stdout=subprocess.PIPE, check=True, text=True).stdout
    folder = prepare(work, {name: text.replace("INDEX", index.strip()) for name, text in files.items()})
    for command in commands:
        run(command, folder, programs)
    for name in names:
        keep(folder, client, version, name, "pypi.example")


def npm(work):
    # The registry that also fills the caches among the fixtures.
    sys.path.insert(0, "Tests/Tools/npm-cache")
    import make as npm_cache

    registry = npm_cache.Registry()
    npm_cache.packages(registry)
    server = registry.serve()
    try:
        version = subprocess.run(["npm", "--version"], stdout=subprocess.PIPE, check=True, text=True).stdout.strip()
        for form in ("1", "2", "3"):
            client = npm_cache.Client(pathlib.Path(work, form), "http://127.0.0.1:%d/" % server.server_port)
            (client.project / "package.json").write_text(NODE)
            client.run("npm", "install", "--package-lock-only", "--lockfile-version", form)
            keep(str(client.project), "npm-form-" + form, version, "package-lock.json", "npm.example")
    finally:
        server.shutdown()


def main():
    wanted = sys.argv[1:]
    jobs = [(row[0], row[1], lambda work, row=row: python_client(work, *row)) for row in PYTHON_CLIENTS]
    jobs += [("npm", "that is installed", npm)]
    for client, version, job in jobs:
        if wanted and client not in wanted:
            continue
        work = tempfile.mkdtemp()
        try:
            job(work)
            print("made: %s %s" % (client, version), flush=True)
        except (OSError, subprocess.SubprocessError) as error:
            print("left out: %s %s: %s" % (client, version, error), flush=True)
        finally:
            shutil.rmtree(work, ignore_errors=True)


main()
