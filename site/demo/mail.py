"""The demo's letter box: mails and texts that it sent, read from their folders. Only routed where DEMO is on."""

import datetime as dt
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from demo.texts import texts

NEWEST = 50


@dataclass
class Letter:
    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"])

    @property
    def to(self) -> str:
        return str(self.message["to"])

    @property
    def date(self) -> dt.datetime:
        """When it was sent, aware; Django writes "-0000", which reads as naive."""
        sent = self.message["date"].datetime
        return sent if sent.tzinfo else sent.replace(tzinfo=dt.UTC)

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        return part.get_content() if part else ""

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or "" for part in self.message.iter_attachments()]


def letters() -> list[Letter]:
    """The newest letters, newest first. What is no letter, such as a file cut short, is left out."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:NEWEST]
    return [letter for path in files for letter in reversed(_letters_in(path))]


def _letters_in(path: Path) -> list[Letter]:
    """Django's file backend may write several letters to one file, each followed by a line of dashes."""
    parts = re.split(rb"^-{79}\n", path.read_bytes(), flags=re.MULTILINE)
    parsed = (email.message_from_bytes(part, policy=email.policy.default) for part in parts)
    found = [message for message in parsed if message["date"] and message["to"]]
    return [Letter(f"{path.stem}.{number}" if number else path.stem, item) for number, item in enumerate(found)]


def _letter(name: str) -> Letter:
    for letter in letters():
        if letter.name == name:
            return letter
    raise Http404


def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/inbox.html", {"letters": letters(), "texts": texts()})


def letter(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "demo/letter.html", {"letter": _letter(name)})


@xframe_options_sameorigin
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})  # type: ignore[arg-type]
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail's HTML as it came, in a frame that runs nothing."""
    return HttpResponse(_letter(name).html)
