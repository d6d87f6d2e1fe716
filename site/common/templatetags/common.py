"""Money and time in templates."""

import datetime as dt

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage

from common.look import styles
from common.words import dates, money

register = template.Library()


@register.simple_tag
def style_sheets() -> list[str]:
    """Addresses of the style sheets: one by one while working on them, a single file after a release."""
    names = getattr(staticfiles_storage, "style_sheets", styles.SHEETS)
    return [staticfiles_storage.url(name) for name in names]


@register.filter
def date_text(day: dt.date | None) -> str:
    """The date without its weekday, for the middle of a sentence; nothing where there is none."""
    return dates.date_text(day) if day else ""


@register.filter
def day_text(day: dt.date | None) -> str:
    """The day in words, and nothing where there is none."""
    return dates.day_text(day) if day else ""


register.filter("vnd", money.format_vnd)
register.filter("short_day", dates.short_day_text)
register.filter("moment", dates.moment_text)
register.filter("clock", dates.time_text)
