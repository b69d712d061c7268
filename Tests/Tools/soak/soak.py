#!/usr/bin/env python3
"""Runs `bezoar agent` for many cycles on a tiny tree: soak.py BEZOAR CYCLES.

Prints its memory and its open descriptors after the first cycles, in the middle and at the end, and fails where the
end is more than a tenth (and 512 KiB) above the beginning, or a descriptor more is open.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile

# What is allocated once is there after so many cycles.
WARM = 5


def memory(process):
    """Resident memory of a process in KiB."""
    with open(f"/proc/{process}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def descriptors(process):
    return len(os.listdir(f"/proc/{process}/fd"))


def watch(agent, folder, cycles):
    """Memory and descriptors at three moments, and how the runs ended."""
    seen, done, outcomes = [], 0, {}
    for line in agent.stdout:
        event = json.loads(line)
        if event["event"] != "job-finished":
            continue
        done += 1
        outcomes[event["outcome"]] = outcomes.get(event["outcome"], 0) + 1
        if done in (WARM, (WARM + cycles) // 2, cycles):
            seen.append((done, memory(agent.pid), descriptors(agent.pid)))
        # An incident and another configuration now and then: these have memory of their own.
        if done % 10 == 0:
            with open(f"{folder}/incidents/{done % 50}.toml", "w") as file:
                file.write(f'name = "soak-{done}"\n[indicators]\nnames = ["nothing-{done}"]\n')
            agent.send_signal(signal.SIGHUP)
        if done >= cycles:
            break
    return seen, outcomes


def main():
    program, cycles = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="bezoar-soak-") as folder:
        for name in ("tree", "state", "run", "incidents"):
            os.mkdir(f"{folder}/{name}", 0o700)
        for number in range(20):
            with open(f"{folder}/tree/{number}", "w") as file:
                file.write("x" * number)
        with open(f"{folder}/bezoar.toml", "w") as file:
            file.write(f'[audit]\ntrees = ["{folder}/tree"]\n[manifest]\npath = "{folder}/state/m.db"\n'
                       f'[agent]\naudit-every = "1s"\njitter = 0\npressure = "100%"\n'
                       f'incidents = "{folder}/incidents"\n')
        environment = dict(os.environ, BEZOAR_CONFIG=f"{folder}/bezoar.toml", RUNTIME_DIRECTORY=f"{folder}/run")
        agent = subprocess.Popen([program, "agent", "--log-format", "json"], env=environment, stdout=subprocess.PIPE)
        try:
            seen, outcomes = watch(agent, folder, cycles)
            agent.send_signal(signal.SIGTERM)
            agent.stdout.read()
            status = agent.wait(60)
        finally:
            agent.kill()
    for cycle, kibibytes, count in seen:
        print(f"cycle {cycle}: {kibibytes} KiB, {count} descriptors")
    print(f"outcomes: {outcomes}, exit code {status}")
    first, last = seen[0], seen[-1]
    if status != 0 or last[1] > first[1] * 1.1 + 512 or last[2] > first[2]:
        sys.exit("it grew" if status == 0 else "it failed")


main()
