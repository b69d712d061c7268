"""A BuildKit made of answers: serves moby.buildkit.v1.Control with the reference implementation of gRPC.

usage: grpc_server.py FOLDER      makes FOLDER/s, then FOLDER/ready; ends when FOLDER or its parent is gone

FOLDER/answers is JSON: for each method {"messages": ["hex", ...], "times": 1, "pause": 0, "code": 0, "message": "",
"trailers": {}}. A call is answered with its messages and its status; one that is not named is unimplemented, as in an
old BuildKit. Requests are written to FOLDER/requests, one line of JSON each: method, message as hex, metadata, seconds
that are left.
"""

import json
import os
import shutil
import sys
import threading
import time
from concurrent import futures

import grpc

SERVICE = "moby.buildkit.v1.Control"


class Control(grpc.GenericRpcHandler):
    def __init__(self, answers, requests):
        self.answers = answers
        self.requests = requests
        self.lock = threading.Lock()

    def service(self, details):
        service, _, method = details.method.removeprefix("/").partition("/")
        if service != SERVICE or method not in self.answers:
            return None
        answer = self.answers[method]
        metadata = dict((name, value) for name, value in details.invocation_metadata if isinstance(value, str))

        def serve(request, context):
            with self.lock:
                self.requests.write(
                    json.dumps({
                        "method": method, "message": request.hex(), "metadata": metadata,
                        "seconds": context.time_remaining()}) + "\n")
                self.requests.flush()
            for message in answer.get("messages", []) * answer.get("times", 1):
                yield bytes.fromhex(message)
                time.sleep(answer.get("pause", 0))
            if answer.get("code", 0):
                context.set_trailing_metadata(tuple(answer.get("trailers", {}).items()))
                context.abort(
                    next(code for code in grpc.StatusCode if code.value[0] == answer["code"]), answer["message"])

        return grpc.unary_stream_rpc_method_handler(serve)


def main(folder):
    parent = os.getppid()
    with open(folder + "/answers") as file:
        answers = json.load(file)
    with open(folder + "/requests", "w") as requests:
        server = grpc.server(
            futures.ThreadPoolExecutor(4), handlers=[Control(answers, requests)],
            options=[("grpc.max_send_message_length", -1)])
        server.add_insecure_port("unix:" + folder + "/s")
        server.start()
        with open(folder + "/ready", "w"):
            pass
        while os.path.isdir(folder) and os.getppid() == parent:
            time.sleep(0.1)
        server.stop(0)
    shutil.rmtree(folder, ignore_errors=True)


main(sys.argv[1])
