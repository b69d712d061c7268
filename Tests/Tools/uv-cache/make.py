#!/usr/bin/env python3
"""Makes a clean cache of uv with uv itself, against an index of its own on the loopback interface.

    make.py OUTPUT.tar.gz UV PYTHON

UV is the program, PYTHON an interpreter that has setuptools and wheel.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "pip-cache"))
import index  # noqa: E402


def main():
    output, uv, python = sys.argv[1:4]
    work = tempfile.mkdtemp(prefix="uv-cache-")
    pip = index.serve(index.Site(), work)
    cache = os.path.join(work, "cache")
    environment = {
        "PATH": os.environ["PATH"], "HOME": work, "UV_CACHE_DIR": cache, "UV_INDEX_URL": index.INDEX + "/",
        "UV_NO_CONFIG": "1", "UV_LINK_MODE": "copy", "UV_PYTHON_DOWNLOADS": "never",
        "UV_INSECURE_HOST": "pypi.example files.pypi.example",
        "HTTPS_PROXY": pip["PIP_PROXY"], "ALL_PROXY": pip["PIP_PROXY"], "SOURCE_DATE_EPOCH": str(index.EPOCH)}
    for number, wanted in enumerate((["alpha", "gamma-tools"], ["alpha==1.0"], ["beta"])):
        target = os.path.join(work, f"target-{number}")
        subprocess.run(
            [uv, "pip", "install", "--python", python, "--no-build-isolation", "--target", target, *wanted],
            check=True, env=environment)
    # What it found out of interpreters names folders of this host.
    for name in os.listdir(cache):
        if name.startswith("interpreter-"):
            shutil.rmtree(os.path.join(cache, name))
    subprocess.run(["tar", "--sort=name", "--owner=0", "--group=0", "-C", work, "-czf", output, "cache"], check=True)
    shutil.rmtree(work)


main()
