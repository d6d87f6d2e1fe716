"""What is written to phones: one text of 160 signs, for each further one costs again."""

import datetime as dt

from django.utils.translation import gettext as _

from common.words.site import site_name
from texting.letters import plain

LONGEST = 160
LONGEST_NAME = 30


def code_text(code: str, *, good_for: dt.timedelta) -> str:
    """The text that brings a sign-in code, in the active language."""
    told = {
        "site": site_name()[:LONGEST_NAME].strip(),
        "code": code,
        "minutes": int(good_for.total_seconds() // 60),
    }
    text = _("%(site)s: your sign-in code is %(code)s. It works for %(minutes)d minutes. Give it to nobody.") % told
    return plain(text)[:LONGEST]
