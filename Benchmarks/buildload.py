"""A load like that of a build host, the same each time, on all processors at once; its time is what is measured.

    buildload.py FOLDER STEPS [COMMAND …]

Each step writes 400 small files, packs and compresses them, unpacks them again and compiles a C program. While it
goes on, COMMAND runs beside it, again and again; it is stopped when the load is done.
"""
import concurrent.futures
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading

FILES, FUNCTIONS = 400, 150


def program(numbers):
    """C with loops that keep an optimiser busy."""
    parts = ["#include <stdio.h>\n"]
    for place in range(FUNCTIONS):
        one, two = numbers.randrange(3, 99), numbers.randrange(3, 99)
        parts.append(
            f"unsigned f{place}(unsigned *a, unsigned n) {{ unsigned s = {one}; for (unsigned i = 0; i < n; i++) "
            f"{{ s = s * {two}u + a[i] % {one}u; if (s & 1) a[i] ^= s >> 3; else a[n - 1 - i] += s; }} return s; }}\n")
    return "".join(parts)


def step(folder, place):
    numbers = random.Random(place)
    own = folder / str(place)
    files = own / "files"
    files.mkdir(parents=True)
    for name in range(FILES):
        (files / f"{name}.txt").write_bytes(numbers.randbytes(numbers.randrange(100, 12000)) + b"text " * 400)
    (own / "program.c").write_text(program(numbers))
    unpacked = own / "unpacked"
    unpacked.mkdir()
    for command in (
            ["tar", "-czf", own / "files.tar.gz", "-C", files, "."],
            ["tar", "-xzf", own / "files.tar.gz", "-C", unpacked],
            ["cc", "-O2", "-c", "-o", own / "program.o", own / "program.c"]):
        subprocess.run(command, check=True)
    shutil.rmtree(own)


class Beside:
    """A command that runs again and again until it is told to stop."""

    def __init__(self, command):
        self.command, self.isOver, self.process = command, False, None
        self.runs, self.failure = 0, None
        self.thread = threading.Thread(target=self.go)
        self.thread.start()

    def go(self):
        while not self.isOver:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.PIPE)
            words = self.process.communicate()[1]
            self.runs += 1
            if self.process.returncode != 0 and not self.isOver:
                self.failure = words.decode(errors="replace")
                return

    def stop(self):
        self.isOver = True
        while self.thread.is_alive():
            if self.process and self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)
            self.thread.join(0.05)


def main():
    folder, steps, command = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    beside = Beside(command) if command else None
    try:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for done in [pool.submit(step, folder, place) for place in range(steps)]:
                done.result()
    finally:
        if beside:
            beside.stop()
    shutil.rmtree(folder)
    if beside and beside.failure:
        sys.exit(f"{command[0]}: {beside.failure}")


main()
