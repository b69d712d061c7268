"""Makes each kernel call of a small audit fail in turn, and looks at what comes of it.

usage: faults.py PROGRAM WORK-FOLDER first|again|full    (prints complaints, and a last line with the number of runs)

For each n: the audit must not crash, must not exit 0 with another report than the faultless one, and must leave a
manifest that is sound and from which a next audit comes to the faultless report. The tree is made here, in
WORK-FOLDER/tree.
"""

import concurrent.futures
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading

program, work, kind = sys.argv[1:4]
# Each with the calls it can come from; the others do not know the error.
ERRORS = {"EIO": 5, "ENOMEM": 12, "EACCES": 13, "EMFILE": 24, "ENOSPC": 28}
ODD = {"EPERM": 1, "ENOENT": 2, "EINTR": 4, "EAGAIN": 11, "EEXIST": 17, "EINVAL": 22, "ELOOP": 40, "EXDEV": 18}
tree = os.path.join(work, "tree")
complaints = []
lock = threading.Lock()


def complain(*words):
    with lock:
        complaints.append(" ".join(str(word) for word in words))


def make_tree():
    os.makedirs(os.path.join(tree, "folder"))
    for name in ["a", "b", "folder/c", "folder/d"]:
        with open(os.path.join(tree, name), "w") as file:
            file.write(f"content of {name}")
    os.symlink("a", os.path.join(tree, "link"))
    os.mkfifo(os.path.join(tree, "pipe"))


def audit(database, fail=None, more=()):
    environment = dict(os.environ, BEZOAR_CONFIG="/dev/null", BEZOAR_COUNT_CALLS="1", SWIFT_BACKTRACE="enable=no")
    if fail:
        environment["BEZOAR_FAIL_CALL"] = fail
    words = [program, "audit", "--tree", tree, "--db", database, "--format", "json", "--jobs", "1", "--rehash", "0"]
    try:
        return subprocess.run(
            words + list(more), env=environment, capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        complain("hangs at", fail)
        return None


def essence(report):
    """What must be equal: all but the moments, how the files came to be known, and whether the process was locked in."""
    document = json.loads(report)
    for name in ["started", "finished", "scan"]:
        document.pop(name, None)
    for name in ["seconds", "lockedIn", "lockFailure"]:
        document["summary"].pop(name, None)
    for finding in document["findings"]:
        finding.pop("firstSeen", None)
    document["findings"].sort(key=json.dumps)
    return document


def rows(database):
    connection = sqlite3.connect(database)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchall()
        if sound != [("ok",)]:
            complain("not sound:", database, sound)
        return sorted(connection.execute("SELECT path, kind, sha256 FROM file WHERE gone_scan IS NULL").fetchall())
    finally:
        connection.close()


make_tree()
subprocess.run([sys.executable, os.path.join(os.path.dirname(__file__), "../support/write-out.py"), tree], check=True)
os.mkdir(os.path.join(work, "template"))
template = os.path.join(work, "template", "m.db")
more = ["--full"] if kind == "full" else []
if kind != "first":
    audit(template)
    # Something to record: a change, an addition, a removal and a move.
    with open(os.path.join(tree, "a"), "w") as file:
        file.write("changed")
    with open(os.path.join(tree, "new"), "w") as file:
        file.write("new")
    os.remove(os.path.join(tree, "b"))
    os.rename(os.path.join(tree, "folder/c"), os.path.join(tree, "folder/moved"))


def fresh(name):
    folder = os.path.join(work, name)
    shutil.copytree(os.path.join(work, "template"), folder)
    return os.path.join(folder, "m.db")


reference = fresh("reference")
faultless = audit(reference, more=more)
calls = int(re.search(rb"^calls (\d+)$", faultless.stderr, re.MULTILINE)[1])
wanted = essence(faultless.stdout)
wanted_rows = rows(reference)


def one(number, error):
    fail = f"{number}:{error}"
    database = fresh(fail)
    try:
        run = audit(database, fail, more)
        if run is None:
            return
        if run.returncode < 0 or run.returncode not in (0, 1, 2, 3, 4):
            return complain("exit", run.returncode, "at", fail, run.stderr.decode()[-500:])
        if run.returncode in (0, 1, 3):
            report = essence(run.stdout)
            if run.returncode != faultless.returncode and run.returncode == 0:
                complain("exit 0 at", fail)
            if report["summary"]["complete"] and report != wanted:
                complain("complete but not the same at", fail, run.stdout.decode()[:2000])
            if run.returncode == 3 and not report["incomplete"]:
                complain("incomplete without a word at", fail)
        elif not run.stderr:
            complain("exit", run.returncode, "without a word at", fail)
        words = run.stderr.decode()
        if run.returncode == 4 and "bezoar: " not in words:
            complain("no sentence at", fail, words)
        next = audit(database)
        if next is None:
            return
        if next.returncode != faultless.returncode or rows(database) != wanted_rows:
            complain("the next audit is not right after", fail, next.returncode, next.stderr.decode()[-500:])
        if any(finding["rule"] in ("manifest-edited", "silent-change") for finding in essence(next.stdout)["findings"]):
            complain("takes its own work for another's after", fail)
        left = [name for name in os.listdir(os.path.dirname(database)) if not name.startswith("m.db")]
        if left:
            complain("leaves", left, "after", fail)
    except Exception as error:
        complain("at", fail, repr(error))
    finally:
        shutil.rmtree(os.path.dirname(database), ignore_errors=True)


errors = list(ERRORS.values())
if os.environ.get("BEZOAR_LONG_TESTS") == "1":
    runs = [(number, error) for number in range(1, calls + 1) for error in errors + list(ODD.values())]
else:
    # Each call fails twice, with errors that go round: another kind of audit meets another of them at a call.
    first = ["first", "again", "full"].index(kind)
    runs = [(number, errors[(number + first + step) % len(errors)]) for number in range(1, calls + 1) for step in (0, 2)]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda run: one(*run), runs))
for complaint in complaints[:30]:
    print(complaint)
print("all well" if not complaints else f"{len(complaints)} complaints in {len(runs)} runs")
