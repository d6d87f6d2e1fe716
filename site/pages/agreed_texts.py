"""Versions of the pages that guests agree to (`in_force.AGREED`): numbered by what they say, and kept as they stood.

A version is written down when somebody first needs its number, not when an editor publishes: what was published and
replaced before anybody read it bound nobody. The Vietnamese text is numbered, since it binds (decision 0075).
"""

import hashlib

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from bookings.domain.seats.opening import Versions
from common.cms.pages import stream_text
from common.words.text import nfc
from page_cache.store import look, put
from pages.in_force import AGREED, unfinished
from pages.models import AgreedText, StandardPage
from pages.personal.kept import PARTS, listed
from pages.twins import FIRST

NAME = "agreed-versions"


def versions() -> Versions:
    """The numbers that stand; 0 for a page that is not in force. No query while nothing that pages show changes."""
    version, found = look(NAME)
    if found is None:
        lacks = {page.key for page in unfinished()}
        read = {key: (0, True) if key in lacks else _number(key) for key in AGREED}
        found = tuple(read[key][0] for key in ("terms", "privacy"))
        if all(sure for _number_of, sure in read.values()):
            put(NAME, found, version=version)
    return Versions(*found)


def published(key: str) -> list[AgreedText]:
    """All versions of a role, the newest first, without their texts."""
    return list(AgreedText.objects.filter(key=key).order_by("-number").defer("text"))


def _number(key: str) -> tuple[int, bool]:
    """That of the text that is published now, which is written down where it is new; 0 where nothing can be written.

    Whether it is sure: what was written in a transaction may be taken back with it.
    """
    page = StandardPage.objects.live().public().filter(key=key, locale__language_code=FIRST).order_by("path").last()
    if page is None:
        return 0, True
    text = _text(page)
    digest = hashlib.sha256(text.encode()).hexdigest()
    newest = AgreedText.objects.filter(key=key).order_by("-number").first()
    if newest is not None and newest.sha256 == digest:
        return newest.number, True
    number = newest.number + 1 if newest else 1
    since = page.last_published_at or timezone.now()
    row = AgreedText(key=key, number=number, title=page.title, text=text, sha256=digest, since=since)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except DatabaseError:
        # Another process was first, or the disk is full: the page is read all the same.
        same = AgreedText.objects.filter(key=key, number=number, sha256=digest)
        return (number if same.exists() else 0), False
    return number, not connection.in_atomic_block


def _text(page: StandardPage) -> str:
    """All that the page says, with the list of what is kept where it is the page about that."""
    parts = [page.title, page.intro, *stream_text(page.body)]
    if page.key == "privacy":
        entries = [entry for section in listed(FIRST) for entry in section["entries"]]
        parts += [". ".join(entry[part] for part in PARTS) for entry in entries]
    return "\n\n".join(line for line in (" ".join(nfc(part).split()) for part in parts) if line)
