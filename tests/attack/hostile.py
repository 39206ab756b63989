"""Hostile HTTP requests, the same for the same seed: from the grammar of what the API takes, and by mutation of that."""
import base64
import dataclasses
import json
import random
import struct

from routes import routes, tools

HOST = b"Host: localhost\r\n"
TEXTS = ["", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\u202e", "\ufeff", "é" * 300, "x" * 70000, "'; drop table x; --",
         "%s%n", "../../etc/passwd", "<script>", "\r\nX: y", "𝒜" * 200, "\x7f", "null", "0", "-1", "1e999", "\\u0000"]
NUMBERS = [0, -1, 1, 2**31, -2**31 - 1, 2**53, 2**63 - 1, 2**63, -2**63 - 1, 10**30, 1.5, -0.0, 1e308, float("inf"), float("nan")]
TIMES = ["2030-01-15T10:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
         "2030-02-30T10:00:00Z", "2030-01-15T25:00:00Z", "2030-01-15T10:00:60Z", "2030-01-15T10:00:00+99:99", "2030-01-15",
         "-0001-01-01T00:00:00Z", "2030-1-5", "now", "1736935200", "2030-01-15T10:00:00.999999999999Z", "20300115T100000Z"]
ZONES = ["Europe/Berlin", "UTC", "", "Mars/Olympus", "../../etc/passwd", "Europe/Berlin\x00", "+25:00", "A" * 300]
RULES = ["RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;INTERVAL=2147483647", "RRULE:FREQ=DAILY;COUNT=-1",
         "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=YEARLY;BYMONTH=13", "RRULE:FREQ=DAILY;COUNT=99999999999999999999",
         "RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2", "EXDATE;TZID=Nowhere:20300115T100000", "RDATE:" + "20300115T100000Z," * 400,
         "RRULE:" + "FREQ=DAILY;" * 100, "RRULE", "EXRULE:FREQ=SECONDLY;COUNT=1000000", "RRULE:FREQ=DAILY;UNTIL=99999999T999999Z"]
MAILS = ["a@example.com", "@", "a@", "a@b@c", "a" * 400 + "@example.com", "\u0000@example.com", "a@example.com\r\nBcc: b@example.com"]

CURSORS = ["", "0", "-1", "9223372036854775807", "99999999999999999999", "AAAA", "AQ", "=", "A" * 3000,
           # Of GET /events: a place before all rows, and one beyond all.
           *(base64.urlsafe_b64encode(struct.pack(">Bq?IIIq", 1, start, False, 0, 0, 0, row)).decode().rstrip("=")
             for start in (0, 253402300800000, 2**63 - 1, -2**63) for row in (7, 2**63 - 1, -2**63))]
EVENT_IDS = ["0", "1", "0000000000000001", "999999999999999999", "9999999999999999999", "-1", "1e3", "", " ", "a", "1" * 5000]
CLOCKS = ["09:30", "24:00", "24:01", "9", "99:99", ""]
IDS = ["abc", "abc_20300115T100000Z", "abc_00010101", "a" * 1100, "a%2fb", "%00", "%f0%9f%98%80", "7", "-1", "9223372036854775807"]

# Each member of a body with the values that are near to it.
MEMBERS = {
    "title": TEXTS, "description": TEXTS, "location": TEXTS, "start_time": TIMES, "end_time": TIMES, "all_day": [True, False],
    "time_zone": ZONES, "attendees": [[mail] for mail in MAILS] + [MAILS * 30], "recurrence": RULES + [RULES],
    "reminders": [[], [{"method": "popup", "minutes": 1}] * 9, [{"method": "fax", "minutes": -1}], [{}]], "color_id": ["1", "99", 1],
    "local_event_id": NUMBERS, "send_updates": ["all", "none", "ALL", ""], "conference": [True, "yes"], "etag": TEXTS,
    "google_event_id": TEXTS, "calendar_id": TEXTS, "code": TEXTS, "redirect_uri": TEXTS, "state": TEXTS,
    "webhook_url": ["https://example.org", "http://example.org", "file:///etc/passwd", "javascript:x", "https://[::1"],
    "expiration_hours": NUMBERS, "fields": [{"title": "google"}, {"title": "other"}, {"x": "aria"}, []],
    "response": ["accepted", "declined", "yes", ""], "comment": TEXTS, "to_calendar_id": ["primary", "other@example.com", *TEXTS],
    "plan_id": TEXTS, "since": ["2100-01-01T00:00:00Z", *(time for time in TIMES if time > "203")], "history_id": NUMBERS,
    # Of a query; as arguments of an assistant's tools, too.
    "from": TIMES, "to": TIMES, "q": TEXTS, "query": TEXTS, "limit": NUMBERS, "cursor": CURSORS, "tz": ZONES, "days": NUMBERS,
    "max_results": NUMBERS, "types": ["created", "deleted,updated", "reset", ",", *TEXTS], "resolution": ["google_wins", "aria_wins", "both"],
    "last_event_id": EVENT_IDS, "dry_run": ["true", "1", "yes"], "error": ["access_denied", *TEXTS], "minutes": NUMBERS,
    "earliest": CLOCKS, "latest": CLOCKS, "weekends": [True, "no"], "whole_series": [False, "no"], "idempotency_key": TEXTS,
}
HEADER_VALUES = {
    "If-None-Match": [b"*", b'"a"', b'W/"a,b", "c', b'"', b"," * 500], "Idempotency-Key": [b"k", b"k" * 300, b"a b"],
    "MCP-Protocol-Version": [b"2025-06-18", b"2025-11-25", b"1", b"9" * 300], "Last-Event-ID": [text.encode() for text in EVENT_IDS],
}
# Without it nobody is signed in any more: it is tried only in ways in which it must be refused.
REFUSED = {"/auth/revoke": b"Origin: https://evil.example\r\n"}
ROUTES = routes()
OFTEN = ROUTES + [route for route in ROUTES if route.path == "/events"] * 6
# The bodies by path, with the weight of each.
BODIES = {route.path: route.body for route in ROUTES if route.body}
WEIGHTS = [{"/events/create": 12, "/events/update": 6, "/events/respond": 3, "/events/move": 3}.get(path, 1) for path in BODIES]
TOOLS = tools()
PATHS = [b"/", b"//", b"/events/../health", b"/events/%2e%2e/health", b"/events/%00", b"/events/%ff%fe", b"/%", b"/events/%zz",
         b"/events/" + b"a" * 9000, b"/events/a%2fb", b"/events/;x=1", b"/HEALTH", b"/health/", b"/events//today", b"*",
         b"localhost:80", b"http://localhost/health", b"http://evil.example/health", b"http://hooks.example.org/events/today",
         b"HTTP://LOCALHOST/events/today", b"http:///x", b"http://a@localhost/", b"/\x01", b"/\xc3\xa9", b"/#a", b"/?" + b"a&" * 4000,
         b"/events/%ed%a0%80", b"/sync/undo/99999999999999999999", b"/sync/undo/-1", b"//evil.example/webhook", b"\\\\x", b"/a b"]
METHODS = [b"GET", b"POST", b"DELETE", b"PUT", b"PATCH", b"OPTIONS", b"TRACE", b"CONNECT", b"BREW", b"get", b"G\x00T", b"", b"X" * 999]
HEADERS = [b"Origin: https://evil.example", b"Origin: null", b"Sec-Fetch-Site: cross-site", b"X-Forwarded-Host: hooks.example.org",
           b"X-Forwarded-For: 203.0.113.9", b'Forwarded: for="[2001:db8::1]";host=evil.example', b"Forwarded: ;;=", b"Upgrade: h2c",
           b"Connection: upgrade, keep-alive", b"Expect: 100-continue", b"Expect: x", b"Authorization: Bearer " + b"a" * 3000,
           b"Content-Type: text/plain", b"Content-Type: application/json; charset=utf-16", b"Accept: text/html", b"Cookie: a=b",
           b"Range: bytes=0-1", b"If-None-Match: *", b"Idempotency-Key: " + b"k" * 300, b"TE: trailers",
           b"X-Goog-Channel-ID: x", b"X-Goog-Resource-State: exists", b"X-Goog-Message-Number: 99999999999999999999",
           b"Content-Encoding: gzip", b"X-HTTP-Method-Override: DELETE", b"A:" + b" " * 500, b"Host: evil.example"]
# What may frame a body in two ways. %d: the true length.
FRAMINGS = [b"Content-Length: %d\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: %d",
            b"Content-Length: %d\r\nContent-Length: 0", b"Content-Length: 0\r\nContent-Length: %d", b"Content-Length: %d, 0",
            b"Content-Length: +%d", b"Content-Length: 0x%d", b"Content-Length : %d", b"Content-Length: %d\r\n 0",
            b"Content-Length:\x0b%d", b"Transfer-Encoding: \x0bchunked", b"Transfer-Encoding : chunked", b"Transfer-Encoding: xchunked",
            b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding:\r\n chunked", b"Transfer-Encoding: chunked\nA: b",
            b"X: y\nContent-Length: %d", b"X: y\rTransfer-Encoding: chunked", b"Transfer_Encoding: chunked\r\nContent-Length: 0",
            b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"Content-Length: -%d", b"Content-Length: 99999999999999999999"]
CHUNK_SIZES = [b"%x", b"0x%x", b"+%x", b" %x", b"%x ", b"%x;a=b", b'%x;a="\r\n"', b"%x\n", b"%x;\x00", b"0000000000000000000%x",
               b"ffffffffffffffff%x", b"-%x", b"%xg", b"%x;" + b"e" * 5000]


@dataclasses.dataclass
class Case:
    pieces: list  # bytes, sent one after the other
    end: str  # as wire.send() has it
    mark: str = ""  # stands in what must not be stored where it is refused
    never: bool = False  # and not stored in any case: it hides in another request
    heads: int = 0


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0

    def case(self):
        self.count += 1
        mark = f"mark{self.random.getrandbits(48):012x}n{self.count}"
        kinds = [(38, self.wrong_body), (16, self.wrong_query), (7, self.wrong_path), (14, self.two_framings), (13, self.mutated),
                 (6, self.assistant), (3, self.pipelined), (1, self.large), (1, self.deep), (1, self.cut_off)]
        case = self.random.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0](mark)
        if case.end == "half" and self.random.random() < 0.06:
            case.end = self.random.choice(["reset", "close"])
        if self.random.random() < 0.05:
            whole = b"".join(case.pieces)
            at = self.random.randrange(len(whole) + 1)
            case.pieces = [whole[:at], whole[at:]]
        return case

    # -- parts ----------------------------------------------------------------------------------------------------------

    def json_value(self, depth=0):
        kind = self.random.randrange(8 if depth < 3 else 6)
        if kind == 6:
            return [self.json_value(depth + 1) for _ in range(self.random.randrange(4))]
        if kind == 7:
            return {self.random.choice(TEXTS)[:50]: self.json_value(depth + 1) for _ in range(self.random.randrange(4))}
        return [None, True, False, self.random.choice(NUMBERS), self.random.choice(TEXTS), self.random.choice(TIMES)][kind]

    def body(self, path, mark):
        members = BODIES[path]
        value = {}
        if path == "/events/create":
            value = {"title": mark, "start_time": "2030-01-15T10:00:00Z", "end_time": "2030-01-15T11:00:00Z", "description": mark}
        elif path == "/events/update":
            value = {"google_event_id": "abc", "description": mark}
        elif path == "/events/respond":
            value = {"google_event_id": "abc", "response": "accepted", "comment": mark}
        elif path == "/events/move":
            value = {"google_event_id": "abc", "to_calendar_id": "primary"}
        elif path == "/mcp":
            value = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        for _ in range(self.random.choice([1, 1, 1, 2, 4])):
            member = self.random.choice(members)
            near = self.random.random() < 0.5
            value[member] = self.random.choice(MEMBERS[member]) if near and member in MEMBERS else self.json_value()
            if self.random.random() < 0.1:
                value.pop(self.random.choice(members), None)
        return value

    def body_bytes(self, path, mark):
        text = json.dumps(self.body(path, mark), ensure_ascii=self.random.random() < 0.5)
        data = text.encode("utf-8", "surrogatepass")
        if self.random.random() < 0.1:
            data = self.random.choice([b"\xef\xbb\xbf" + data, data + b"x", data[:-1], b"[" + data + b"]", data.replace(b":", b"=", 1),
                                       data[:-1] + b',"title":1}', b"\x00" + data, data + b"\x00", data * 2, data.replace(b'"', b"'")])
        return data

    def headers(self, most):
        return b"".join(self.random.choice(HEADERS) + b"\r\n" for _ in range(self.random.randrange(most + 1)))

    def request(self, path, data, more=b""):
        return (b"POST " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n" + more
                + b"Content-Length: %d\r\n\r\n" % len(data) + data)

    # -- kinds ----------------------------------------------------------------------------------------------------------

    def filled(self, path):
        return path.replace("{id}", self.random.choice(IDS))

    def wrong_body(self, mark):
        path = self.random.choices(list(BODIES), WEIGHTS)[0]
        more = self.headers(2) if self.random.random() < 0.15 else b""
        return Case([self.request(self.filled(path), self.body_bytes(path, mark), more)], "half", mark)

    def escaped(self, value):
        data = str(value)[:3000].encode("utf-8", "surrogatepass")
        return b"".join(b"%%%02x" % byte if byte < 0x21 or byte > 0x7e or self.random.random() < 0.1 or byte in b"&#%\"" else bytes([byte])
                        for byte in data)

    def wrong_query(self, mark):
        route = self.random.choice(OFTEN)
        pairs = [b"from=2030-01-01", b"to=2031-01-01"] if route.path == "/events" and self.random.random() < 0.6 else []
        for name in self.random.choices([*route.query, "x"], k=self.random.randrange(5)):
            near = MEMBERS.get(name, TEXTS) if self.random.random() < 0.7 else [*TEXTS, *NUMBERS, *ZONES, *TIMES]
            pairs.append(name.encode() + b"=" + self.escaped(self.random.choice(near)))
        more = REFUSED.get(route.path, self.headers(1))
        for name in route.headers:
            if self.random.random() < 0.6:
                more += name.encode() + b": " + self.random.choice(HEADER_VALUES.get(name, [b"x", b"", b"y" * 2000])) + b"\r\n"
        head = route.method == "GET" and self.random.random() < 0.1
        usual = self.random.random() < 0.85 or route.path in REFUSED
        method = b"HEAD" if head else route.method.encode() if usual else self.random.choice([b"GET", b"DELETE", b"POST", b"PUT"])
        end = "taste" if route.path == "/events/stream" else "half"
        return Case([method + b" " + self.filled(route.path).encode() + b"?" + b"&".join(pairs) + b" HTTP/1.1\r\n" + HOST + more + b"\r\n"],
                    end, mark, heads=int(head))

    def assistant(self, mark):
        """A message of JSON-RPC: mostly a call of a tool, with arguments that are missing, wrong or absurd."""
        name = self.random.choice(list(TOOLS))
        arguments = {argument: self.random.choice(MEMBERS[argument]) if argument in MEMBERS and self.random.random() < 0.7 else self.json_value()
                     for argument in TOOLS[name] if self.random.random() < 0.7}
        message = {"jsonrpc": "2.0", "id": self.random.choice([1, "a", None, 1.5, 2**63, [], ""]), "method": "tools/call",
                   "params": {"name": name, "arguments": arguments}}
        kind = self.random.random()
        if kind < 0.15:
            message["method"] = self.random.choice(["initialize", "ping", "tools/list", "notifications/initialized", "x", 7, *TEXTS[:8]])
        elif kind < 0.25:
            message["params"] = self.json_value()
        elif kind < 0.35:
            message.pop(self.random.choice(list(message)))
        data = json.dumps(message if kind < 0.95 else [message], ensure_ascii=self.random.random() < 0.5).encode("utf-8", "surrogatepass")
        accept = self.random.choice([b"application/json", b"text/event-stream", b"application/json, text/event-stream", b"*/*", b"image/png"])
        return Case([self.request("/mcp", data, b"Accept: " + accept + b"\r\n")], "half")

    def wrong_path(self, mark):
        line = self.random.choice(METHODS) + b" " + self.random.choice(PATHS) + b" HTTP/" + self.random.choice(
            [b"1.1"] * 8 + [b"1.0", b"0.9", b"2.0", b"1.2", b"1", b"9.9.9"])
        return Case([line + b"\r\n" + HOST + self.headers(3) + b"\r\n"], "half", mark)

    def hidden(self, mark):
        data = json.dumps({"title": mark, "start_time": "2030-01-15T10:00:00Z", "end_time": "2030-01-15T11:00:00Z"}).encode()
        return self.request("/events/create", data)

    def two_framings(self, mark):
        """Somebody between could see one request where another sees two. The second must never be carried out."""
        hidden = self.hidden(mark)
        head = b"POST /events/update HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
        if self.random.random() < 0.4:
            size = self.random.choice(CHUNK_SIZES[1:]) % 5
            body = size + b"\r\nhello" + self.random.choice([b"\r\n", b"\n", b"", b"\r"]) + b"0" + self.random.choice(
                [b"\r\n\r\n", b"\n\n", b"\r\nX\r\n\r\n"])
            # With a chunk that is in order, what follows is a request of its own.
            if size == b"5;a=b" and b"5;a=b\r\nhello\r\n0\r\n\r\n" == body:
                hidden = b""
            return Case([head + b"Transfer-Encoding: chunked\r\n\r\n" + body + hidden], "half", mark, never=True)
        framing = self.random.choice(FRAMINGS)
        framing = framing % len(hidden) if b"%d" in framing else framing
        ambiguous = framing != b"Transfer_Encoding: chunked\r\nContent-Length: 0"  # a header like any other: two requests
        return Case([head + framing + b"\r\n\r\n" + b"0\r\n\r\n" * self.random.randrange(2) + hidden], "half", mark, never=ambiguous)

    def mutated(self, mark):
        base = bytearray(self.random.choice([self.hidden(mark), b"GET /events/today HTTP/1.1\r\n" + HOST + b"\r\n",
                                             self.request("/events/update", self.body_bytes("/events/update", mark))]))
        for _ in range(self.random.choice([1, 1, 2, 3, 8])):
            at = self.random.randrange(len(base))
            what = self.random.randrange(5)
            if what == 0:
                base[at] = self.random.randrange(256)
            elif what == 1:
                del base[at:at + self.random.randrange(1, 20)]
                base = base or bytearray(b"\r\n")
            elif what == 2:
                base[at:at] = self.random.choice([b"\r\n", b"\n", b"\x00", b" ", b"\t", b"\xff", b"\r", b":", b"\r\n\r\n", b"\x0b"])
            elif what == 3:
                base[at:at] = base[at:at + self.random.randrange(1, 60)]
            else:
                base[at] ^= 1 << self.random.randrange(8)
        return Case([bytes(base)], "half", "")  # what came of it may be a good request with another mark

    def pipelined(self, mark):
        parts = [b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n", self.request("/events/create", b"{}"),
                 b"DELETE /events/none HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /sync/status HTTP/1.1\r\n" + HOST + b"\r\n"]
        return Case([b"".join(self.random.choices(parts, k=self.random.randrange(2, 12)))], "half", mark)

    def large(self, mark):
        kind = self.random.randrange(5)
        if kind == 0:
            return Case([b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"a" * self.random.choice([16000, 17000, 300000]) + b"\r\n\r\n"], "half", mark)
        if kind == 1:
            return Case([b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n" * 3000 + b"\r\n"], "half", mark)
        if kind == 2:
            many = [f"a{i}@example.com" for i in range(self.random.choice([300, 5000, 40000]))]
            data = json.dumps({"title": "x" * 600, "description": mark, "attendees": many}).encode()
            return Case([self.request("/events/create", data[:1048576])], "half", mark)
        if kind == 3:
            return Case([self.request("/events/create", b"{" + b" " * self.random.choice([1048575, 1048576, 3000000]))], "half", mark)
        return Case([b"POST /events/create HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 60000], "half", mark)

    def deep(self, mark):
        depth = self.random.choice([100, 1000, 1023, 1024, 1025, 5000, 100000])
        opening, closing = self.random.choice([(b"[", b"]"), (b'{"title":', b"}"), (b'[{"a":', b"}]")])
        data = (opening * depth + b"1" + (closing * depth if self.random.random() < 0.7 else b""))[:1048576]
        if self.random.random() < 0.5:
            data = (b'{"description":"' + mark.encode() + b'","title":' + data + b"}")[:1048576]
        return Case([self.request(self.random.choice(["/events/create", "/events/update"]), data)], "half", mark)

    def cut_off(self, mark):
        whole = self.hidden(mark)
        return Case([whole[:self.random.randrange(1, len(whole))]], self.random.choice(["half", "half", "reset", "close"]), mark, never=True)
