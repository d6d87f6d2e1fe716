"""Words that people write around the figures of a day: "từ ngày 28 tháng 12 đến hết 2/1", "28 Dec and 29 Dec"."""

import re

from common.words.text import nfc

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR = r"(?:\s*(?:năm|/)?\s*(\d{4})\b)?"
_BEFORE = re.compile(r"\b(?:(?:từ|from|ngày|hết)\s+)+(?=\d)", re.IGNORECASE)
_MONTH_VI = re.compile(rf"(\d{{1,2}})\s*(?:tháng|thg)\s*(\d{{1,2}})\b{_YEAR}", re.IGNORECASE)
_MONTH_EN = re.compile(
    rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b{_YEAR}", re.IGNORECASE
)
_FOLLOWING = re.compile(r"(\d{1,2})(?:\s*[-‐‑–—]\s*\d{1,2})?([/.]\d{1,2}(?:[/.]\d{2,4})?)")
_BETWEEN = re.compile(r"[,;]+|\s(?:và|and)\s", re.IGNORECASE)


def pieces(text: str) -> list[str]:
    """What stands between commas, or "và"."""
    return [piece.strip() for piece in _BETWEEN.split(nfc(text)) if piece.strip()]


def in_figures(text: str) -> str:
    """`text` with its days as day/month or day/month/year, and without the words before them.

    >>> in_figures("từ ngày 28 tháng 12 đến hết 2/1")
    '28/12 đến 2/1'
    """
    bare = _BEFORE.sub("", nfc(text))
    bare = _MONTH_VI.sub(lambda found: _figures(found[1], found[2], found[3]), bare)
    return _MONTH_EN.sub(
        lambda found: _figures(found[1], str(_MONTHS.index(found[2].lower()) + 1), found[3]), bare
    ).strip()


def with_months(days: list[str]) -> list[str]:
    """`days`, a list in figures, where a number alone has the month of the later day that follows it.

    >>> with_months(["5", "12–13/12"])
    ['5/12', '12–13/12']
    """
    said = list(days)
    for here in range(len(said) - 2, -1, -1):
        following = _FOLLOWING.match(said[here + 1])
        if following and re.fullmatch(r"\d{1,2}", said[here]) and int(said[here]) < int(following[1]):
            said[here] += following[2]
    return said


def _figures(day: str, month: str, year: str | None) -> str:
    return f"{day}/{month}/{year}" if year else f"{day}/{month}"
