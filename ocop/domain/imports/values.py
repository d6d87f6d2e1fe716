"""What a cell means. What can be meant in two ways, or in none, is asked back in a sentence and never guessed."""

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import gettext as _

from common.words.text import words
from ocop.domain.criteria.reading import newest
from ocop.enums import Basis, ProductGroup
from villages.enums import HostKind

# The programme began in 2018; nobody decides years ahead.
FIRST_YEAR, LAST_YEAR = 2018, 2060
# Days that Excel counts from 30/12/1899: 2018 to 2060.
SERIALS = range(43101, 58804)
EPOCH = dt.date(1899, 12, 30)

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_SPELLED = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH = re.compile(r"(?:thang |t)?(\d{1,2}) (?:nam )?(\d{4})")
_DECIDED = re.compile(r"^(.*?)[,;\s]+(?:ban hành |ký )?ngày\s+(.+)$", re.IGNORECASE)

_GROUPS: dict[str, ProductGroup] = {
    "thuc pham": ProductGroup.FOOD,
    "do uong": ProductGroup.DRINK,
    "duoc lieu": ProductGroup.HERBS,
    "duoc lieu va san pham tu duoc lieu": ProductGroup.HERBS,
    "san pham tu duoc lieu": ProductGroup.HERBS,
    "thu cong my nghe": ProductGroup.CRAFTS,
    "hang thu cong my nghe": ProductGroup.CRAFTS,
    "sinh vat canh": ProductGroup.LIVING,
    "du lich": ProductGroup.TOURISM,
    "dich vu du lich": ProductGroup.TOURISM,
    "du lich cong dong du lich sinh thai va diem du lich": ProductGroup.TOURISM,
    "dich vu du lich cong dong du lich sinh thai va diem du lich": ProductGroup.TOURISM,
}
_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
# The first word that is found says it: "Công ty cổ phần … hợp tác" is a company.
_KINDS = (
    (r"to hop tac|tht", HostKind.COOPERATIVE_GROUP),
    (r"(?:lien hiep )?hop tac xa|htx|cooperative", HostKind.COOPERATIVE),
    (r"cong ty|cty|doanh nghiep|dntn|tnhh|company|enterprise", HostKind.ENTERPRISE),
    (r"ho|hkd|ho kinh doanh|ho gia dinh|ho san xuat|co so|csxs|trang trai|household", HostKind.HOUSEHOLD),
    (r"hoi|hiep hoi|trung tam|ban quan ly|association", HostKind.ASSOCIATION),
)
_SHORT = {"htx": "hop tac xa", "tht": "to hop tac", "cty": "cong ty", "ct": "cong ty", "hkd": "ho kinh doanh"}


class Unreadable(ValueError):
    """`str()` is a sentence for who sent the file."""


def read_day(text: str) -> tuple[dt.date | None, bool]:
    """The day, and whether only its month was written and the first of it taken. Raises Unreadable.

    The first: 36 months from it end no later than from the true day.
    """
    if not text:
        return None, False
    if text.isascii() and text.isdigit() and int(text) in SERIALS:
        return EPOCH + dt.timedelta(days=int(text)), False
    folded = words(text)
    try:
        if found := _DAY.fullmatch(text.replace(" ", "")):
            day, month, year = (int(part) for part in found.groups())
        elif found := _ISO.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        elif found := _SPELLED.search(folded):
            day, month, year = (int(part) for part in found.groups())
        elif found := _MONTH.fullmatch(folded):
            return _plausible(dt.date(int(found[2]), int(found[1]), 1), text), True
        else:
            raise Unreadable(_("“%(text)s” is no day. Write it like 01/07/2025.") % {"text": text[:40]})
        return _plausible(dt.date(year + 2000 if year < 100 else year, month, day), text), False
    except Unreadable:
        raise
    except ValueError:
        said = _("“%(text)s” is no day of the calendar. Write day, month and year, like 01/07/2025.")
        raise Unreadable(said % {"text": text[:40]}) from None


def _plausible(day: dt.date, text: str) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(_("“%(text)s”: OCOP began in 2018. Look at the year again.") % {"text": text[:40]})
    return day


def split_decision(text: str) -> tuple[str, str]:
    """Number and day of "QĐ số 77/QĐ-UBND ngày 26/6/2025"; no day where none is written."""
    found = _DECIDED.match(text)
    number, day = (found[1], found[2]) if found else (text, "")
    return re.sub(r"^(?:quyết định|qđ)?\s*(?:số)?[\s:]+", "", number, flags=re.IGNORECASE).strip(" ,;"), day.strip()


def read_stars(text: str) -> int | None:
    """1 to 5, of "4 sao", "★★★★", "bốn sao", "OCOP 4 *". Raises Unreadable."""
    if not text:
        return None
    drawn = sum(text.count(star) for star in "★⭐*")
    figures = re.findall(r"\d+(?:[.,]0+)?", text)
    if len(figures) == 1 and float(figures[0].replace(",", ".")) in range(1, 6):
        return int(float(figures[0].replace(",", ".")))
    if not figures and 1 <= drawn <= 5:
        return drawn
    said = [_STAR_WORDS[word] for word in words(text).split() if word in _STAR_WORDS]
    if not figures and not drawn and len(said) == 1:
        return said[0]
    raise Unreadable(_("“%(text)s” is no number of stars. Write 3, 4 or 5.") % {"text": text[:40]})


def read_group(text: str) -> ProductGroup | None:
    """By its number, "IV", "4", "Nhóm 4: …", or its name. Raises Unreadable."""
    folded = re.sub(r"^nhom( san pham)? ?", "", words(text))
    if not folded:
        return None
    if found := re.match(r"(vi|iv|v|i{1,3}|[1-6])(?: |$)", folded):
        number = found[1]
        return list(ProductGroup)[int(number) - 1] if number.isdigit() else ProductGroup(number.upper())
    if folded in _GROUPS:
        return _GROUPS[folded]
    said = _("“%(text)s” is none of the six groups. Write I, II, III, IV, V or VI.")
    raise Unreadable(said % {"text": text[:40]})


def read_set(text: str) -> int | None:
    """The number of a set of criteria, 1 to 26. Raises Unreadable."""
    if not text:
        return None
    figures = re.findall(r"\d+", text)
    if len(figures) == 1 and 1 <= int(figures[0]) <= 26:
        return int(figures[0])
    raise Unreadable(_("“%(text)s” is no set of criteria. Write its number, 1 to 26.") % {"text": text[:40]})


def group_of_set(number: int, *, day: dt.date) -> ProductGroup:
    """The group in which the set of criteria lies by the edition of `day`."""
    return ProductGroup(newest(day).sets[number].group)


_BASES = {
    "quyet dinh": Basis.DECISION,
    "quyet dinh chinh thuc": Basis.DECISION,
    "bao chi": Basis.PRESS,
    "bao chi nha nuoc": Basis.PRESS,
    "de xuat": Basis.PROPOSAL,
    "de xuat khong cong khai": Basis.PROPOSAL,
}


def read_basis(text: str) -> Basis | None:
    """What a record rests on: as our own export says it, in Vietnamese, or in short. Raises Unreadable."""
    folded = words(text)
    if not folded:
        return None
    if folded in _BASES:
        return _BASES[folded]
    raise Unreadable(_("“%(text)s” is nothing that a record rests on.") % {"text": text[:40]})


def read_kind(*texts: str) -> HostKind | None:
    """Which kind of host the first text names that names one: a column for it, or the host's own name."""
    for text in texts:
        folded = words(text)
        if folded and (kind := _named(folded)):
            return kind
    return None


@lru_cache(maxsize=20_000)
def _named(folded: str) -> HostKind | None:
    for kind in HostKind:
        if folded == words(str(kind.label)):
            return kind
    found = [(match.start(), kind) for pattern, kind in _KINDS if (match := re.search(rf"\b(?:{pattern})\b", folded))]
    return min(found)[1] if found else None


def read_degrees(text: str, first: float, last: float) -> float | None:
    """A position between `first` and `last` degrees. Raises Unreadable."""
    if not text:
        return None
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        degrees = 0.0
    if first <= degrees <= last:
        return degrees
    raise Unreadable(_("“%(text)s” is no position in Việt Nam. Write degrees, like 21.1603.") % {"text": text[:40]})


@lru_cache(maxsize=20_000)
def host_key(text: str) -> str:
    """A host's name as it is compared: folded, short forms written out."""
    return " ".join(_SHORT.get(word, word) for word in words(text).split())


@lru_cache(maxsize=20_000)
def product_key(text: str) -> str:
    """A product's name as it is compared."""
    return words(text)
