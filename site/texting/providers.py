"""Who takes a text to a phone: Zalo, a provider over HTTP, or a folder that the demo shows. Chosen by the settings."""

import json
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from common.http.connector import Rejected, ask
from texting import zalo

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Text:
    """`to` is a number in E.164. Of one `reference`, a provider sends one text, however often it is asked.

    Zalo sends no words of ours: it fills the template of that `kind` with `data`.
    """

    to: str
    text: str
    reference: str
    kind: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


def available(kind: str, to: str = zalo.VIETNAM) -> bool:
    """Whether a text of this kind can be sent to the number `to` (E.164), without it to numbers of Việt Nam.

    Zalo alone takes what it has a template for, and no number from abroad.
    """
    return bool(settings.TEXT_URL or settings.TEXT_FOLDER or zalo.takes(kind, to))


def hand_over(text: Text) -> None:
    """Give `text` to whoever takes it. Raises NotNow or Rejected."""
    if settings.TEXT_FOLDER:
        _into_folder(text)
    elif zalo.takes(text.kind, text.to):
        _by_zalo(text)
    elif settings.TEXT_URL:
        _over_http(text)
    else:
        raise Rejected("no provider of texts is set")


def _into_folder(text: Text) -> None:
    folder = Path(settings.TEXT_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.json"
    hidden = written.with_suffix(".part")
    hidden.write_text(json.dumps(asdict(text), ensure_ascii=False), encoding="utf-8")
    # Nobody reads one that is half written.
    hidden.rename(written)


def _by_zalo(text: Text) -> None:
    """Who has no Zalo, or does not take messages there, gets a text where there is a provider of those."""
    try:
        zalo.send(to=text.to, kind=text.kind, data=text.data, reference=text.reference)
    except Rejected as refused:
        if not settings.TEXT_URL:
            raise
        logger.warning("text %s goes by SMS: %s", text.reference, refused)
        _over_http(text)


def _over_http(text: Text) -> None:
    """The contract is in docs/operating.md."""
    asked = {"to": text.to, "text": text.text, "from": settings.TEXT_SENDER, "reference": text.reference}
    ask(settings.TEXT_URL, asked, key=settings.TEXT_KEY, once=text.reference, timeout=settings.TEXT_TIMEOUT)
