"""Makes clean caches of pip with pip itself, against an index of its own on the loopback interface.

    make.py OUTPUT.tar.gz PYTHON

PYTHON is an interpreter that has the pip to be run (and setuptools and wheel).
"""

import os
import shutil
import subprocess
import sys
import tempfile

import index


def main():
    output, python = sys.argv[1:3]
    work = tempfile.mkdtemp(prefix="pip-cache-")
    environment = index.serve(index.Site(), work)
    version = subprocess.run([python, "-m", "pip", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
    # Older ones know no isolation.
    isolation = ["--no-build-isolation"] if int(version.split()[1].split(".")[0]) >= 10 else []
    for round in range(2):
        for wanted in (["alpha", "gamma-tools"], ["alpha==1.0"], ["beta"]):
            target = os.path.join(work, f"target-{round}-{wanted[0]}")
            subprocess.run(
                [python, "-m", "pip", "install", *isolation, "--target", target, *wanted], check=True,
                env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(["tar", "--sort=name", "--owner=0", "--group=0", "-C", work, "-czf", output, "cache"], check=True)
    shutil.rmtree(work)


main()
