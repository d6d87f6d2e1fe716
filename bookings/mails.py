"""Turn an outbox row into a mail: HTML and text, in the reader's language, with the .ics attached."""

from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bookings import texts
from bookings.enums import Audience, MessageKind
from bookings.ics import booking_calendar
from bookings.links import booking_url, check_in_url, public_id
from bookings.models import Booking, OutboxMessage
from common.money import format_vnd
from experiences.domain.stories import page_in


def deliver(message: OutboxMessage) -> None:
    """Send one message. Raises whatever the mail server's refusal raises."""
    compose(message).send()


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """The mail of an outbox row, told from the booking as it stands now."""
    booking = (
        Booking.objects.with_party()
        .select_related("slot__experience__place", "slot__experience__village__commune")
        .get(pk=message.booking_id)
    )
    with translation.override(message.language):
        context = _context(booking, message)
        name = f"emails/{message.kind}_{message.audience}"
        mail = EmailMultiAlternatives(
            subject=_subject(message, context),
            body=render_to_string(f"{name}.txt", context),
            to=[message.to],
            reply_to=[context["host"].email] if message.audience == Audience.GUEST and context["host"].email else None,
            # The same for every attempt, so that a mail sent twice by a dying worker is one mail to the reader.
            headers={
                "Message-ID": f"<{public_id(booking)}.{message.sequence}.{message.kind}.{message.audience}@ve-lang>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    mail.attach(_calendar(booking, message))
    return mail


def _calendar(booking: Booking, message: OutboxMessage) -> MIMEText:
    cancelled = message.kind == MessageKind.CANCELLED
    calendar = booking_calendar(
        booking,
        now=timezone.now(),
        language=message.language,
        # The guest's link cancels; the host gets the one that only a desk opens.
        link=booking_url(booking) if message.audience == Audience.GUEST else check_in_url(booking),
        cancelled=cancelled,
        sequence=message.sequence,
    )
    part = MIMEText(calendar.decode(), "calendar", "utf-8")
    part.set_param("method", "CANCEL" if cancelled else "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename=f"ve-lang-{booking.reference}.ics")
    return part


def _subject(message: OutboxMessage, context: dict) -> str:
    subjects = {
        (MessageKind.CONFIRMED, Audience.GUEST): _("Your visit is booked: %(title)s, %(when)s"),
        (MessageKind.CONFIRMED, Audience.HOST): _("New guests: %(party)s, %(when)s"),
        (MessageKind.CANCELLED, Audience.GUEST): _("Cancelled: %(title)s, %(when)s"),
        (MessageKind.CANCELLED, Audience.HOST): _("Visit cancelled: %(party)s, %(when)s"),
    }
    text = subjects[MessageKind(message.kind), Audience(message.audience)]
    return text % {"title": context["title"], "party": context["party_text"], "when": context["when_text"]}


def _context(booking: Booking, message: OutboxMessage) -> dict:
    experience = booking.slot.experience
    page = page_in(experience, message.language)
    return {
        "booking": booking,
        "experience": experience,
        "host": experience.host,
        "title": page.title if page else experience.name_in(message.language),
        "bring": page.bring_lines if page else [],
        "meeting": page.meeting if page else "",
        "when_text": texts.when_text(booking.slot),
        "lunar_text": texts.lunar_text(booking.slot),
        "place_text": texts.place_text(booking),
        "party_text": texts.party_text(booking),
        "leave_text": texts.leave_text(booking),
        "cancel_text": texts.cancel_text(booking),
        "lines": texts.money_lines(booking, message.language),
        "total_text": format_vnd(booking.total_vnd, message.language),
        "booking_url": booking_url(booking),
        "check_in_url": check_in_url(booking),
        "directions_url": texts.directions_url(booking),
        "message_kind": message.kind,
        "site_name": settings.SITE_NAME,
        "language": message.language,
    }
