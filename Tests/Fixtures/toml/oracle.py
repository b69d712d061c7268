"""Compares what the TOML reader under test made of documents with what tomllib makes of them.

In, one JSON object per line:   {"toml": "<hex of the document>", "got": <tagged value> or null where it was refused}
Out, one JSON object per line:  {"number": n, "quirk": "<name>"}         where they differ for a known reason
                                {"number": n, "difference": "<sentence>"} where they differ
and at last                     {"documents": n, "accepted": n}

Tagged values are those of toml-test: {"type": "integer", "value": "1"}; tables and arrays are plain objects and
arrays. Floats are the hexadecimal bits of the double. The order of the keys counts.
"""

import datetime
import json
import math
import struct
import sys
import tomllib


def clock(value):
    return "%02d:%02d:%02d.%06d" % (value.hour, value.minute, value.second, value.microsecond)


def day(value):
    return "%04d-%02d-%02d" % (value.year, value.month, value.day)


def tagged(value):
    if isinstance(value, dict):
        return {key: tagged(item) for key, item in value.items()}
    if isinstance(value, list):
        return [tagged(item) for item in value]
    if isinstance(value, bool):
        return {"type": "bool", "value": "true" if value else "false"}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    if isinstance(value, int):
        return {"type": "integer", "value": str(value)}
    if isinstance(value, float):
        bits = "nan" if math.isnan(value) else struct.pack(">d", value).hex()
        return {"type": "float", "value": bits}
    if isinstance(value, datetime.datetime):
        text = day(value) + "T" + clock(value)
        if value.tzinfo is None:
            return {"type": "datetime-local", "value": text}
        minutes = int(value.utcoffset().total_seconds()) // 60
        sign = "-" if minutes < 0 else "+"
        return {"type": "datetime", "value": "%s%s%02d:%02d" % (text, sign, abs(minutes) // 60, abs(minutes) % 60)}
    if isinstance(value, datetime.date):
        return {"type": "date-local", "value": day(value)}
    if isinstance(value, datetime.time):
        return {"type": "time-local", "value": clock(value)}
    raise TypeError(type(value))


def has_large_integer(value):
    if isinstance(value, dict):
        return any(map(has_large_integer, value.values()))
    if isinstance(value, list):
        return any(map(has_large_integer, value))
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def ordered(value):
    return json.dumps(value, ensure_ascii=True)


def main():
    documents = accepted = 0
    say = lambda **fields: print(json.dumps(fields))
    for number, line in enumerate(sys.stdin):
        case = json.loads(line)
        document = bytes.fromhex(case["toml"])
        got = case["got"]
        documents += 1
        error = value = None
        try:
            value = tomllib.loads(document.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            error = problem
        if error is not None:
            if got is not None:
                if "Invalid date or datetime" in str(error) and b"0000-" in document:
                    say(number=number, quirk="year-zero")
                else:
                    say(number=number, difference="accepted, but tomllib says: %s" % error)
            continue
        accepted += 1
        if got is None:
            if has_large_integer(value):
                say(number=number, quirk="large-integer")
            else:
                say(number=number, difference="refused, but tomllib has: %s" % ordered(tagged(value)))
        elif ordered(got) != ordered(tagged(value)):
            say(number=number, difference="values differ, tomllib has: %s" % ordered(tagged(value)))
    say(documents=documents, accepted=accepted)


main()
