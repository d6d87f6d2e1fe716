"""A gateway of the tests over real HTTP, with its moods: silent, busy, talking rubbish."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def served(fake: Any, answer: Callable[[str, dict], dict]) -> Iterator[Any]:
    """`fake`, with its `url`, until it is left; `answer` gives what it says to a path and what was sent there."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = json.dumps(answer(self.path, body), ensure_ascii=False).encode()
            if fake.mood == "silent":
                self.close_connection = True
                return
            self.send_response(500 if fake.mood == "busy" else 200)
            self.end_headers()
            self.wfile.write(b"<html>" if fake.mood == "rubbish" else said)

        def log_message(self, *_told) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
