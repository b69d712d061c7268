"""Says which versions records of advisories mean, by the algorithm that the OSV schema gives.

In, one JSON value per line:   the versions; the signs of each compared with each, or "packaging" to have Python's own
                               library compare them; then one record per line
Out, one answer per line:      one character per version: 1 where a package of the record is affected, else 0
"""

import functools
import json
import sys


def main():
    lines = [json.loads(line) for line in sys.stdin]
    versions, signs, records = lines[0], lines[1], lines[2:]
    if signs == "packaging":
        try:
            from packaging.version import Version
        except ImportError:
            from pip._vendor.packaging.version import Version
        parsed = {text: Version(text) for text in versions}

        def compare(one, two):
            return (parsed[one] > parsed[two]) - (parsed[one] < parsed[two])
    else:
        places = {text: place for place, text in enumerate(versions)}

        def compare(one, two):
            return signs[places[one]][places[two]]

    def compare_with(version, event):
        return 1 if event == "0" else compare(version, event)

    def event_version(event):
        return next(iter(event.values()))

    def order(one, two):
        left, right = event_version(one), event_version(two)
        zero = [one.get("introduced") == "0", two.get("introduced") == "0"]
        sign = zero[1] - zero[0] if any(zero) else compare(left, right)
        # Where two are at one version, what begins there comes before what ends behind it.
        return sign or ("last_affected" in one) - ("last_affected" in two)

    def before_limits(version, events):
        limits = [event["limit"] for event in events if "limit" in event]
        return not limits or any(limit == "*" or compare(version, limit) < 0 for limit in limits)

    def in_range(version, events):
        if not before_limits(version, events):
            return False
        vulnerable = False
        rest = [event for event in events if "limit" not in event]
        for event in sorted(rest, key=functools.cmp_to_key(order)):
            if "introduced" in event and (event["introduced"] == "0" or compare(version, event["introduced"]) >= 0):
                vulnerable = True
            elif "fixed" in event and compare_with(version, event["fixed"]) >= 0:
                vulnerable = False
            elif "last_affected" in event and compare_with(version, event["last_affected"]) > 0:
                vulnerable = False
        return vulnerable

    def affected(version, record):
        return any(
            any(compare(version, listed) == 0 for listed in package.get("versions", []))
            or any(in_range(version, found["events"]) for found in package.get("ranges", []))
            for package in record["affected"]
        )

    for record in records:
        print("".join("1" if affected(version, record) else "0" for version in versions))


main()
