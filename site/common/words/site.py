"""What this site calls itself and its region, in the reader's language.

Editors write it in the CMS, in an app that stands above those whose pages and mails say it: that app fills `tell`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language

from common.words.text import fold


@dataclass(frozen=True)
class SiteWords:
    """`region` is a name such as a province's, or nothing; name, claim and description are never empty.

    The last three are who runs the site and its numbers, where they were entered.
    """

    name: str
    region: str
    claim: str
    description: str
    operator: str = ""
    operator_number: str = ""
    ecommerce_number: str = ""


_tell: Callable[[str], SiteWords] | None = None


def tell(source: Callable[[str], SiteWords]) -> None:
    """From now on the words are what `source` answers for a language."""
    global _tell
    _tell = source


def site_words(language: str | None = None) -> SiteWords:
    """The words for readers of `language`, else of the one that is active."""
    if _tell is None:
        return SiteWords(name=settings.SITE_NAME, region="", claim=settings.SITE_NAME, description=settings.SITE_NAME)
    return _tell(language or get_language() or "vi")


def site_name() -> str:
    """The site's name in the active language."""
    return site_words().name


def file_name(reference: str, suffix: str) -> str:
    """Of a file that a guest keeps of the booking `reference`, with the site's name in plain letters."""
    return "-".join(part for part in (slugify(fold(site_words("vi").name)), f"{reference}.{suffix}") if part)


def mail_domain() -> str:
    """Our own domain, for names of mails and of calendar entries (RFC 5322, 3.6.4; RFC 7986, 5.3)."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def sender(language: str) -> str:
    """Who mails are from: as the settings say, with another name where the site's editors gave it one."""
    name = site_words(language).name
    if name == settings.SITE_NAME:
        return settings.DEFAULT_FROM_EMAIL
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
