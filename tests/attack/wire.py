"""Sends bytes as they are and reads what comes as strictly as a proxy would."""
import json
import re
import socket
import struct

PATIENCE = 60  # seconds until an answer that does not come is a failure
STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5][0-9]{2}) [\x20-\x7e]*\Z")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\t]*)\Z")
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: the connection ends with a reset


class Malformed(Exception):
    pass


def send(address, pieces, end):
    """Everything that came back until the service closed the connection. `end`: "half" ends sending and waits, "wait" only
    waits, "taste" leaves an answer that does not end once it has begun, "reset" and "close" leave at once."""
    received = b""
    with socket.create_connection(address, timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for piece in pieces:
                connection.sendall(piece)
            if end == "half":
                connection.shutdown(socket.SHUT_WR)
        except (ConnectionError, BrokenPipeError):
            pass  # it was refused before it was whole; the answer may be there all the same
        if end == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        if end in ("reset", "close"):
            return b""
        try:
            while data := connection.recv(65536):
                received += data
                if end == "taste" and re.search(rb"\r\n\r\n.*\n\n", received, re.DOTALL):
                    break
                if end == "taste" and b"content-length:" in received.lower():
                    connection.shutdown(socket.SHUT_WR)  # it ends after all
                    end = "half"
        except ConnectionError:
            pass
    return received


def answers(received, heads):
    """(status, body) of each answer in the bytes. `heads`: how many of the first requests were HEAD."""
    found = []
    while received:
        head, blank, rest = received.partition(b"\r\n\r\n")
        if not blank:
            raise Malformed("an answer breaks off in its headers")
        lines = head.split(b"\r\n")
        status_line = STATUS_LINE.match(lines[0])
        if not status_line:
            raise Malformed(f"not a status line: {lines[0][:100]!r}")
        status = int(status_line[1])
        fields = {}
        for line in lines[1:]:
            field = FIELD.match(line)
            if not field or field[1].lower() in fields:
                raise Malformed(f"not a header, or there twice: {line[:100]!r}")
            fields[field[1].lower()] = field[2]
        if status == 100:
            received = rest
            continue
        if status == 304:  # has no body, and names no length of one (RFC 9110, 8.6 leaves it free)
            if b"content-length" in fields:
                raise Malformed("a 304 with a Content-Length")
            fields[b"content-length"] = b"0"
        if status == 200 and fields.get(b"content-type") == b"text/event-stream" and b"content-length" not in fields:
            _check_stream(fields, rest)
            return [*found, (status, rest)]
        if not re.fullmatch(rb"[0-9]+", fields.get(b"content-length", b"")):
            raise Malformed(f"{status} without a Content-Length")
        length = 0 if heads > 0 else int(fields[b"content-length"])
        heads -= 1
        if len(rest) < length:
            raise Malformed(f"{status} is shorter than its Content-Length")
        body, received = rest[:length], rest[length:]
        _check(status, fields, body)
        found.append((status, body))
    return found


def _check_stream(fields, body):
    """What has come of an event stream (docs/stream.md)."""
    if fields.get(b"connection") != b"close":
        raise Malformed("a stream whose end is not that of its connection")
    whole = body[:body.rfind(b"\n\n") + 1]
    for line in whole.split(b"\n"):
        if not re.fullmatch(rb"|:[^\r]*|retry: [0-9]+|id: [0-9]{16}|event: [a-z]+|data: \{.*\}", line):
            raise Malformed(f"not a line of a stream: {line[:200]!r}")


def _check(status, fields, body):
    kind = fields.get(b"content-type", b"").split(b";")[0]
    if status == 500 or b'"text":"Something went wrong inside' in body:  # in an answer to an assistant
        raise Malformed(f"500: {body[:200]!r}")
    if not kind and not body:  # an answer to a notification of JSON-RPC
        return
    if status == 200 and kind in (b"text/plain", b"text/event-stream"):  # metrics; a message of JSON-RPC in the form of a stream
        if body and not body.endswith(b"\n"):
            raise Malformed(f"a text that breaks off: {body[-200:]!r}")
        return
    if status == 304:  # a head alone
        return
    if kind == b"text/html":  # where a browser lands after signing in
        if b"<h1>" not in body and body:
            raise Malformed("a page without a heading")
        return
    if kind != b"application/json":
        raise Malformed(f"{status} of type {kind!r}")
    if not body:
        return
    try:
        value = json.loads(body.decode("utf-8", "strict"))
    except ValueError as error:
        raise Malformed(f"{status} whose body is no JSON: {error}") from error
    if status >= 400:
        detail = value.get("detail") if isinstance(value, dict) else None
        if not detail or not isinstance(detail, (str, list)):
            raise Malformed(f"{status} without a detail: {body[:200]!r}")
        if isinstance(detail, list) and not all({"loc", "msg", "type"} <= set(fault) for fault in detail):
            raise Malformed(f"{status} with a fault that says too little: {body[:200]!r}")
