"""Stands between the daemon and the simulated Google and changes what events.list and events.get answer."""
import contextlib
import http.client
import http.server
import json
import re
import threading
import urllib.parse

LIST = re.compile(r"/calendar/v3/calendars/[^/]+/events(?:\?|$)")


class GoogleProxy:
    """`url` for the daemon; `mutate`: from an event to whatever is sent instead, None: nothing is changed; `endless`: pieces
    that are sent instead of each list, the last one without end, None: the list itself."""

    def __init__(self, upstream):
        self.mutate = None
        self.endless = None
        target = urllib.parse.urlsplit(upstream).netloc
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def forward(self):
                if proxy.endless and LIST.search(self.path):
                    return self.send_without_end(proxy.endless)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "accept-encoding")}
                connection = http.client.HTTPConnection(target, timeout=60)
                try:
                    connection.request(self.command, self.path, body or None, headers)
                    answer = connection.getresponse()
                    content = answer.read()
                    mutate = proxy.mutate
                    if mutate and self.command == "GET" and answer.status == 200 and LIST.search(self.path):
                        page = json.loads(content)
                        page["items"] = [mutate(item) for item in page.get("items", [])]
                        content = json.dumps(page).encode()
                    self.send_response_only(answer.status)
                    for name, value in answer.getheaders():
                        if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                            self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                finally:
                    connection.close()

            def send_without_end(self, pieces):
                self.close_connection = True
                with contextlib.suppress(OSError):  # until the daemon has had enough
                    for piece in pieces[:-1]:
                        self.wfile.write(piece)
                    while proxy.endless:
                        self.wfile.write(pieces[-1])

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = forward

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
