"""Says what Python's `packaging` and `packageurl` make of names.

In, one JSON array per line:
    ["name", text]                  out: the normal form
    ["wheel", file]                 out: [name, version, build, tags sorted] or null
    ["sdist", file]                 out: [name, version] or null
    ["purl", type, namespace, name, version, {qualifiers}]   out: the text
"""

import json
import sys

from packageurl import PackageURL
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)


def answer(kind, *rest):
    if kind == "name":
        return canonicalize_name(rest[0])
    if kind == "wheel":
        try:
            name, version, build, tags = parse_wheel_filename(rest[0])
        except (InvalidWheelFilename, ValueError):
            return None
        return [name, str(version)]
    if kind == "sdist":
        try:
            name, version = parse_sdist_filename(rest[0])
        except (InvalidSdistFilename, ValueError):
            return None
        return [name, str(version)]
    kind, namespace, name, version, qualifiers = rest
    return PackageURL(kind, namespace or None, name, version, qualifiers).to_string()


for line in sys.stdin:
    print(json.dumps(answer(*json.loads(line))))
