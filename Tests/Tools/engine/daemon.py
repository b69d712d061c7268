"""The daemon, and the supervisor that ends it."""

import ctypes
import http.client
import json
import os
import select
import shutil
import signal
import subprocess
import time

from builds import make_base_image, try_a_build
from machine import CGROUPS, Refusal, search_path
from place import ask

START_SECONDS = 60
STOP_SECONDS = 20
PREFIX = "bezoar-engine-"


# Runs as the first process of the new namespaces. Paths come as arguments, so no quoting can go wrong.
INSIDE = """
set -e
mount -t proc proc /proc
for folder in /run /opt /etc/docker; do
    [ ! -d "$folder" ] || mount -t tmpfs -o mode=755 none "$folder"
done
exec "$@"
"""


def start_daemon(place, group):
    """Starts dockerd in namespaces that die with the process that is returned."""
    words = [
        "dockerd", "--data-root", place.data, "--exec-root", place.file("exec"), "--pidfile", place.file("pid"),
        "--host", "unix://" + place.socket, "--group", "root", "--config-file", place.file("daemon.json"),
        "--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false",
        "--cgroup-parent", "/" + group, "--exec-opt", "native.cgroupdriver=cgroupfs",
    ]
    if os.environ.get("BEZOAR_ENGINE_DRIVER"):
        words += ["--storage-driver", os.environ["BEZOAR_ENGINE_DRIVER"]]
    place.say("daemon.json", "{}\n")
    library = ctypes.CDLL(None)
    with open(place.file("log"), "ab") as log:
        return subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child=SIGKILL",
             "sh", "-c", INSIDE, "engine"] + words,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(os.environ, PATH=search_path()),
            preexec_fn=lambda: library.prctl(1, signal.SIGKILL))  # PR_SET_PDEATHSIG


def daemon_number(holder):
    """Number of dockerd itself: the child of `unshare`."""
    with open(f"/proc/{holder}/task/{holder}/children") as file:
        numbers = file.read().split()
    return int(numbers[0]) if numbers else None


def remove_groups(name):
    """Removes a control group and those below it, in every hierarchy; none has a process left."""
    tops = [CGROUPS] + [os.path.join(CGROUPS, entry) for entry in os.listdir(CGROUPS)]
    for top in tops:
        for folder, _, _ in os.walk(os.path.join(top, name), topdown=False):
            try:
                os.rmdir(folder)
            except OSError:
                pass


def remove_stale_groups():
    """Removes what a supervisor that was killed could not."""
    for top in [CGROUPS] + [os.path.join(CGROUPS, entry) for entry in os.listdir(CGROUPS)]:
        for entry in os.listdir(top) if os.path.isdir(top) else []:
            number = entry.removeprefix(PREFIX)
            if entry.startswith(PREFIX) and number.isdigit() and not is_alive(number):
                remove_groups(entry)


def is_alive(number):
    """Whether a process runs; one that nobody waited for is dead and has no words."""
    try:
        with open(f"/proc/{number}/cmdline", "rb") as file:
            return file.read() != b""
    except OSError:
        return False


def wait_for_answer(place, daemon):
    deadline = time.monotonic() + START_SECONDS
    while True:
        if daemon.poll() is not None:
            raise Refusal("dockerd ended at once: " + place.log_end())
        try:
            return json.loads(ask(place, "GET", "/version")), json.loads(ask(place, "GET", "/info"))
        except (OSError, http.client.HTTPException):
            if time.monotonic() > deadline:
                raise Refusal(f"dockerd gives no answer after {START_SECONDS} s: " + place.log_end())
            time.sleep(0.05)


def supervise(place, owner):
    """Runs the daemon until it ends, is told to stop, or the owner is gone; then removes all of it."""
    group = PREFIX + str(os.getpid())
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    place.say("supervisor", str(os.getpid()))
    watched = [wake]
    if owner:
        try:
            watched.append(os.pidfd_open(owner))
        except ProcessLookupError:
            return
    daemon = None
    try:
        remove_stale_groups()
        daemon = start_daemon(place, group)
        watched.append(os.pidfd_open(daemon.pid))
        version, about = wait_for_answer(place, daemon)
        make_base_image(place)
        try_a_build(place)
        place.say("ready.json", json.dumps({
            "dataRoot": place.data, "socket": place.socket, "driver": about["Driver"], "version": version["Version"],
            "daemon": daemon_number(daemon.pid)}) + "\n")
        while not any(select.select(watched, [], [], 3600)):
            pass
    except Refusal as refusal:
        place.say("refused", str(refusal))
    finally:
        if daemon:
            end_daemon(daemon)
        remove_groups(group)
        place.say("stopped", "")
        if not os.path.exists(place.file("keep")) and not os.path.exists(place.file("refused")):
            shutil.rmtree(place.folder, ignore_errors=True)


def end_daemon(daemon):
    """Asks it to end, so that its databases are closed; then ends the namespaces, whatever is left in them."""
    try:
        number = daemon_number(daemon.pid)
        if number:
            os.kill(number, signal.SIGCONT)
            os.kill(number, signal.SIGTERM)
            daemon.wait(STOP_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        pass
    if daemon.poll() is None:
        daemon.kill()
        daemon.wait()
