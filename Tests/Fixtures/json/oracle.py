"""Compares what the JSON reader under test made of documents with what Python's json makes of them.

In, one JSON object per line:   {"json": "<hex>", "strict": <tagged> or null, "replaced": <tagged> or null}
                                (how lone surrogates were treated; null where the document was refused)
Out, one JSON object per line:  {"number": n, "difference": "<sentence>"} where they differ
and at last                     {"documents": n, "accepted": n}

Tagged values: ["o", [[key, value], ...]] with repeated keys, ["a", [...]], ["s", text],
["n", digits, 64-bit integer as text or null, hexadecimal bits of the double], true, false, ["null"].

Python's json differs from RFC 8259 in two points, both mended here: it accepts NaN and Infinity (refused through
parse_constant) and lone surrogates (the strict reading must refuse them, the other one must have U+FFFD).
"""

import json
import re
import struct
import sys


class Number:
    def __init__(self, text):
        self.text = text


class Object:
    def __init__(self, pairs):
        self.pairs = pairs


LONE = re.compile("[\ud800-\udfff]")


def refuse(name):
    raise ValueError("%s is not JSON" % name)


def tagged(value):
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return ["s", value]
    if isinstance(value, list):
        return ["a", [tagged(item) for item in value]]
    if isinstance(value, Object):
        return ["o", [[key, tagged(item)] for key, item in value.pairs]]
    integer = None
    if re.fullmatch("-?[0-9]+", value.text) and len(value.text) < 30 and -(2**63) <= int(value.text) < 2**63:
        integer = str(int(value.text))
    return ["n", value.text, integer, struct.pack(">d", float(value.text)).hex()]


def replaced(value):
    if isinstance(value, str):
        return LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [replaced(item) for item in value]
    return value


def has_lone(value):
    if isinstance(value, str):
        return LONE.search(value) is not None
    return isinstance(value, list) and any(map(has_lone, value))


def main():
    documents = accepted = 0
    say = lambda **fields: print(json.dumps(fields))
    for number, line in enumerate(sys.stdin):
        case = json.loads(line)
        documents += 1
        try:
            value = json.loads(
                bytes.fromhex(case["json"]).decode(),
                parse_int=Number,
                parse_float=Number,
                parse_constant=refuse,
                object_pairs_hook=Object,
            )
        except ValueError as error:
            for reading in ("strict", "replaced"):
                if case[reading] is not None:
                    say(number=number, difference="accepted (%s), but Python says: %s" % (reading, error))
            continue
        accepted += 1
        value = tagged(value)
        strict = None if has_lone(value) else value
        if case["strict"] != strict:
            say(number=number, difference="strict: Python has %s, got %s" % (json.dumps(strict), json.dumps(case["strict"])))
        if case["replaced"] != replaced(value):
            say(number=number, difference="replaced: Python has %s, got %s" % (json.dumps(value), json.dumps(case["replaced"])))
    say(documents=documents, accepted=accepted)


main()
