"""What is written to phones of guests and of those who are invited: the start of one text, and a link.

Each as a text, and as what fills a provider's template (docs/operating.md).
"""

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.links import booking_url
from bookings.models import Booking
from bookings.texts import short_moment_text
from common.words.example import example_text
from common.words.money import format_vnd
from common.words.site import site_name
from texting.letters import plain
from villages.models import Host

LONGEST_NAME = 30
# Letters of one text (GSM 03.38); what is longer costs as much as two.
ONE_TEXT = 160
SHORTEST_NAME = 8


def ticket_text(booking: Booking) -> tuple[str, dict[str, str]]:
    """In the booking's language."""
    with translation.override(booking.language):
        told = {"reference": booking.reference, "link": booking_url(booking)}
        words = _("%(site)s, your ticket %(reference)s: %(link)s") % {"site": _short(site_name()), **told}
        return plain(_marked(words, booking.is_made_up)), told


def reminder_text(booking: Booking) -> tuple[str, dict[str, str]]:
    """In the booking's language; the house's name gets what room there is in one text."""
    host = booking.slot.experience.host
    with translation.override(booking.language):
        # As it is dialled: a phone makes a link of it.
        phone = host.phone.as_national.replace(" ", "")
        told = {"when": short_moment_text(booking.slot.starts_at), "phone": phone, "link": booking_url(booking)}
        words = _marked(_("%(when)s, %(host)s, %(phone)s. Ticket and way: %(link)s"), booking.is_made_up)
        room = ONE_TEXT - len(plain(words % {**told, "host": ""}))
        short = host.name[: max(room, SHORTEST_NAME)].strip()
        return plain(words % {**told, "host": short}), {**told, "host": _short(host.name)}


def refund_text(booking: Booking, amount_vnd: int) -> tuple[str, dict[str, str]]:
    """In the booking's language: what comes back, and where to say into which account."""
    with translation.override(booking.language):
        # A text has no sign of the đồng.
        amount = format_vnd(amount_vnd).strip("₫\u00a0") + " VND"
        told = {"amount": amount, "link": booking_url(booking, view="refund_account")}
        words = _("%(host)s has %(amount)s to give back to you. Say into which account: %(link)s")
        words = _marked(words, booking.is_made_up)
        room = ONE_TEXT - len(plain(words % {**told, "host": ""}))
        host = booking.slot.experience.host.name
        short = host[: max(room, SHORTEST_NAME)].strip()
        return plain(words % {**told, "host": short}), {**told, "host": _short(host)}


def invitation_text(host: Host, link: str) -> tuple[str, dict[str, str]]:
    """In the active language, which is the invitation's."""
    told = {"host": _short(host.name), "link": link}
    words = _("%(site)s: work at the desk of %(host)s with us: %(link)s") % {"site": _short(site_name()), **told}
    return plain(_marked(words, host.is_made_up)), told


def _marked(words: str, is_made_up: bool) -> str:
    """As `marked` does it, without brackets: in a text each of them counts as two letters."""
    return f"{example_text()}: {words}" if is_made_up else words


def _short(name: str) -> str:
    return name[:LONGEST_NAME].strip()
