"""What runs against each other in a benchmark, and the table of how it went."""
import os
import statistics
import subprocess
import tempfile
import time

THREADS = os.cpu_count() or 1
# The yardstick keeps all processors at work; where it took this much longer, something else had them.
BUSY_FACTOR = 1.4


class Contender:
    """A command to run on a tree, and what its runs took."""

    def __init__(self, name, command, before=None, goal=None, against=None):
        self.name, self.command, self.before = name, command, before
        self.goal, self.against = goal, against
        self.seconds, self.processor, self.memory = [], [], []
        self.failure = None

    def run(self):
        """One run under `time`, whose small process keeps our own memory out of the peak."""
        if self.failure:
            return
        if self.before:
            self.before()
        with tempfile.NamedTemporaryFile("r") as report:
            started = time.monotonic()
            done = subprocess.run(
                ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", report.name, *self.command],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            took = time.monotonic() - started
            words = report.read().split()
        if done.returncode != 0:
            tail = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
            self.failure = f"exit code {done.returncode} {tail[0]}"[:100]
            return
        self.seconds.append(took)
        self.processor.append(float(words[-3]) + float(words[-2]))
        self.memory.append(int(words[-1]) / 1024)

    @property
    def work(self):
        """Median processor seconds: what other programs on the machine hardly change."""
        return statistics.median(self.processor) if self.processor else None

    @property
    def median(self):
        return statistics.median(self.seconds) if self.seconds else None


class Table:
    """Lines that go to the terminal and, when asked, into a file."""

    def __init__(self):
        self.lines = []

    def add(self, line=""):
        print(line.rstrip(), flush=True)
        self.lines.append(line.rstrip())

    def heading(self, title):
        self.add()
        self.add(title)
        self.add(f"  {'':<28}{'median s':>9}{'range':>14}{'cpu s':>8}{'peak MiB':>10}{'ratio':>7}{'of cpu':>8}  goal")

    def row(self, contender):
        if contender.failure or not contender.seconds:
            self.add(f"  {contender.name:<28} not measured: {contender.failure or 'no run'}")
            return
        low_high = f"{min(contender.seconds):.2f}-{max(contender.seconds):.2f}"
        ratio, of_work, goal = "", "", ""
        if contender.against and contender.against.median:
            value = contender.median / contender.against.median
            ratio = f"{value:.2f}"
            of_work = f"{contender.work / contender.against.work:.2f}" if contender.against.work else ""
            if contender.goal:
                goal = f"<= {contender.goal} {'met' if value <= contender.goal else 'MISSED'}"
        self.add(
            f"  {contender.name:<28}{contender.median:>9.3f}{low_high:>14}{contender.work:>8.2f}"
            f"{max(contender.memory):>10.1f}{ratio:>7}{of_work:>8}  {goal}")

    def note_disturbance(self, bar):
        """The yardstick keeps all processors at work; when it did not, something else had them, or the disk."""
        if bar.median and bar.median > BUSY_FACTOR * bar.work / THREADS:
            self.add(f"  note: {bar.work:.2f} s of work took the yardstick {bar.median:.2f} s on {THREADS} processors,")
            self.add("  so the machine was busy or its page cache cold: trust the ratio of processor time")


def measure(contenders, rounds):
    for number in range(rounds):
        for contender in contenders if number % 2 == 0 else reversed(contenders):
            contender.run()
