"""Countries by their two letters (ISO 3166-1), with their names from the Unicode CLDR."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from common.words.text import fold

# What people say and the CLDR does not, in Vietnamese and in English.
EVERYDAY = [("US", "Mỹ"), ("US", "USA"), ("US", "America"), ("GB", "Anh"), ("GB", "UK"), ("GB", "England")]
EVERYDAY += [("JP", "Nhật"), ("KR", "Hàn"), ("KR", "Korea"), ("AU", "Úc"), ("CN", "Trung Hoa"), ("TH", "Thái")]


def country_name(code: str) -> str:
    """In the language of the page that is being made; the letters where there is no such country."""
    return _names(get_language() or "vi").get(code, code)


def countries() -> list[tuple[str, str]]:
    """Letters and names, in the order of the names."""
    return sorted(_names(get_language() or "vi").items(), key=lambda item: item[1])


def is_country(code: str) -> bool:
    return code in _names("en")


@cache
def _names(language: str) -> dict[str, str]:
    names = Locale.parse(language, sep="-").territories
    # CLDR also knows regions in figures, and letters for no country in particular (ZZ), for trials and for unions.
    none = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in none}


@cache
def foreign_names(home: str) -> frozenset[str]:
    """Names of all countries but `home`, folded, in both languages: for what people write as where they come from."""
    every = [(code, name) for language in ("vi", "en") for code, name in _names(language).items()]
    names = {fold(name) for code, name in every if code != home}
    return frozenset(names | {fold(name) for code, name in EVERYDAY if code != home})
