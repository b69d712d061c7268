#!/usr/bin/env python3
"""Makes an export of advisories as databases have them: makefeed.py FILE RECORDS [ECOSYSTEM] [SEED]

Most records are of malware with every version, some list versions, some have ranges; one in a hundred was withdrawn.
One in twenty names the digests of its files.
"""

import hashlib
import json
import random
import sys
import zipfile

DETAILS = "This package sends the environment of whoever installs it to a host of the attacker's. " * 8


def version(rng):
    return ".".join(str(rng.randrange(30)) for _ in range(3))


def record(index, ecosystem, rng):
    name = f"bad-{index}" if rng.random() < 0.8 else f"package-{rng.randrange(60000)}"
    if ecosystem == "Maven":
        name = f"org.example.g{index % 97}:{name}"
    affected = {"package": {"ecosystem": ecosystem, "name": name}}
    kind = rng.random()
    if kind < 0.6:
        affected["ranges"] = [{"type": "SEMVER", "events": [{"introduced": "0"}]}]
    elif kind < 0.8:
        affected["versions"] = sorted({version(rng) for _ in range(rng.randrange(1, 6))})
    else:
        low, high = sorted([rng.randrange(30), rng.randrange(30)])
        affected["ranges"] = [
            {"type": "ECOSYSTEM", "events": [{"introduced": f"{low}.0.0"}, {"fixed": f"{high}.5.0"}]}
        ]
    if rng.random() < 0.05:
        digest = hashlib.sha256(name.encode()).hexdigest()
        affected["database_specific"] = {"indicators": {"package_integrity": [{"hashes": {"sha256": digest}}]}}
    month, day = rng.randrange(1, 11), rng.randrange(1, 29)
    result = {
        "schema_version": "1.7.4",
        "id": f"MAL-2026-{index}",
        "modified": f"2026-{month:02}-{day:02}T03:04:05.678901Z",
        "published": f"2026-{month:02}-01T00:00:00Z",
        "summary": f"Malicious code in {name} ({ecosystem})",
        "details": DETAILS,
        "affected": [affected],
        "references": [{"type": "WEB", "url": f"https://advisories.example/{index}"}],
        "database_specific": {
            "malicious-packages-origins": [
                {
                    "source": "example",
                    "sha256": hashlib.sha256(b"%d" % index).hexdigest(),
                    "import_time": "2026-01-01T00:00:00Z",
                    "modified_time": "2026-01-01T00:00:00Z",
                    "versions": affected.get("versions", []),
                }
            ]
        },
    }
    if rng.random() < 0.01:
        result["withdrawn"] = "2026-11-01T00:00:00Z"
    return result


def main():
    file, count = sys.argv[1], int(sys.argv[2])
    ecosystem = sys.argv[3] if len(sys.argv) > 3 else "npm"
    rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for index in range(count):
            made = record(index, ecosystem, rng)
            archive.writestr(made["id"] + ".json", json.dumps(made, indent=2))


main()
