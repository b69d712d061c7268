#!/usr/bin/env python3
"""Makes a clean cache of Yarn with Yarn itself:  make.py OUTPUT.tar.gz YARN

YARN is the program, of the first or a later generation. The archive holds the cache in `cache`, and beside it the
lockfile that Yarn wrote. Nothing outside the loopback is asked.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "npm-cache"))
from make import pack, packages  # noqa: E402
from registry import FILES, PUBLIC, Registry  # noqa: E402


class Project:
    def __init__(self, room, yarn, proxy):
        self.yarn, self.cache, self.folder = yarn, room / "cache", room / "project"
        self.folder.mkdir(parents=True)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(room), "YARN_ENABLE_TELEMETRY": "0"}
        version = subprocess.run(
            [yarn, "--version"], env=self.environment, cwd=room, check=True, capture_output=True, text=True).stdout
        self.generation = int(version.split(".")[0])
        if self.generation == 1:
            self.settings = ".yarnrc", (
                f'registry "http://{PUBLIC}/"\nproxy "{proxy}"\nyarn-offline-mirror false\n'
                f'cache-folder "{self.cache}"\ndisable-self-update-check true\n')
        else:
            self.settings = ".yarnrc.yml", (
                f'npmRegistryServer: "http://{PUBLIC}"\nhttpProxy: "{proxy}"\nunsafeHttpWhitelist: ["*.example"]\n'
                f'enableGlobalCache: true\nglobalFolder: "{self.cache}"\n'
                'nodeLinker: node-modules\nnmMode: hardlinks-global\n')

    def install(self, *wanted):
        """Adds releases to the project."""
        manifest = self.folder / "package.json"
        if not manifest.exists():
            manifest.write_text('{"name":"project","version":"1.0.0","license":"MIT"}\n')
            (self.folder / "yarn.lock").touch()
            (self.folder / self.settings[0]).write_text(self.settings[1])
        subprocess.run(
            [self.yarn, "add", *wanted], cwd=self.folder, env=self.environment, check=True, stdout=subprocess.DEVNULL)


def main(target, yarn):
    registry = Registry()
    packages(registry)
    server = registry.serve()
    room = pathlib.Path(tempfile.mkdtemp(prefix="yarn-cache-"))
    try:
        project = Project(room, yarn, f"http://127.0.0.1:{server.server_port}/")
        loose = f"loose@http://{FILES}/loose/-/loose-5.0.0.tgz"
        project.install("leftish@1.0.0")
        project.install("leftish@1.1.0", "@acme/core", "hooked", "old-sums", "moved", "tool", loose)
        shutil.copy(project.folder / "yarn.lock", room)
        shutil.rmtree(project.folder)
        for place in set(room.iterdir()) - {project.cache, room / "yarn.lock"}:
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        pack(room, target)
    finally:
        server.shutdown()
        shutil.rmtree(room)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
