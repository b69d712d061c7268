#!/usr/bin/env python3
"""Writes the frozen tables of version orders: what the clients' own programs said when they were at hand.

usage: Tests/Tools/freeze-versions/freeze.py      (from the top folder)

Needs packaging, npm, a JDK, Maven's libraries and Cargo.

The tables lie in Tests/Fixtures/ecosystems, one line per pair: A, B, sign of A compared with B (x: one is no version),
separated by tabs. Machines without the programs test against them.
"""

import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

FIXTURES = "Tests/Fixtures/ecosystems"
PAIRS = 2000


def vocabulary(name):
    """The words of the tests' own vocabulary of that name."""
    with open("Tests/EcosystemsTests/VersionVocabularies.swift", encoding="utf-8") as file:
        text = file.read()
    body = text[text.index("static let %s = " % name):]
    blocks = re.findall(r'"""\n(.*?)"""', body, re.S)[:2]
    numbers = re.findall(r'"""\n(.*?)"""', text, re.S)[0]
    return blocks[0].split(), blocks[1].split() + numbers.split()


def pairs(name, separators):
    rng = random.Random(name)
    real, pieces = vocabulary(name)

    def version():
        if rng.random() < 0.4:
            return rng.choice(real)
        if name != "maven" and rng.random() < 0.8:
            return ".".join(str(rng.randint(0, 2)) for _ in range(3)) + rng.choice(separators) + rng.choice(pieces)
        return "".join(
            rng.choice(pieces) + (rng.choice(separators) if rng.random() < 0.8 else "")
            for _ in range(rng.randint(1, 4))
        ).rstrip("+")

    result = []
    while len(result) < PAIRS:
        one = version()
        two = version() if rng.random() < 0.7 else one + rng.choice(separators) + rng.choice(pieces)
        if one.isascii() and two.isascii() and one and two:
            result.append((one, two))
    return result


def ask(command, questions):
    text = "".join("%s %s\n" % (a.encode().hex(), b.encode().hex()) for a, b in questions)
    answer = subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [line.split(" ")[0] for line in answer.splitlines()]


def freeze(table, name, separators, command):
    questions = pairs(name, separators)
    answers = ask(command, questions)
    assert len(answers) == len(questions)
    with open("%s/%s.tsv" % (FIXTURES, table), "w", encoding="utf-8") as file:
        for (one, two), sign in zip(questions, answers):
            file.write("%s\t%s\t%s\n" % (one, two, sign))


def main():
    npm = os.path.realpath(shutil.which("npm"))
    libraries = npm.split("/bin/")[0] + "/node_modules"
    jars = ":".join(
        jar for part in ("maven3-artifact", "maven-resolver-util", "maven-resolver-api", "commons-lang3")
        for jar in glob.glob("/usr/share/java/%s*.jar" % part))
    java = ["java", "-cp", jars, FIXTURES + "/MavenOrder.java"]
    freeze("pep440", "python", [".", "-", "_", "", "+"], [sys.executable, FIXTURES + "/pep440.py"])
    freeze("semver", "npm", [".", "-", "+"], ["node", FIXTURES + "/semver.js", libraries, "strict"])
    freeze("semver-loose", "npm", [".", "-", "+", ""], ["node", FIXTURES + "/semver.js", libraries, "loose"])
    tool = tempfile.mkdtemp()
    folder = os.path.dirname(os.path.abspath(__file__)) + "/cargo"
    shutil.copytree(folder, tool, dirs_exist_ok=True)
    subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=tool, check=True)
    freeze("cargo", "npm", [".", "-", "+"], [tool + "/target/release/order"])
    shutil.rmtree(tool)
    freeze("maven-plugins", "maven", [".", "-", "", "_"], java + ["plugins"])
    freeze("maven-resolver", "maven", [".", "-", "", "_"], java + ["resolver"])


main()
