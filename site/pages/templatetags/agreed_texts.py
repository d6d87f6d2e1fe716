"""Which version a page that guests agree to is, and where earlier ones are read."""

from typing import Any

from django import template

from common.words.dates import date_text, local
from pages.agreed_texts import published, versions
from pages.in_force import AGREED
from pages.models import StandardPage

register = template.Library()


@register.inclusion_tag("pages/agreed_version.html")
def agreed_version(page: StandardPage) -> dict[str, Any]:
    """Nothing of any other page, and of one that is not in force."""
    number = getattr(versions(), page.key) if page.key in AGREED else 0
    if not number:
        return {}
    rows = published(page.key)
    newest = next(row for row in rows if row.number == number)
    return {
        "number": number,
        "since_text": date_text(local(newest.since).date()),
        "earlier": [row for row in rows if row.number < number],
    }
