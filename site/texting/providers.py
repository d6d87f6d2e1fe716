"""Who takes a text to a phone: a provider over HTTP, or a folder that the demo shows. Chosen by the settings."""

import json
import secrets
import time
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

# What a provider may answer today and not tomorrow: it took too long, it is too early, too many, broken.
PASSING = {408, 425, 429}


@dataclass(frozen=True)
class Text:
    """`to` is a number in E.164. Of one `reference`, a provider sends one text, however often it is asked."""

    to: str
    text: str
    reference: str


class NotNow(Exception):
    """The provider could not be asked, or does not take it now: worth another try."""


class Rejected(Exception):
    """The provider will not take it, however often it is asked."""


def available() -> bool:
    """Whether texts can be sent at all."""
    return bool(settings.TEXT_URL or settings.TEXT_FOLDER)


def hand_over(text: Text) -> None:
    """Give `text` to whoever takes it. Raises NotNow or Rejected."""
    if settings.TEXT_FOLDER:
        _into_folder(text)
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


class _NoRedirects(HTTPRedirectHandler):
    """The key goes to the address that the operator wrote, and nowhere else."""

    def redirect_request(self, *_asked: object) -> None:
        return None


_opener = build_opener(_NoRedirects)


def _over_http(text: Text) -> None:
    """The contract is in docs/operating.md."""
    asked = {"to": text.to, "text": text.text, "from": settings.TEXT_SENDER, "reference": text.reference}
    request = Request(  # noqa: S310, the operator's own address
        settings.TEXT_URL,
        data=json.dumps(asked, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.TEXT_KEY}",
            "Idempotency-Key": text.reference,
        },
        method="POST",
    )
    try:
        with _opener.open(request, timeout=settings.TEXT_TIMEOUT):
            pass
    except HTTPError as error:
        error.close()
        if error.code in PASSING or error.code >= 500:
            raise NotNow(f"answered {error.code}") from None
        raise Rejected(f"answered {error.code}") from None
    except (OSError, HTTPException) as error:
        raise NotNow(type(error).__name__) from error
