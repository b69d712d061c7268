"""Second opinions for the tests of the report writers.

    oracle.py CHECK FILE...

Each check reads files that a test wrote, says on stdout what it does not like, and ends with 1 if there was
anything. It shares no code with the writers.
"""

import datetime
import json
import re
import sys
import unicodedata
import urllib.parse

complaints = []


def complain(*words):
    if len(complaints) < 20:
        print(*words)
    complaints.append(words)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def expect_harmless(text, where):
    """No control, format, separator or bidirectional character but the line break."""
    for position, character in enumerate(text):
        if character == "\n":
            continue
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            complain(where, f"U+{ord(character):04X} at", position, ascii(text[max(0, position - 20):position + 20]))
            return


def unescape(text):
    """The bytes behind an escaped text."""

    def one(match):
        if match[1]:
            return bytes([int(match[1], 16)])
        if match[2]:
            return chr(int(match[2], 16)).encode()
        if match[3]:
            return b"\\"
        if match[4] == "\\":
            raise ValueError("lone backslash")
        return match[4].encode()

    pattern = r"\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}|(\\\\)|(.)"
    return b"".join(one(match) for match in re.finditer(pattern, text, re.DOTALL))


def check_escapes(path):
    """One JSON object a line: `hex` are the bytes, `path` and `text` what the writer made of them."""
    raw = read(path).decode()
    expect_harmless(raw, "raw file")
    lines = [line for line in raw.split("\n") if line]
    if len(lines) < 1000:
        complain("only", len(lines), "lines")
    for line in lines:
        value = json.loads(line)
        wanted = bytes(int(byte, 16) for byte in value["hex"].split())
        if value.get("pathEncoding") == "percent":
            found = urllib.parse.unquote_to_bytes(value["path"])
            try:
                wanted.decode()
                complain("encoded without need:", wanted)
            except UnicodeDecodeError:
                pass
        else:
            found = value["path"].encode()
        if found != wanted:
            complain("path", wanted, found)
        if unescape(value["text"]) != wanted:
            complain("text", wanted, value["text"])
        if "##" in line or "::" in value["text"]:
            complain("command", ascii(line))


def check_moments(path):
    """`seconds milliseconds text` a line, compared with Python's calendar."""
    epoch = datetime.datetime(1970, 1, 1)
    lines = read(path).decode().splitlines()
    if len(lines) < 30000:
        complain("only", len(lines), "lines")
    for line in lines:
        seconds, milliseconds, text = line.split()
        moment = epoch + datetime.timedelta(seconds=int(seconds), milliseconds=int(milliseconds))
        wanted = moment.isoformat(timespec="milliseconds") + "Z"
        if wanted != text:
            complain(seconds, wanted, text)


def main():
    check = globals()["check_" + sys.argv[1]]
    check(*sys.argv[2:])
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
