#!/usr/bin/env python3
"""Makes the cache in Tests/Fixtures/ecosystems/go with the Go that is installed:  make.py FOLDER

    sample.tar.gz    pkg/mod after a project's modules were downloaded and one was updated; go-build after it was built

Nothing outside is asked: the modules come from a folder in the form that servers of modules have.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import pack  # noqa: E402


def publish(proxy, module, version, files, needs=(), has_mod=True):
    """A release, as a server of modules has it."""
    folder = proxy / re.sub("[A-Z]", lambda match: "!" + match[0].lower(), module) / "@v"
    folder.mkdir(parents=True, exist_ok=True)
    mod = f"module {module}\n" + ("\ngo 1.17\n" if has_mod else "")
    mod += "".join(f"\nrequire {name} {wanted}\n" for name, wanted in needs)
    entries = [*([("go.mod", mod)] if has_mod else []), *files]
    with zipfile.ZipFile(folder / f"{version}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(f"{module}@{version}/{name}", (1980, 1, 1, 0, 0, 0)), content)
    (folder / f"{version}.mod").write_text(mod)
    (folder / f"{version}.info").write_text(json.dumps({"Version": version, "Time": "2026-01-02T03:04:05Z"}))
    if "-20" not in version:
        with (folder / "list").open("a") as names:
            names.write(version + "\n")


def publish_all(proxy):
    def source(package, number):
        return (f"{package}.go", f"package {package}\n\nfunc Number() int {{ return {number} }}\n")

    publish(proxy, "example.com/alpha", "v1.0.0", [source("alpha", 1)])
    publish(proxy, "example.com/alpha", "v1.1.0", [source("alpha", 2), ("deep/er/data.txt", "x" * 3000)],
            needs=[("example.com/BurntSushi/beta", "v0.3.0-rc.1")])
    publish(proxy, "example.com/BurntSushi/beta", "v0.3.0-rc.1", [source("beta", 3), ("README", "beta\n")])
    publish(proxy, "example.com/old", "v2.0.0+incompatible", [source("old", 4)], has_mod=False)
    publish(proxy, "example.com/commit", "v0.0.0-20260102030405-0123456789ab", [source("commit", 5)])


def main(target):
    room = pathlib.Path(tempfile.mkdtemp(prefix="go-cache-"))
    home, project, proxy = room / "home", room / "project", room / "proxy"
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(room), "GOPATH": str(home), "GOCACHE": str(home / "go-build"),
        "GOPROXY": f"file://{proxy}", "GOSUMDB": "off", "GOFLAGS": "-modcacherw", "GOTOOLCHAIN": "local",
        "GO111MODULE": "on", "GOENV": "off", "CGO_ENABLED": "0"}
    try:
        publish_all(proxy)
        project.mkdir()
        names = ["alpha", "old", "commit"]
        (project / "main.go").write_text(
            "package project\n\nimport (\n" + "".join(f'\t"example.com/{name}"\n' for name in names) + ")\n\n"
            "func All() int { return " + " + ".join(f"{name}.Number()" for name in names) + " }\n")

        def run(*words):
            subprocess.run(["go", *words], cwd=project, env=environment, check=True)

        run("mod", "init", "example.com/project")
        run("get", "example.com/alpha@v1.0.0", "example.com/old@v2.0.0+incompatible",
            "example.com/commit@v0.0.0-20260102030405-0123456789ab")
        run("get", "example.com/alpha@latest")
        run("mod", "download", "all")
        run("build", "./...")
        run("mod", "verify")
        pack(home, target / "sample.tar.gz")
    finally:
        shutil.rmtree(room)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
