"""Undoes percent signs as urllib does: one text in hexadecimal digits in each line, the bytes in the answer's."""
import sys
from urllib.parse import unquote_to_bytes

for line in sys.stdin:
    print(unquote_to_bytes(bytes.fromhex(line)).hex())
