"""Disturbs a look at a builder's state at each kernel call, and sees whether the answer is true.

usage: moments.py PROGRAM WORK-FOLDER COMMAND faults|changes|swaps
(prints complaints, and a last line with the verdict)

faults    the call fails. The command must not exit 0 with another answer than the faultless one.
changes   the process is stopped there, the daemon prunes one mount cache, makes another one and finishes a build, and
          the process goes on. Exit 0 must come with the state before, the state after or the one between, in which the
          one is pruned and the other not made yet; and 3 with a reason.
swaps     the state is named through /proc/<pid>/root, the process is stopped there, the folder of the snapshots becomes
          a link to another daemon's, and the process goes on. Nothing of the other one may be told, and what is left
          out is named. Needs the right to mount.
"""

import atexit
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys

import bolt

program, work, command, kind = sys.argv[1:5]
ERRORS = [5, 13, 24, 40]
STOPS = 30
FAULTS = 100
complaints = []
# A process that sees mounts of its own, as one in a container does.
other = subprocess.Popen(["unshare", "--mount", "sleep", "600"]) if kind == "swaps" else None
view = f"/proc/{other.pid}/root" if other else ""
if other:
    atexit.register(lambda: (other.kill(), other.wait()))


def record(number):
    return "%025d" % number


def blob(state, content):
    digest = hashlib.sha256(content).hexdigest()
    with open(f"{state}/runc-overlayfs/content/blobs/sha256/{digest}", "wb") as file:
        file.write(content)
    return b"sha256:" + digest.encode()


def field(number, content):
    def varint(value):
        return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)

    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def build(state, number, mount):
    """The record of a build of project p<number> that used one mount."""
    step = {"id": "step1", "op": {"Op": {"exec": {"meta": {"args": ["x"]}, "mounts": [
        {"dest": "/c", "mountType": 3, "cacheOpt": {"ID": mount}}]}}}}
    provenance = json.dumps({"buildDefinition": {"internalParameters": {"buildConfig": {
        "llbDefinition": [step], "digestMapping": {"sha256:1": "step1"}}}}, "runDetails": {"metadata": {}}}).encode()
    vertex = field(1, field(1, b"sha256:1") + field(3, b"RUN x") + field(5, field(1, 1)) + field(6, field(1, 2)))
    log = blob(state, struct.pack("<I", len(vertex)) + vertex)
    attestation = field(1, b"application/vnd.in-toto+json") + field(2, blob(state, provenance)) + field(
        5, field(1, b"in-toto.io/predicate-type") + field(2, b"https://slsa.dev/provenance/v1"))
    return (field(1, record(number).encode())
            + field(3, field(1, b"vcs:source") + field(2, b"https://git.example.com/p%d" % number))
            + field(6, field(1, 1000 + number)) + field(7, field(1, 2000 + number))
            + field(8, field(1, b"application/vnd.buildkit.status.v0") + field(2, log))
            + field(10, field(2, attestation)))


def commit(state, numbers, transaction):
    """Writes all databases: mount caches `/m<n>` in directory n, each with a build."""
    worker = f"{state}/runc-overlayfs"
    records, keys, places, builds = {}, {}, {}, {}
    for number in numbers:
        name = record(number).encode()
        records[name] = {
            b"cache.recordType": b'{"value":"exec.cachemount"}', b"cache-dir": b'{"value":"/m%d"}' % number,
            b"cache.description": b'{"value":"cached mount /c from exec x with id \\"/m%d\\""}' % number,
            b"cache.createdAt": b'{"value":1795219612102234917}'}
        keys[name] = {b"name": b"buildkit/%d/%s" % (number, name)}
        places[b"buildkit/%d/%s" % (number, name)] = {b"id": bytes([number]), b"kind": b"\x02"}
        os.makedirs(f"{worker}/snapshots/snapshots/{number}/fs", exist_ok=True)
        with open(f"{worker}/snapshots/snapshots/{number}/fs/file{number}", "w") as file:
            file.write("x" * number)
        builds[name] = build(state, number, f"/m{number}")
    bolt.write(f"{worker}/snapshots/metadata.db", {b"v1": {b"snapshots": places}}, transaction)
    spaces = {b"buildkit": {b"snapshots": {b"overlayfs": keys}}}
    bolt.write(f"{worker}/containerdmeta.db", {b"v1": spaces}, transaction)
    bolt.write(f"{worker}/metadata_v2.db", {b"_main": records}, transaction)
    bolt.write(f"{state}/history.db", {b"_records": builds, b"_version": {b"version": b"2"}}, transaction)


def fresh(name):
    state = f"{work}/{name}"
    os.makedirs(f"{state}/runc-overlayfs/content/blobs/sha256")
    os.makedirs(f"{state}/runc-overlayfs/snapshots/snapshots")
    os.makedirs(f"{state}/runc-overlayfs/executor")
    bolt.write(f"{state}/cache.db", {b"_links": {}})
    commit(state, [1, 2], 10)
    return state


def start(state, hook):
    environment = dict(os.environ, BEZOAR_CONFIG="/dev/null", BEZOAR_COUNT_CALLS="1", SWIFT_BACKTRACE="enable=no")
    if hook:
        environment["BEZOAR_FAIL_CALL"] = hook
    # Into files: a process that is stopped fills no pipe.
    with open(state + ".out", "wb") as output, open(state + ".err", "wb") as errors:
        return subprocess.Popen(
            [program, command, "--state", view + state, "--no-record", "--format", "json"]
            + (["--jobs", "1"] if command == "audit" else []),
            env=environment, stdout=output, stderr=errors, stdin=subprocess.DEVNULL)


def answer(state):
    """What was told of the caches, and whether anything stands under `incomplete`."""
    with open(state + ".out") as file:
        document = json.loads(file.read().replace(view + state, ""))
    caches = sorted(
        (cache["id"], cache["path"], cache["files"], cache["bytes"],
         tuple(sorted(str(project["source"]) for project in cache["projects"])))
        for cache in document["caches"])
    return caches, document.get("orphans", []), document["incomplete"]


def complain(*words):
    complaints.append(" ".join(str(word) for word in words))


def words(state):
    with open(state + ".err") as file:
        return file.read()[-300:]


def disturb(number, error):
    hook = f"{number}:{error}"
    state = fresh(hook)
    try:
        process = start(state, hook)
        if kind != "faults":
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            if os.WIFSTOPPED(status):
                if kind == "swaps":
                    os.rename(f"{state}/runc-overlayfs/snapshots", f"{state}/kept")
                    os.symlink(f"{victim}/runc-overlayfs/snapshots", f"{state}/runc-overlayfs/snapshots")
                else:
                    commit(state, [1, 3], 14)
                    shutil.rmtree(f"{state}/runc-overlayfs/snapshots/snapshots/2")
                os.kill(process.pid, signal.SIGCONT)
                _, status = os.waitpid(process.pid, 0)
            process.returncode = code = os.waitstatus_to_exitcode(status)
        else:
            code = process.wait(60)
        judge(state, code, hook)
    except Exception as error:
        complain("at", hook, repr(error), words(state))
    finally:
        shutil.rmtree(state)


def judge(state, code, hook):
    # Without a manifest nothing is compared with the past, and nothing here is a finding that fails.
    if code not in (0, 3, 4) or code == 4 and kind != "faults":
        return complain("exit", code, "at", hook, words(state))
    if code == 4:
        return None if "bezoar: " in words(state) else complain("exit 4 without a word at", hook)
    caches, orphans, incomplete = answer(state)
    if kind == "swaps":
        # A directory that cannot be opened any more has no size.
        honest = [one[:4] for one in wanted[0][0]] + [one[:2] + (None, None) for one in wanted[0][0]]
        if any(cache[:4] not in honest for cache in caches):
            complain("another's files at", hook, caches)
        if code == 0 and len(caches) != 2:
            complain("left out without a word at", hook, caches)
    if code == 3:
        return None if incomplete else complain("incomplete without a word at", hook)
    if kind == "swaps":
        return None
    if kind == "faults":
        if (caches, orphans) != wanted[0]:
            complain("exit 0 with another answer at", hook, caches, orphans)
    elif orphans or not any(
            [cache[:4] for cache in caches] == [cache[:4] for cache in one[0]]
            and all(set(cache[4]) <= set(other[4]) for cache, other in zip(caches, one[0])) for one in wanted):
        complain("never so at", hook, caches, orphans)


# Findings are none of this test's business, but for the default exit code.
wanted = []
state = fresh("faultless")
for numbers, transaction in [([1, 2], 10), ([1, 3], 14)]:
    commit(state, numbers, transaction)
    if transaction == 14:
        shutil.rmtree(f"{state}/runc-overlayfs/snapshots/snapshots/2")
    code = start(state, None).wait(60)
    caches, orphans, incomplete = answer(state)
    if code != 0 or incomplete or len(caches) != 2 or not all(cache[4] for cache in caches):
        complain("the undisturbed look is not clean:", code, caches, incomplete, words(state))
    wanted.append((caches, orphans))
    with open(state + ".err") as file:
        calls = int(re.search(r"^calls (\d+)$", file.read(), re.MULTILINE)[1])
wanted.append(([cache for cache in wanted[0][0] if cache in wanted[1][0]], []))
if kind == "swaps":
    victim = fresh("victim")
    for number in [1, 2]:
        with open(f"{victim}/runc-overlayfs/snapshots/snapshots/{number}/fs/secret", "w") as file:
            file.write("y" * 1000)
if kind != "faults":
    step = 1 if os.environ.get("BEZOAR_LONG_TESTS") == "1" else max(1, calls // STOPS)
    runs = [(number, -19) for number in range(1, calls + 1, step)]
elif os.environ.get("BEZOAR_LONG_TESTS") == "1":
    runs = [(number, error) for number in range(1, calls + 1) for error in ERRORS]
else:
    # Neighbours fail with errors that go round.
    numbers = range(1, calls + 1, max(1, calls // FAULTS))
    runs = [(number, ERRORS[place % len(ERRORS)]) for place, number in enumerate(numbers)]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda run: disturb(*run), runs))
for complaint in complaints[:30]:
    print(complaint)
print("all well" if not complaints else f"{len(complaints)} complaints in {len(runs)} runs of {calls} calls")
