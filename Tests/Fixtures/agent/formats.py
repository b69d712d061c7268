"""Looks through a report with hostile names: no raw control, bidirectional or invisible character in it, no line that a
build service takes for a command, and as many names as there are. usage: formats.py FORMAT FILE
"""

import json
import pathlib
import re
import subprocess
import sys
import unicodedata

format, path = sys.argv[1], sys.argv[2]
raw = pathlib.Path(path).read_bytes()
text = raw.decode()
for character in set(text) - {"\n"}:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        print(f"raw U+{ord(character):04X}")
for line in text.split("\n"):
    if re.match(r"\s*(::|##)", line):
        print("a build service would obey:", line)
if format == "json":
    document = json.loads(text)
    names = {finding["path"] for finding in document["findings"] if finding["rule"] == "setuid-file"}
elif format == "jsonl":
    lines = [json.loads(line) for line in text.splitlines()]
    names = {line["path"] for line in lines if line.get("rule") == "setuid-file"}
    if lines[-1]["type"] != "summary":
        print("the last line is no summary")
elif format == "sarif":
    results = json.loads(text)["runs"][0]["results"]
    names = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in results if result["ruleId"] == "setuid-file"
    }
    if any(re.search(r"[\x00-\x20\x7f-\uffff<>]", name) for name in names):
        print("a URI holds what must be escaped:", sorted(names))
else:
    names = set(re.findall(r"^  - path: (.*)$", text, re.MULTILINE))
print(len(names), "names")
