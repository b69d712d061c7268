"""Says how Python's `packaging` orders versions.

In, one pair per line:   <hex of A> <hex of B>
Out, one answer per line: <sign of A compared with B> <hex of A's normal form> <whether A is a pre-release, 0 or 1>
                          x stands where a version is none.
"""

import sys

try:
    from packaging.version import InvalidVersion, Version
except ImportError:
    from pip._vendor.packaging.version import InvalidVersion, Version


def parse(word):
    try:
        return Version(bytes.fromhex(word).decode("utf-8"))
    except InvalidVersion:
        return None


def main():
    for line in sys.stdin:
        one, two = (parse(word) for word in line.rstrip("\n").split(" "))
        sign = "x" if one is None or two is None else str((one > two) - (one < two))
        if one is None:
            print(sign, "x", "x")
        else:
            print(sign, str(one).encode().hex(), int(one.is_prerelease))


main()
