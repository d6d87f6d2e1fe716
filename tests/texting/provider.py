"""A provider of texts that answers over real HTTP as a test tells it."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


@dataclass
class Provider:
    """`answers` are given in turn, the last one for ever: a status, or seconds to keep silent."""

    url: str = ""
    answers: list[int | float] = field(default_factory=lambda: [202])
    asked: list[dict] = field(default_factory=list)
    # What stands in the body of each answer; nothing says nothing.
    says: dict = field(default_factory=dict)
    # The same at one path: given in turn, the last one for ever.
    says_at: dict[str, list[dict]] = field(default_factory=dict)

    def told(self, path: str) -> dict:
        turns = self.says_at.get(path, [self.says])
        return turns.pop(0) if len(turns) > 1 else turns[0]

    def answer(self) -> int | float:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextlib.contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_form = "form" in self.headers["Content-Type"]
            read = dict(parse_qsl(body.decode())) if is_form else json.loads(body)
            provider.asked.append({"body": read, "headers": dict(self.headers), "path": self.path})
            answer = provider.answer()
            if isinstance(answer, float):
                time.sleep(answer)
                return
            self.send_response(answer)
            if answer == 302:
                self.send_header("Location", f"{provider.url}/elsewhere")
            said = provider.told(self.path)
            told = json.dumps(said).encode() if said else b""
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST

        def log_message(self, *_said: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
