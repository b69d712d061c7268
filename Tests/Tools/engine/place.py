"""The files of one daemon, and questions to its socket."""

import http.client
import json
import os
import socket

from machine import Refusal


class Place:
    """The files below DIR."""

    def __init__(self, folder):
        self.folder = os.path.realpath(folder)
        self.data = self.file("data")
        self.socket = self.file("docker.sock")
        if len(self.socket.encode()) > 100:
            raise SystemExit(f"engine: {self.socket} is too long for the name of a socket")

    def file(self, name):
        return os.path.join(self.folder, name)

    def ready(self):
        try:
            with open(self.file("ready.json")) as file:
                return json.load(file)
        except FileNotFoundError:
            raise SystemExit(f"engine: no daemon runs below {self.folder}")

    def say(self, name, text):
        with open(self.file(name + ".new"), "w") as file:
            file.write(text)
        os.rename(self.file(name + ".new"), self.file(name))

    def log_end(self):
        try:
            with open(self.file("log"), errors="replace") as file:
                lines = [line.strip() for line in file if "level=info" not in line]
            return " | ".join(lines[-3:]) or "it said nothing"
        except FileNotFoundError:
            return "it said nothing"


class UnixConnection(http.client.HTTPConnection):
    """HTTP to the daemon's socket."""

    def __init__(self, path):
        super().__init__("docker", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(place, method, path, body=None):
    connection = UnixConnection(place.socket)
    try:
        connection.request(method, path, body=body)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Refusal(f"the daemon answers {path} with {answer.status}: {text[:300]!r}")
        return text
    finally:
        connection.close()


def list_caches(place):
    """The engine's own list of mount caches. Which member holds it depends on the version of the API."""
    answer = json.loads(ask(place, "GET", "/system/df?type=build-cache&verbose=1"))
    records = answer.get("BuildCache") or (answer.get("BuildCacheUsage") or {}).get("Items") or []
    return [
        {"record": record["ID"], "inUse": record["InUse"], "bytes": record["Size"], "uses": record["UsageCount"],
         "description": record["Description"]}
        for record in records if record["Type"] == "exec.cachemount"]
