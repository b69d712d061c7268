"""The base image, and builds that end or wait."""

import io
import os
import signal
import subprocess
import tarfile
import time
import uuid

from machine import Refusal, find_busybox, find_client, search_path
from place import ask

BASE = "bezoar-base"
HOLD_SECONDS = 60


def make_base_image(place):
    """An image of nothing but busybox and its names."""
    busybox = find_busybox()
    names = subprocess.run([busybox, "--list"], capture_output=True, text=True).stdout.split()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name in ("bin", "etc", "root", "tmp", "srv/cache/seed"):
            folder = tarfile.TarInfo(name)
            folder.type, folder.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(folder)
        # What a mount with `from=` begins with.
        seed = tarfile.TarInfo("srv/cache/seed/seeded.txt")
        seed.size = len(b"from the base\n")
        tar.addfile(seed, io.BytesIO(b"from the base\n"))
        program = tar.gettarinfo(busybox, "bin/busybox")
        with open(busybox, "rb") as file:
            tar.addfile(program, file)
        for name in names:
            if name != "busybox":
                link = tarfile.TarInfo("bin/" + name)
                link.type, link.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(link)
    ask(place, "POST", f"/images/create?fromSrc=-&repo={BASE}", archive.getvalue())


def try_a_build(place):
    """A step of no effect: shows that steps can run here, and leaves no mount cache."""
    folder = place.file("probe")
    os.makedirs(folder)
    with open(os.path.join(folder, "Dockerfile"), "w") as file:
        file.write(f"FROM {BASE}\nRUN true\n")
    result = subprocess.run(build_words(place, folder), env=build_environment(place), capture_output=True, text=True)
    if result.returncode != 0:
        raise Refusal("a step cannot run here: " + " | ".join(result.stderr.strip().splitlines()[-3:]))


def build_environment(place):
    return dict(
        os.environ, PATH=search_path(), DOCKER_HOST="unix://" + place.socket, DOCKER_BUILDKIT="1",
        DOCKER_CONFIG=place.file("client"), BUILDX_CONFIG=place.file("client"))


def build_words(place, context, cached=False, more=()):
    words = [find_client(), "build", "--progress", "plain", "--network", "none"]
    # Another value in each build, so that steps after `ARG BEZOAR_STAMP` run again.
    if not cached:
        words += ["--build-arg", "BEZOAR_STAMP=" + uuid.uuid4().hex]
    return words + list(more) + [context]


def held_process(token):
    """Number and root of the process that waits, once it waits."""
    wanted = b"BEZOAR_HOLD=" + token.encode()
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                if wanted not in file.read().split(b"\0"):
                    continue
            # The shell is the first process of its namespace; what it starts is not asked to end.
            with open(f"/proc/{name}/status") as file:
                ids = next(line.split()[1:] for line in file if line.startswith("NSpid:"))
            if ids[-1] == "1" and os.path.exists(f"/proc/{name}/root/tmp/held"):
                return int(name)
        except (OSError, StopIteration):
            continue
    return None


def hold(place, context):
    token = uuid.uuid4().hex
    status = place.file("held-" + token)
    words = build_words(place, os.path.abspath(context), more=["--build-arg", "BEZOAR_HOLD=" + token])
    script = 'file=$1; shift; "$@"; echo $? >"$file.new"; mv "$file.new" "$file"'
    with open(status + ".log", "wb") as log:
        subprocess.Popen(
            ["sh", "-c", script, "engine", status] + words, env=build_environment(place), stdin=subprocess.DEVNULL,
            stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + HOLD_SECONDS
    while not held_process(token):
        if os.path.exists(status) or time.monotonic() > deadline:
            with open(status + ".log", errors="replace") as log:
                raise SystemExit("engine: the build never held anything:\n" + log.read())
        time.sleep(0.02)
    print(token)


def release(place, token):
    status = place.file("held-" + token)
    number = held_process(token)
    if number:
        os.kill(number, signal.SIGUSR1)
    deadline = time.monotonic() + HOLD_SECONDS
    while not os.path.exists(status):
        if time.monotonic() > deadline:
            raise SystemExit("engine: the build does not end")
        time.sleep(0.02)
    with open(status) as file:
        return int(file.read())
