"""A mail server that counts what it took, refuses, or falls silent in the middle of a mail."""

import socketserver
from collections import Counter
from email import message_from_bytes
from threading import Event, Lock, Thread


class MailServer(socketserver.ThreadingTCPServer):
    """`taken` counts each (Message-ID, reader) that was answered with a yes."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.port = self.server_address[1]
        self.taken: Counter[tuple[str, str]] = Counter()
        self.refuses = False
        self.refused = 0
        self.silent_after: int | None = None
        self.fell_silent = Event()
        self.lock = Lock()
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def fall_silent_after(self, number: int) -> None:
        """Take `number` mails; the next one gets no answer, for good."""
        self.silent_after = len(self.taken) + number

    def speak_again(self) -> None:
        self.silent_after = None
        self.fell_silent.clear()

    def take(self, mail: bytes, readers: list[str]) -> bool:
        """Whether to say yes."""
        with self.lock:
            if self.silent_after is not None and self.taken.total() >= self.silent_after:
                self.fell_silent.set()
                return False
            name = message_from_bytes(mail)["Message-ID"]
            self.taken.update((name, reader) for reader in readers)
            return True


class Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        readers: list[str] = []
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"MAIL" and self.server.refuses:
                self.server.refused += 1
                self.say("451 come back later")
            elif verb == b"RCPT":
                readers.append(line.decode().split("<")[1].split(">")[0])
                self.say("250 fine")
            elif verb == b"DATA":
                self.say("354 go on")
                if not self.server.take(self.read_mail(), readers):
                    # The client waits until it is killed; the socket ends with it.
                    self.rfile.read()
                    return
                readers = []
                self.say("250 taken")
            else:
                self.say("250 fine")
                if verb == b"QUIT":
                    return

    def read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
