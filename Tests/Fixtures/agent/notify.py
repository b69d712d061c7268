"""A service manager: notify.py SOCKET FILE appends each message that comes to SOCKET to FILE, until STOPPING=1.

A socket name that begins with "@" is an abstract one.
"""

import os
import socket
import sys

name, path = sys.argv[1:]
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind("\0" + name[1:] if name.startswith("@") else name)
manager.settimeout(120)
with open(path, "w") as file:
    print("LISTENING", file=file, flush=True)
    while True:
        message = manager.recv(4096).decode()
        print(message, file=file, flush=True)
        if message == "STOPPING=1":
            break
