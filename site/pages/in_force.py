"""Whether the pages that guests agree to are finished. While one is not, no booking is taken (decision 0026).

The Vietnamese page binds. The English one helps to understand it, and stops nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.cms.pages import stream_text
from common.words.text import nfc
from page_cache.store import cached
from pages.drafts import DRAFTS, NOTE
from pages.models import StandardPage
from pages.twins import FIRST

# Roles of the pages that a guest agrees to by booking.
AGREED = ("terms", "privacy")

# What forms leave open: words or dots in brackets, a line, a row of dots, nothing but dots after a colon, XXX, TODO. A
# footnote's [1] is none.
BLANK = re.compile(
    r"\[[^\[\]]*[^\W\d_][^\[\]]*\]|\[[\s.…_]*\]|\{[^{}]*\}|_{3,}|…{2,}|\.{4,}"
    r"|(?<=:) ?(?:…|\.{3})(?!\w)|\bX{3,}\b|\bTODO\b"
)
# What stands in round brackets may be meant; not what is to be filled in, nor a label with whose it is and no more.
IN_ROUND = re.compile(
    r"\((?:(?:điền|nhập|fill in|insert)\b[^()]*"
    r"|(?:tên|họ tên|địa chỉ|số điện thoại|điện thoại|email|mã số thuế|số đăng ký) (?:của )?"
    r"(?:đơn vị|cơ quan|công ty|tổ chức|doanh nghiệp|hợp tác xã|người phụ trách)(?: vận hành)?"
    r"|(?:name|address|phone|telephone|e-?mail|tax code) of (?:the )?"
    r"(?:operator|company|organi[sz]ation|office|person in charge))\)",
    re.IGNORECASE,
)
# A sentence of the note that is as long as this was written by nobody else.
TELLING = 25


class Lack(TextChoices):
    MISSING = "missing"
    DRAFT = "draft"
    EMPTY = "empty"
    NOTE = "note"
    BLANKS = "blanks"


@dataclass(frozen=True)
class Unfinished:
    """The page of a role (`key`) and what it lacks; `blanks` are those that stand open, as they are written."""

    key: str
    lack: Lack
    blanks: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """In the reader's language, without a capital."""
        titles = DRAFTS[self.key]
        words = {
            Lack.MISSING: _("there is no page “%(title)s”"),
            Lack.DRAFT: _("the page “%(title)s” is not published"),
            Lack.EMPTY: _("the page “%(title)s” is empty"),
            Lack.NOTE: _("the page “%(title)s” still has the note to the editor"),
            Lack.BLANKS: _("the page “%(title)s” still has blanks"),
        }
        title = titles.get(get_language() or FIRST, titles[FIRST])[0]
        return words[self.lack] % {"title": title}


def lack_of(page: StandardPage) -> Unfinished | None:
    """What the text of `page`, as it is given, lacks; None where it says all that it should."""
    body = [_plain(part) for part in stream_text(page.body)]
    if not any(body):
        return Unfinished(page.key, Lack.EMPTY)
    text = " ".join(body)
    if any(sentence in text for sentence in _notes(page.key)):
        return Unfinished(page.key, Lack.NOTE)
    blanks = [blank for part in [_plain(page.title), _plain(page.intro), *body] for blank in _blanks(part)]
    if blanks:
        return Unfinished(page.key, Lack.BLANKS, tuple(dict.fromkeys(blanks)))
    return None


def _blanks(text: str) -> list[str]:
    return BLANK.findall(text) + IN_ROUND.findall(text)


def unfinished(language: str = FIRST) -> tuple[Unfinished, ...]:
    """Those of AGREED that are not in force in `language`; kept until something that pages show changes."""
    return cached(f"in-force:{language}", lambda: tuple(_read(language)))


def phrases() -> list[str]:
    """What keeps bookings from being taken."""
    return [page.phrase for page in unfinished()]


def _read(language: str) -> Iterable[Unfinished]:
    pages = StandardPage.objects.filter(key__in=AGREED, locale__language_code=language).order_by("path")
    # As the links to them are found: the last of several with one role.
    there = {page.key: page for page in pages}
    shown = {page.key: page for page in pages.live().public()}
    for key in AGREED:
        if key not in there:
            yield Unfinished(key, Lack.MISSING)
        elif key not in shown:
            yield Unfinished(key, Lack.DRAFT)
        elif lack := lack_of(shown[key]):
            yield lack


def _notes(key: str) -> list[str]:
    """The sentences of the note in either language, in case that some were taken out or stand apart."""
    notes = [strip_tags(note.format("")) for note in NOTE.values()] + [
        texts[2] for texts in DRAFTS.get(key, {}).values()
    ]
    sentences = [sentence for note in notes for sentence in re.split(r"(?<=[.:;?])\s+", _plain(note))]
    return [sentence for sentence in sentences if len(sentence) >= TELLING]


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())
