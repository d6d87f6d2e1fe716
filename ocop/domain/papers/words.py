"""How papers of Vietnamese offices write days, numbers and places (Decree 30/2020/NĐ-CP, Appendix I). Always
Vietnamese: a paper is not a page, whatever language its reader has chosen."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.words.text import nfc
from ocop.models import Council
from villages.enums import CommuneKind
from villages.models import Commune, Province

# What somebody fills in by hand.
DOTS = "……………………………"
SHORT_DOTS = "……"
# Provinces that are cities, by the codes of Decision 19/2025/QĐ-TTg.
CITIES = {"01", "31", "46", "48", "79", "92"}
# Turn the order of what is read, and are seen by nobody.
TURNING = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: object) -> str:
    """As XML 1.0 can hold it, in NFC: control signs, lone surrogates and marks that turn the order are left out; line
    breaks stay."""
    told = nfc(str(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in told if char == "\n" or not _hidden(char))


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in TURNING or ord(char) & 0xFFFE == 0xFFFE


def day_text(day: dt.date | None, *, year: int | None = None) -> str:
    """“ngày 05 tháng 01 năm 2026”: a zero before days below 10 and months 1 and 2. To be filled in without a day."""
    if day is None:
        return f"ngày {SHORT_DOTS} tháng {SHORT_DOTS} năm {year or SHORT_DOTS}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def number_text(value: Decimal | float | None) -> str:
    """At most two decimals behind a comma; dots where there is none."""
    if value is None:
        return SHORT_DOTS
    rounded = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".").replace(".", ",")


@dataclass(frozen=True)
class Land:
    """Where a house is and whose papers it gets: “xã …”, “tỉnh …”."""

    commune: str
    commune_name: str
    province: str
    province_name: str

    @classmethod
    def of(cls, commune: Commune) -> "Land":
        kind = "phường" if commune.kind == CommuneKind.WARD else "xã"
        return cls(
            commune=f"{kind} {commune.name}",
            commune_name=commune.name,
            province=province_text(commune.province.code, commune.province.name),
            province_name=commune.province.name,
        )


def province_text(code: str, name: str) -> str:
    return f"{'thành phố' if code in CITIES else 'tỉnh'} {name}"


def province_of(council: Council) -> Province:
    """Whose council it is: communes have none."""
    return council.office.province  # type: ignore[return-value]
