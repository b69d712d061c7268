"""What this machine has, and why it may not do."""

import os
import shutil
import subprocess

CGROUPS = "/sys/fs/cgroup"


class Refusal(Exception):
    """This machine cannot run a daemon; the text says why."""


def is_static(path):
    """Whether an ELF file needs no interpreter, so that it runs in an image that holds nothing else."""
    with open(path, "rb") as file:
        header = file.read(64)
        if header[:5] != b"\x7fELF\x02":
            return False
        order = "little" if header[5] == 1 else "big"
        offset, size, count = (int.from_bytes(header[a:b], order) for a, b in ((32, 40), (54, 56), (56, 58)))
        for index in range(count):
            file.seek(offset + index * size)
            if int.from_bytes(file.read(4), order) == 3:  # PT_INTERP
                return False
    return True


def find_busybox():
    for path in ("/bin/busybox", "/usr/bin/busybox", "/bin/busybox.static", shutil.which("busybox")):
        if path and os.path.isfile(path) and is_static(path):
            return path
    raise Refusal("there is no static busybox to make a base image of (Debian: busybox-static)")


def find_client():
    """A docker client that builds with BuildKit: before 23 it does so itself, later ones need the buildx plugin."""
    seen = []
    for path in (shutil.which("docker"), "/usr/bin/docker", "/usr/local/bin/docker"):
        if not path or path in seen or not os.access(path, os.X_OK):
            continue
        seen.append(path)
        words = subprocess.run([path, "--version"], capture_output=True, text=True).stdout.split()
        version = words[2] if len(words) > 2 else ""
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) < 23:
            return path
        if subprocess.run([path, "buildx", "version"], capture_output=True).returncode == 0:
            return path
    raise Refusal("there is no docker client that builds with BuildKit (Debian: docker.io)")


def check_machine():
    if os.geteuid() != 0:
        raise Refusal("a daemon must be started by root")
    for program in ("dockerd", "containerd", "runc", "unshare", "mount"):
        if not shutil.which(program, path=search_path()):
            raise Refusal(f"there is no {program} (Debian: docker.io)")
    find_busybox()
    find_client()
    if not os.path.isdir(CGROUPS):
        raise Refusal(f"{CGROUPS} is not there")
    probe = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "sh", "-c", "mount -t proc proc /proc"],
        capture_output=True, text=True)
    if probe.returncode != 0:
        raise Refusal("no namespaces and mounts of one's own here: " + (probe.stderr.strip() or "unshare failed"))


def search_path():
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"
