"""A push service over real HTTP: calls to a known service are led here, and nothing else of them is changed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, build_opener

import pytest

from pushing import sending


@dataclass
class Service:
    """`answers` are given in their order, (201, {}) where none is left; `calls` is what came."""

    port: int = 0
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def bodies(self, endpoint: str) -> list[bytes]:
        path = urlsplit(endpoint).path
        return [body for called, _headers, body in self.calls if called == path]


@contextmanager
def push_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.calls.append((self.path, dict(self.headers), body))
            status, headers = service.answers.pop(0) if service.answers else (201, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _lead_here(service, monkeypatch)
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def _lead_here(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    class Here(HTTPSHandler):
        def https_open(self, request):
            request.host, request.type = f"127.0.0.1:{service.port}", "http"
            return self.parent.open(request, timeout=request.timeout)

    monkeypatch.setattr(sending, "_opener", build_opener(sending._NoRedirects, Here))
    monkeypatch.setattr(sending, "_resting", {})
