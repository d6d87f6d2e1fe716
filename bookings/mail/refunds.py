"""Money back in mails: where a guest says into which account, and what a house has had to give back for long."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from bookings.domain.money.owing import Account, account_of
from bookings.domain.money.refunds import refunds_due
from bookings.domain.reminding.refunds import LONG
from bookings.enums import MessageKind
from bookings.links import booking_url
from bookings.models import Booking
from common.words.dates import moment_text
from common.words.money import format_vnd
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.mail.letter import make_letter
from villages.models import Host

# What is told where money may come back; to the house too, which reads the sum at its desk.
TOLD_IN = {
    MessageKind.CANCELLED,
    MessageKind.CALLED_OFF,
    MessageKind.DECLINED,
    MessageKind.PAID_LATE,
    MessageKind.REFUND_BOUNCED,
}
# The desk shows the others.
MOST_LINES = 10


def money_back_context(booking: Booking, message: OutboxMessage, account: Account) -> dict[str, str]:
    """`to_return_text`, and the page of the account; empty where nothing comes back."""
    if message.kind not in TOLD_IN or account.due >= 0:
        return {}
    return {
        "to_return_text": format_vnd(-account.due, message.language),
        "refund_account_url": booking_url(booking, view="refund_account"),
    }


def bounced_overtaken(booking: Booking) -> bool:
    """Whether nothing is due back any more. One query."""
    return account_of(booking).due >= 0


def refunds_letter(message: OutboxMessage) -> EmailMultiAlternatives:
    """As it stands when it goes out. Raises Overtaken where nothing is long due any more."""
    now = timezone.now()
    host = Host.objects.filter(pk=message.subject_id).first()
    if host is None:
        raise Overtaken
    due = refunds_due(now=now, host=host).filter(Q(owed_since__lte=now - LONG))
    number = due.count()
    if not number:
        raise Overtaken
    with translation.override(message.language):
        said = ngettext("%(n)s guest waits for money back", "%(n)s guests wait for money back", number)
        heading = said % {"n": number}
        context = {
            "heading": heading,
            "where": host.name,
            "guests": [_guest(booking) for booking in due.select_related("refund_account")[:MOST_LINES]],
            "more": max(number - MOST_LINES, 0),
            "link": settings.BASE_URL + reverse("desk:refunds_due", args=[host.slug]),
        }
        return make_letter(
            message, "refunds_due", subject=heading, about="refunds", context=context, is_made_up=host.is_made_up
        )


def _guest(booking: Booking) -> dict[str, Any]:
    return {
        "name": booking.contact_name,
        "amount_text": format_vnd(-booking.due_vnd),  # type: ignore[attr-defined]
        "since_text": moment_text(booking.owed_since),  # type: ignore[attr-defined]
        "has_account": hasattr(booking, "refund_account"),
        "phone": booking.contact_phone,
    }
