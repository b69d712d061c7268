"""Says what pip reads in requirements files.

In, one document per line, its bytes in hexadecimal.
Out, one line per document: JSON, a list of texts, one per requirement, in the order of the file:
    "name|pinned version|hashes, sorted|" or "url|hashes, sorted|URL without fragment";
    "-r target", "-c target" for included files;
or null where pip refuses the file.
"""

import json
import os
import re
import sys
import tempfile

from pip._internal.network.session import PipSession
from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._vendor.packaging.utils import canonicalize_name


SIZES = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}


def is_digest(text):
    """pip takes any text for a digest; those that can never fit are left out."""
    name, value = text.split(":", 1)
    return re.fullmatch("[0-9a-f]{%d}" % SIZES[name], value) is not None


def describe(parsed):
    requirement = install_req_from_parsed_requirement(parsed)
    specifiers = list(requirement.req.specifier) if requirement.req is not None else []
    pin = ""
    if len(specifiers) == 1 and (
        specifiers[0].operator == "==="
        or specifiers[0].operator == "=="
        and not specifiers[0].version.endswith(".*")
    ):
        pin = specifiers[0].version
    hashes = sorted(
        "%s:%s" % (name, value.lower())
        for name, values in requirement.hash_options.items()
        for value in set(values)
    )
    name = canonicalize_name(requirement.name) if requirement.name else ""
    url = ""
    if requirement.link is not None:
        link = requirement.link
        url = link.url
        if link.hash_name:
            hashes = sorted(set(hashes + ["%s:%s" % (link.hash_name, link.hash.lower())]))
        hashes = [text for text in hashes if is_digest(text)]
        return "url|%s|%s" % (",".join(hashes), url.split("#")[0])
    hashes = [text for text in hashes if is_digest(text)]
    return "|".join([name, pin, ",".join(hashes), ""])


def read(document, folder, session):
    path = os.path.join(folder, "requirements.txt")
    with open(path, "wb") as file:
        file.write(document)
    result = []
    parser = req_file.RequirementsFileParser(session, req_file.get_line_parser(None))
    # Included files are named, not opened: pip's own reader would open them.
    for line in parser._parse_file(path, False):
        if getattr(line, "requirement", None) is not None:
            result.append(describe(req_file.handle_requirement_line(line, None)))
        elif line.opts.requirements:
            result.append("-r " + line.opts.requirements[0])
        elif line.opts.constraints:
            result.append("-c " + line.opts.constraints[0])
    return result


def main():
    session = PipSession()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for line in sys.stdin:
            document = bytes.fromhex(line.strip())
            try:
                answer = read(document, folder, session)
            except Exception as error:
                answer = None
                if "-v" in sys.argv:
                    sys.stderr.write("%r\n%s: %s\n" % (document, type(error).__name__, error))
            print(json.dumps(answer))


main()
