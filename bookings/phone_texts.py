"""What is written to phones of guests and of those who are invited: the start of one text, and a link.

Each as a text, and as what fills a provider's template (docs/operating.md).
"""

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.links import booking_url
from bookings.models import Booking
from common.words.site import site_name
from texting.letters import plain

LONGEST_NAME = 30


def ticket_text(booking: Booking) -> tuple[str, dict[str, str]]:
    """In the booking's language."""
    with translation.override(booking.language):
        told = {"reference": booking.reference, "link": booking_url(booking)}
        return plain(_("%(site)s, your ticket %(reference)s: %(link)s") % {"site": _short(site_name()), **told}), told


def invitation_text(host: str, link: str) -> tuple[str, dict[str, str]]:
    """In the active language, which is the invitation's."""
    told = {"host": _short(host), "link": link}
    words = _("%(site)s: work at the desk of %(host)s with us: %(link)s")
    return plain(words % {"site": _short(site_name()), **told}), told


def _short(name: str) -> str:
    return name[:LONGEST_NAME].strip()
