"""What a responder waits for: a purge and the plan of one, the import of advisories, the hunt for them."""
import os
import pathlib
import shutil
import subprocess
import sys

from contender import Contender, measure

GOAL_PLAN_SECONDS = 5.0
GOAL_IMPORT_SECONDS = 10.0
GOAL_HUNT_SECONDS = 1.0
# Times `rm -rf`.
GOAL_PURGE = 1.2
HERE = pathlib.Path(__file__).resolve().parent


def ending(command, *codes):
    """The command as one that ends well also where it found something."""
    tests = " || ".join(f"[ $? -eq {code} ]" for code in codes)
    return ["sh", "-c", f'"$0" "$@" >/dev/null || {tests}', *map(str, command)]


def tell(table, contender, goal):
    table.row(contender)
    if contender.median:
        table.add(f"  goal <= {goal:g} s {'met' if contender.median <= goal else 'MISSED'}")


def measure_alone(contender, rounds):
    """The first round warms the page cache and does not count."""
    for _ in range(rounds + 1):
        contender.run()
    for taken in (contender.seconds, contender.processor):
        del taken[:1]


def measure_plan(table, options, binary, tree, count, work, complaint):
    """Every file is looked at, because a plan says what each one is; none is read."""
    plan = Contender("bezoar purge, plan", [
        binary, "purge", "--tree", tree, "--db", work / "plan.db", "--output", work / "plan.json", "--no-progress"])
    plan.failure = complaint
    measure_alone(plan, options.rounds)
    table.heading(f"plan of a purge: {count:,} files")
    tell(table, plan, GOAL_PLAN_SECONDS)


def measure_advisories(table, options, binary, out, work, scale, complaint):
    """An export as databases have them, into the manifest of caches that hold 50,000 packages."""
    folder, packages, records = out / f"packages-{scale:g}", int(50000 * scale), int(200000 * scale)
    feed, plain, database = out / f"feed-{scale:g}.zip", work / "plain.db", work / "feed.db"
    subprocess.run([sys.executable, HERE / "makepackages.py", folder, str(packages)], check=True)
    if not feed.exists():
        subprocess.run([sys.executable, HERE / "makefeed.py", feed, str(records)], check=True)
    os.sync()
    if not complaint:
        subprocess.run([binary, "audit", "--tree", folder / "caches", "--db", plain, "--quiet", "--no-progress",
                        "--fail-on", "never"], check=True, stdin=subprocess.DEVNULL)

    def begin():
        for end in ("", "-wal", "-shm"):
            pathlib.Path(f"{database}{end}").unlink(missing_ok=True)
        shutil.copyfile(plain, database)

    imported = Contender("bezoar intel import", [binary, "intel", "import", feed, "--db", database], begin)
    hunted = Contender("bezoar hunt", ending([binary, "hunt", "--db", database, "--format", "json"], 1))
    for contender in (imported, hunted):
        contender.failure = complaint
        measure_alone(contender, options.rounds)
    table.heading(f"advisories: {records:,} imported out of an export, and hunted for on {packages:,} packages")
    tell(table, imported, GOAL_IMPORT_SECONDS)
    tell(table, hunted, GOAL_HUNT_SECONDS)


def measure_purge(table, options, out, scale):
    """Against `rm -rf`, each on a tree of its own that was just written; both end with the disk told of it."""
    remover = out / "remover-build/release/remover"
    tree = out / f"purge-small-{scale:g}"

    def plant():
        pathlib.Path(f"{tree}.stamp").unlink(missing_ok=True)
        shutil.rmtree(tree, ignore_errors=True)
        subprocess.run([out / "maketree", "small", "--scale", str(scale), tree], check=True)
        os.sync()

    sync = 'rm -rf "$0"/* && sync "$0"'
    bar = Contender("rm -rf, sync", ["sh", "-c", sync, str(tree)], plant)
    ours = Contender("emptying of a directory", [str(remover), "empty", str(tree)], plant, GOAL_PURGE, bar)
    if not options.no_build:
        built = subprocess.run(["swift", "build", "-c", "release", "--product", "remover", "--scratch-path",
                                str(out / "remover-build")], cwd=HERE.parent, stdout=sys.stderr)
        if built.returncode != 0:
            ours.failure = "the remover does not build"
    if not remover.exists():
        ours.failure = "there is no remover; without --no-build it is built"
    measure([bar, ours], options.rounds)
    table.heading(f"purge: {int(200000 * scale):,} files in {int(60000 * scale):,} folders removed")
    table.row(bar)
    table.row(ours)
    shutil.rmtree(tree, ignore_errors=True)
    pathlib.Path(f"{tree}.stamp").unlink(missing_ok=True)
