"""Makes reports of audits (bezoar.audit/1) of many hosts with made-up packages: the same each time.

    makereports.py FOLDER HOSTS ARTIFACTS [BAD]

    FOLDER/build-0001.json …   ARTIFACTS packages on the average, from a fifth of that to twice as many
    FOLDER/HOST/audit.jsonl    each tenth host sends lines

Each hundredth host holds pkg:npm/axios@1.14.1, each fiftieth did not see everything, and BAD of them (none) are cut
off in the middle.
"""
import datetime
import hashlib
import json
import pathlib
import random
import shutil
import sys

ECOSYSTEMS = [
    ("pip", "wheel", "pypi", "{name}-{version}-py3-none-any.whl", "wheels/{hex}/{file}"),
    ("npm", "tarball", "npm", "{name}-{version}.tgz", "_cacache/content-v2/sha512/{hex}"),
    ("maven", "jar", "maven", "{name}-{version}.jar", "repository/org/example/{name}/{version}/{file}"),
]
VERDICTS = ["verified", "consistent", "unknown"]
NOW = datetime.datetime.now(datetime.timezone.utc)
INTRUDER = "axios"


def moment(seconds):
    return (NOW - datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def artifact(numbers, place, intruder=False):
    ecosystem, kind, kind_of_url, file, path = ECOSYSTEMS[1 if intruder else place % 3]
    name = INTRUDER if intruder else f"package-{numbers.randrange(20000)}"
    version = "1.14.1" if intruder else f"{numbers.randrange(9)}.{numbers.randrange(30)}.{numbers.randrange(30)}"
    digest = hashlib.sha256(f"{ecosystem} {name} {version}".encode()).hexdigest()
    file = file.format(name=name, version=version)
    full = f"org.example:{name}" if ecosystem == "maven" else name
    url = full.replace(":", "/")
    return {
        "cache": f"//root/.cache/{ecosystem}", "cacheIndex": place % 3,
        "path": path.format(name=name, version=version, file=file, hex=digest[:2] + "/" + digest[2:40]) + f"-{place}",
        "ecosystem": ecosystem, "kind": kind, "name": full, "version": version,
        "purl": f"pkg:{kind_of_url}/{url}@{version}", "file": file, "sha256": digest,
        "digests": ["sha256:" + digest, "sha512:" + digest * 2], "source": f"https://packages.example.com/{file}",
        "verdict": numbers.choice(VERDICTS), "firstSeen": moment(numbers.randrange(90 * 86400)), "pin": None,
    }


def cache(place, files):
    ecosystem = ECOSYSTEMS[place][0]
    identity = hashlib.sha256(ecosystem.encode()).hexdigest()[:25]
    return {
        "id": f"//root/.cache/{ecosystem}", "root": "/var/lib/buildkit", "record": identity, "snapshot": str(place + 1),
        "path": f"/var/lib/buildkit/runc-overlayfs/snapshots/snapshots/{place + 1}/fs", "ecosystems": [ecosystem],
        "files": files, "bytes": files * 40000, "directories": files // 3, "hashed": 0, "reused": files,
        "changes": None, "complete": True, "created": moment(9000000), "lastUsed": moment(900), "uses": 70,
        "sharing": "shared", "inUse": False, "usedBy": [], "projects": [],
    }


def report(host, count):
    numbers = random.Random(host)
    artifacts = [artifact(numbers, place) for place in range(count)]
    if host % 100 == 7:
        artifacts.append(artifact(numbers, count, intruder=True))
    caches = [cache(place, count // 3) for place in range(3)]
    verdicts = []
    for place in range(3):
        mine = [one["verdict"] for one in artifacts if one["cacheIndex"] == place]
        if mine:
            counts = {word: mine.count(word) for word in ["verified", "consistent", "mismatch", "unknown"]}
            names = {"cache": caches[place]["id"], "cacheIndex": place, "ecosystem": ECOSYSTEMS[place][0]}
            verdicts.append(names | counts)
    troubles = []
    if host % 50 == 3:
        troubles.append({"cache": caches[0]["id"], "cacheIndex": 0, "path": "wheels/locked", "reason": "unreadable",
                         "detail": "permission denied", "subtree": True})
        caches[0]["complete"] = False
    complete = not troubles
    sums = {word: sum(one[word] for one in caches) for word in ["files", "bytes", "directories", "hashed", "reused"]}
    none = {word: 0 for word in ["critical", "high", "medium", "low", "info"]}
    words = [one["verdict"] for one in artifacts]
    summary = {
        "outcome": "clean" if complete else "incomplete",
        "outcomeText": "clean: no findings" if complete else "incomplete: no findings, 1 place not seen",
        "failOn": "high", "complete": complete, "caches": 3, **sums,
        "artifacts": len(artifacts),
        **{word: words.count(word) for word in ["verified", "consistent", "mismatch", "unknown"]},
        "artifactsUnlisted": 0, "findings": none, "findingsUnlisted": none, "incomplete": len(troubles),
        "incompleteUnlisted": 0, "seconds": 1.5, "lockedIn": True, "lockFailure": None,
    }
    roots = [{"path": "/var/lib/buildkit", "kind": "standalone", "snapshotter": "overlayfs", "engineVersion": None}]
    return {
        "schema": "bezoar.audit/1", "tool": {"name": "bezoar", "version": "0.1.0"}, "host": f"build-{host:04}",
        "started": moment(600), "finished": moment(598), "scan": 40, "cancelled": False, "roots": roots,
        "caches": caches, "verdicts": verdicts, "artifacts": artifacts, "findings": [], "incomplete": troubles,
        "summary": summary,
    }


def lines(document):
    """The same as JSON lines, as the program writes them."""
    head = {"type": "audit", "schema": "bezoar.audit-line/1"}
    yield head | {key: document[key] for key in ["tool", "host", "started"]}
    for key, word in [("roots", "root"), ("caches", "cache"), ("verdicts", "verdicts"), ("artifacts", "artifact"),
                      ("findings", "finding"), ("incomplete", "incomplete")]:
        for one in document[key]:
            yield {"type": word} | one
    end = {key: document[key] for key in ["finished", "scan", "cancelled"]}
    yield {"type": "summary"} | end | document["summary"]


def text(value):
    return json.dumps(value, separators=(",", ":"))


def main():
    folder, hosts, mean = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    bad = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    stamp = folder / "stamp"
    wanted = f"{hosts} {mean} {bad} {NOW:%Y-%m-%d}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for host in range(1, hosts + 1):
        document = report(host, random.Random(-host).randrange(mean // 5, 2 * mean - mean // 5))
        if host % 10 == 0:
            (folder / document["host"]).mkdir()
            path = folder / document["host"] / "audit.jsonl"
            content = "".join(text(line) + "\n" for line in lines(document))
        else:
            path = folder / (document["host"] + ".json")
            content = text(document) + "\n"
        path.write_text(content[:len(content) // 2] if host <= bad else content)
    stamp.write_text(wanted)


main()
