"""Money, time and our drawings in templates."""

import datetime as dt
import re

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.cms import art
from common.look import styles
from common.words import dates, example, money, site

register = template.Library()


@register.simple_tag
def bundled(bundle: str) -> list[str]:
    """Addresses of the files of a bundle (common/look/styles.py): one by one in tests, a single one after a release."""
    names = [bundle] if getattr(staticfiles_storage, "bundles", False) else styles.BUNDLES[bundle]
    return [staticfiles_storage.url(name) for name in names]


@register.simple_tag
def example_text() -> str:
    """The mark of what is made up, in one word."""
    return example.example_text()


@register.simple_tag
def example_sentence() -> str:
    """What that mark means."""
    return example.example_sentence()


@register.filter
def marked(text: str, is_made_up: bool) -> str:
    """`text` with the mark before it where it is made up: for what is only a line, such as a link's title."""
    return example.marked(str(text), is_made_up)


@register.filter
def sign_url(motif: str) -> str:
    """The address of a printed sign such as "motif-jar", the village gate's where there is none of that name."""
    return static(f"art/{art.sign(motif)}.svg")


@register.filter
def drawing_url(name: str) -> str:
    """The address of one of our pictures such as "exp-kiln", a village gate's where there is none of that name."""
    return static(f"art/{art.picture(name)}.svg")


@register.filter
def drawing_text(name: str) -> str:
    """What that picture shows, and that it is drawn, for those who do not see it."""
    return _("Drawing: %(what)s.") % {"what": art.shown(name)}


@register.filter
def date_text(day: dt.date | None) -> str:
    """The date without its weekday, for the middle of a sentence; nothing where there is none."""
    return dates.date_text(day) if day else ""


@register.filter
def day_text(day: dt.date | None) -> str:
    """The day in words, and nothing where there is none."""
    return dates.day_text(day) if day else ""


@register.filter
def site_names(text: str) -> SafeString:
    """A name such as example.org breaks behind its dots where a line is too short, and not in the middle of a word."""
    return format_html_join(mark_safe(".<wbr>"), "{}", ((part,) for part in re.split(r"\.(?=\S)", text)))


@register.filter
def mail_address(address: str) -> SafeString:
    """It breaks before its @ where a line is too short, and not in the middle of a word."""
    mailbox, sign, domain = address.partition("@")
    return format_html("{}<wbr>{}", mailbox, f"{sign}{domain}")


register.simple_tag(site.site_name, name="our_name")
register.simple_tag(site.file_name, name="file_name")
register.filter("vnd", money.format_vnd)
register.filter("short_day", dates.short_day_text)
register.filter("moment", dates.moment_text)
register.filter("clock", dates.time_text)
