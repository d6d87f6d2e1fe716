"""The texts that the demo would have sent to phones, read from their folder."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

NEWEST = 10


@dataclass(frozen=True)
class SentText:
    to: str
    text: str
    date: dt.datetime


def texts() -> list[SentText]:
    """The newest texts, newest first."""
    newest = sorted(Path(settings.TEXT_FOLDER).glob("*.json"), reverse=True)[:NEWEST]
    return [_text(path) for path in newest]


def _text(path: Path) -> SentText:
    told = json.loads(path.read_text(encoding="utf-8"))
    sent = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
    return SentText(to=told["to"], text=told["text"], date=sent)
