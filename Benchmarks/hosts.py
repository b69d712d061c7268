"""What many hosts cost, and what one host loses while it is audited."""
import pathlib
import subprocess
import sys

from contender import THREADS, Contender

HERE = pathlib.Path(__file__).resolve().parent
GOAL_GENTLE = 1.05
PACKAGES = 2500
# As the agent starts its audits.
GENTLE = ["chrt", "--idle", "0", "ionice", "-c", "3", "nice", "-n", "19"]


def measure_fleet(table, folder, binary, hosts, measure, complaint):
    """Reports of many hosts: which of them hold a package, and what that costs for each."""
    subprocess.run([sys.executable, HERE / "makereports.py", folder, str(hosts), str(PACKAGES)], check=True)
    size = sum(path.stat().st_size for path in folder.rglob("*.json*"))
    bar = Contender("wc -l", ["sh", "-c", 'cat $(find "$0" -name "*.json*") | wc -l', str(folder)])
    # It ends with 1 where it finds something, which is what it is for.
    found = f'"{binary}" merge --quiet --find pkg:npm/axios@1.14.1 "$0"; test $? = 1'
    ours = Contender("bezoar merge --find", ["sh", "-c", found, str(folder)])
    name = f'"{binary}" merge --quiet --name-contains axios "$0"; test $? = 1'
    names = Contender("bezoar merge --name-contains", ["sh", "-c", name, str(folder)])
    ours.failure = names.failure = complaint
    measure([bar, ours, names])
    table.heading(f"fleet: {hosts:,} reports, {PACKAGES:,} packages each, {size / 2 ** 20:,.0f} MiB together")
    for contender in (bar, ours, names):
        table.row(contender)
    if ours.median:
        table.add(f"  {ours.median / hosts * 1000:.1f} ms and {size / hosts / 2 ** 20:.2f} MiB for each host, "
                  f"{size / 2 ** 20 / ours.median:,.0f} MiB/s")


def measure_gentle(table, folder, audit, forget, steps, measure, complaint):
    """What a build loses while audits read everything, again and again, in the class that the agent gives them."""
    load = [sys.executable, str(HERE / "buildload.py"), str(folder), str(steps)]
    alone = Contender("a build alone", load)
    ours = Contender("with audits, as the agent's", load + GENTLE + audit, forget, GOAL_GENTLE, alone)
    plain = Contender("with audits, as by hand", load + audit, forget, against=alone)
    ours.failure = plain.failure = complaint
    measure([alone, ours, plain])
    table.heading(f"gentle: {steps} steps of a build on {THREADS} processors")
    for contender in (alone, ours, plain):
        table.row(contender)
