"""Engines that nobody should trust: one socket for each way to misbehave.

usage: hostile.py FOLDER      makes FOLDER/<way>.sock for each, then FOLDER/ready; ends when FOLDER or its parent is gone

A way is a generator: it gets the connection and gives the bytes it sends next. Ways whose name begins with `http-`
answer HTTP/1.1, the others HTTP/2.
"""

import os
import random
import shutil
import socket
import struct
import sys
import threading
import time

DATA, HEADERS, RST, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUATION = 0, 1, 3, 4, 5, 6, 7, 8, 9
END_STREAM, END_HEADERS = 1, 4


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def integer(value, bits, first=0):
    """An HPACK integer with a prefix of some bits."""
    most = (1 << bits) - 1
    if value < most:
        return bytes([first | value])
    result = bytes([first | most])
    value -= most
    while value >= 128:
        result += bytes([value % 128 + 128])
        value //= 128
    return result + bytes([value])


def header(name, value, indexed=False):
    """A literal header field."""
    name, value = name.encode(), value.encode() if isinstance(value, str) else value
    start = b"\x40" if indexed else b"\x00"
    return start + integer(len(name), 7) + name + integer(len(value), 7) + value


SETTLED = frame(SETTINGS, 0, 0)
GRPC = header(":status", "200") + header("content-type", "application/grpc")
BEGUN = SETTLED + frame(HEADERS, END_HEADERS, 1, GRPC)
GOOD_END = frame(HEADERS, END_HEADERS | END_STREAM, 1, header("grpc-status", "0"))


def message(content, flag=0, length=None):
    return bytes([flag]) + struct.pack(">I", len(content) if length is None else length) + content


def data(content, flags=0):
    return frame(DATA, flags, 1, content)


# HTTP/2.


def good(_):
    yield BEGUN + data(message(b"")) + GOOD_END


def good_in_pieces(_):
    for byte in BEGUN + data(message(b"")) + GOOD_END:
        yield bytes([byte])


def silent(_):
    time.sleep(20)
    yield b""


def slow(_):
    yield BEGUN
    while True:
        for byte in data(b"\0"):
            yield bytes([byte])
            time.sleep(0.03)


def slow_pings(_):
    yield SETTLED
    while True:
        yield frame(PING, 0, 0, b"12345678")
        time.sleep(0.01)


def garbage(_):
    chosen = random.Random(1)
    while True:
        yield chosen.randbytes(4096)


def closes(_):
    return
    yield


def closes_after_settings(_):
    yield SETTLED


def closes_in_headers(_):
    yield SETTLED + frame(HEADERS, END_HEADERS, 1, GRPC)[:20]


def closes_in_message(_):
    yield BEGUN + data(message(b"abc", length=10))


def ends_in_message(_):
    yield BEGUN + data(message(b"abc", length=10)) + GOOD_END


def ends_in_prefix(_):
    yield BEGUN + data(b"\0\0") + GOOD_END


def huge_header(_):
    block = GRPC + header("x-huge", "a" * 60_000)
    yield SETTLED + frame(HEADERS, 0, 1, block[:16000])
    for start in range(16000, len(block), 16000):
        yield frame(CONTINUATION, 0, 1, block[start:start + 16000])
    yield frame(CONTINUATION, END_HEADERS, 1)


def many_headers(_):
    yield SETTLED + frame(HEADERS, END_HEADERS, 1, GRPC + header("a", "b") * 2000)


def endless_continuation(_):
    yield SETTLED + frame(HEADERS, 0, 1, GRPC)
    while True:
        yield frame(CONTINUATION, 0, 1, header("a", "b") * 100)


def header_bomb(_):
    # One entry of the dynamic table, named again and again with one byte each.
    yield SETTLED + frame(HEADERS, END_HEADERS, 1, GRPC + header("x", "a" * 3000, indexed=True) + b"\xbe" * 8000)


def endless_data(_):
    yield BEGUN
    while True:
        yield data(message(b"a" * 16000))


def endless_empty_messages(_):
    yield BEGUN
    while True:
        yield data(message(b"") * 1000)


def endless_empty_frames(_):
    yield BEGUN
    while True:
        yield data(b"") * 1000


def endless_settings(_):
    while True:
        yield SETTLED * 1000


def endless_pings(_):
    yield SETTLED
    while True:
        yield frame(PING, 0, 0, b"12345678") * 1000


def endless_unknown_frames(_):
    yield SETTLED
    while True:
        yield frame(0xBB, 0, 0, b"?" * 1000) * 10


def wrong_content_type(_):
    yield SETTLED + frame(HEADERS, END_HEADERS, 1, header(":status", "200") + header("content-type", "text/html"))
    yield data(message(b"")) + GOOD_END


def almost_content_type(_):
    yield SETTLED + frame(
        HEADERS, END_HEADERS, 1, header(":status", "200") + header("content-type", "application/grpcweb"))
    yield data(message(b"")) + GOOD_END


def wrong_status(_):
    yield SETTLED + frame(HEADERS, END_HEADERS | END_STREAM, 1, header(":status", "503"))


def no_grpc_status(_):
    yield BEGUN + data(message(b""), END_STREAM)


def odd_grpc_status(_):
    yield BEGUN + frame(HEADERS, END_HEADERS | END_STREAM, 1, header("grpc-status", "-0"))


def evil_grpc_message(_):
    yield BEGUN + frame(
        HEADERS, END_HEADERS | END_STREAM, 1,
        header("grpc-status", "5") + header("grpc-message", "%1b[31m%0aok%e2%80%ae%zz%"))


def goaway(_):
    yield SETTLED + frame(GOAWAY, 0, 0, struct.pack(">II", 0, 11))
    time.sleep(20)


def reset(_):
    yield BEGUN + frame(RST, 0, 1, struct.pack(">I", 7))
    time.sleep(20)


def huge_message(_):
    yield BEGUN + data(message(b"a", length=0xFFFFFFFF))
    time.sleep(20)


def compressed(_):
    yield BEGUN + data(message(b"a", flag=1)) + GOOD_END


def data_first(_):
    yield SETTLED + data(message(b"")) + GOOD_END


def no_settings(_):
    yield frame(HEADERS, END_HEADERS, 1, GRPC) + data(message(b"")) + GOOD_END
    time.sleep(20)


def push(_):
    yield SETTLED + frame(PUSH, END_HEADERS, 1, struct.pack(">I", 2) + header(":path", "/"))
    time.sleep(20)


def other_stream(_):
    yield SETTLED + frame(HEADERS, END_HEADERS, 3, GRPC) + frame(DATA, 0, 3, message(b""))
    time.sleep(20)


def no_window(_):
    yield frame(SETTINGS, 0, 0, struct.pack(">HI", 4, 0))
    time.sleep(20)


def giant_frame(_):
    yield SETTLED + struct.pack(">I", 0xFFFFFF)[1:] + bytes([DATA, 0]) + struct.pack(">I", 1) + b"a" * 100_000
    time.sleep(20)


def speaks_http1(_):
    yield b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
    time.sleep(20)


def two_messages(_):
    yield BEGUN + data(message(b"") * 2) + GOOD_END


def no_message(_):
    yield BEGUN + GOOD_END


def broken_protobuf(_):
    yield BEGUN + data(message(b"\x0a\xff\xff\xff\xff\x0f")) + GOOD_END


def many_workers(_):
    yield BEGUN
    for _ in range(3):
        yield data(message(b"\x0a\x00" * 2000)) + GOOD_END


# HTTP/1.1.


def http_good(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield b'12\r\n{"Version":"20.10"\r\n1;x=y\r\n}\r\n0\r\nX: y\r\n\r\n'


def http_not_json(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


def http_no_object(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"


def http_cut(_):
    yield b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"Version":'


def http_cut_chunk(_):
    yield b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"Version":'


def http_two_lengths(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "


def http_length_and_chunks(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


def http_signed_length(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}"


def http_huge_length(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\n{}"


def http_endless_head(_):
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-Header: value\r\n" * 100


def http_endless_line(_):
    while True:
        yield b"HTTP/1.1 200 " + b"a" * 10_000


def http_endless_body(_):
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b" " * 65536


def http_endless_chunks(_):
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"1\r\n \r\n" * 1000


def http_endless_notes(_):
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 100


def http_garbage(_):
    yield random.Random(2).randbytes(4096)


def http_deep(_):
    yield b"HTTP/1.1 200 OK\r\n\r\n" + b'{"a":' * 5000


def http_slow(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
    while True:
        yield b" "
        time.sleep(0.03)


def http_denied(_):
    yield b'HTTP/1.1 403 Forbidden\r\nContent-Length: 29\r\n\r\n{"message":"no\x1b[31m for you"}\n'


def http_no_upgrade(_):
    yield b'HTTP/1.1 404 Not Found\r\nContent-Length: 14\r\n\r\n{"message":""}'


def http_other_upgrade(_):
    yield b"HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"


def http_upgrade_silent(_):
    yield b"HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    time.sleep(20)


def http_upgrade_good(connection):
    # The first frame comes in one piece with the answer to the upgrade.
    yield b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + SETTLED
    connection.recv(65536)
    yield frame(HEADERS, END_HEADERS, 1, GRPC) + data(message(b"")) + GOOD_END


def http_upgrade_hasty(_):
    # Answers what was not asked yet.
    yield b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + BEGUN


# Sockets.


def answer(connection, way):
    try:
        # What was asked first: a peer that closes with unread bytes resets the connection.
        if not way.__name__.startswith(("silent", "closes")):
            connection.recv(65536)
        for piece in way(connection):
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    except OSError:
        pass
    finally:
        connection.close()


def serve(listener, way):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection, way), daemon=True).start()


def listen(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(0 if path.endswith("/full.sock") else 16)
    return listener


def main(folder):
    parent = os.getppid()
    ways = {
        name.replace("_", "-"): way for name, way in globals().items()
        if callable(way) and way.__module__ == __name__
        and name not in ("frame", "integer", "header", "message", "data", "answer", "serve", "listen", "main")}
    for name, way in ways.items():
        listener = listen(os.path.join(folder, name + ".sock"))
        threading.Thread(target=serve, args=(listener, way), daemon=True).start()
    # One that accepts nobody and has as many waiting as it may have.
    full = listen(os.path.join(folder, "full.sock"))
    waiting = []
    for _ in range(2):
        client = socket.socket(socket.AF_UNIX)
        client.setblocking(False)
        try:
            client.connect(full.getsockname())
        except BlockingIOError:
            pass
        waiting.append(client)
    # One that listens no more.
    listen(os.path.join(folder, "gone.sock")).close()
    with open(os.path.join(folder, "ready"), "w"):
        pass
    while os.path.isdir(folder) and os.getppid() == parent:
        time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)


main(sys.argv[1])
