"""Turn an outbox row into a mail: HTML and text, in the reader's language, with the .ics where the visit changed."""

import re
from email.mime.image import MIMEImage
from email.mime.text import MIMEText

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bookings import texts
from bookings.domain.booking.questions import questions_of
from bookings.domain.money.owing import Account, account_of
from bookings.domain.notices import declines_letter
from bookings.enums import Act, ActBy, Audience, BookingStatus, MessageKind
from bookings.links import (
    booking_url,
    check_in_url,
    choose_url,
    desk_day_url,
    entry_url,
    proof_url,
    public_id,
)
from bookings.mail.awaiting import awaiting_context
from bookings.mail.ics import booking_calendar
from bookings.mail.muting import is_silenced, muting_context, muting_headers
from bookings.mail.overtaken import is_overtaken
from bookings.mail.pace import waits_until
from bookings.mail.pieces import pieces_context
from bookings.mail.refunds import money_back_context
from bookings.mail.reminders import is_past
from bookings.mail.reviews import ABOUT_REVIEWS, review_context
from bookings.mail.transfers import CODE_NAME, transfer_context
from bookings.models import Booking, Slot, SlotMessageParty, WaitingEntry
from bookings.payment_words import payment_text
from common.words.dates import moment_text
from common.words.example import foot, marked
from common.words.money import format_vnd
from common.words.site import file_name, mail_domain, site_name
from experiences.domain.stories import page_in
from outbox.models import OutboxMessage
from outbox.sending import Later, Overtaken
from villages.models import Host

# The visit is off: the calendar takes it out, and there is nothing to pay.
OFF = {MessageKind.CANCELLED, MessageKind.CALLED_OFF}
# Nothing in anybody's calendar changes: an offer and what is to be proved are no visit yet, and "it takes place" leaves
# the time as it was.
WITHOUT_CALENDAR = {
    MessageKind.OFFERED,
    MessageKind.RUNS,
    MessageKind.PROOF,
    MessageKind.PAYMENT,
    MessageKind.SAYS_PAID,
    MessageKind.PAID_LATE,
    MessageKind.REFUND_BOUNCED,
    MessageKind.AWAITING,
    MessageKind.DECLINED,
    MessageKind.FROM_HOST,
    MessageKind.WORDS_CHANGED,
    MessageKind.QUESTION,
    MessageKind.PIECE_READY,
    MessageKind.REMINDER,
    *ABOUT_REVIEWS,
}

EMPTY_LINES = re.compile(r"\n{3,}")


def render(message: OutboxMessage) -> EmailMultiAlternatives:
    """What goes out for an outbox row. Raises Overtaken where later news has made it untrue, Later where it waits."""
    subject = _subject_of(message)
    if is_overtaken(message, subject) or _is_declined(message, subject):
        raise Overtaken
    if message.kind == MessageKind.REMINDER and isinstance(subject, Booking) and is_past(subject):
        raise Overtaken
    until = waits_until(message, subject, now=timezone.now())
    if until:
        raise Later(until)
    mail = _compose(message, subject)
    if is_silenced(message, mail.to[0]):
        raise Overtaken
    if not mail.to[0]:
        # The address was taken back, and whoever had it must not get the link.
        raise Overtaken
    return mail


def _is_declined(message: OutboxMessage, subject: Booking | WaitingEntry) -> bool:
    """A house's letter is written whatever its reader chose, and looked at when it goes out: choices change."""
    if message.audience != Audience.HOST or not isinstance(subject, Booking):
        return False
    return declines_letter(booking=subject, kind=message.kind)


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """The mail of an outbox row, told from the booking, or the place in a waiting list, as it stands now."""
    return _compose(message, _subject_of(message))


def _compose(message: OutboxMessage, subject: Booking | WaitingEntry) -> EmailMultiAlternatives:
    with translation.override(message.language):
        if isinstance(subject, Booking):
            context = _booking_context(subject, message)
        else:
            context = _entry_context(subject, message)
        name = f"mail/{message.kind}_{message.audience}"
        mail = EmailMultiAlternatives(
            subject=marked(_subject(message, context), subject.is_made_up),
            body=_even(render_to_string(f"{name}.txt", context) + foot(subject.is_made_up)),
            to=[_address(subject, message)],
            reply_to=_reply_to(subject, message, context["host"]),
            # The same for every attempt, so that a mail sent twice by a dying worker is one mail to the reader.
            headers={
                "Message-ID": f"<{_name(subject, message)}@{mail_domain()}>",
                "Auto-Submitted": "auto-generated",
                **muting_headers(message),
            },
        )
        mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    if isinstance(subject, Booking) and message.kind not in WITHOUT_CALENDAR:
        mail.attach(_calendar(subject, message))
    code = context.get("transfer", {}).get("picture")
    if code:
        mail.attach(_inline(code))
    return mail


def _even(text: str) -> str:
    """With one empty line between parts, whatever was left out between them."""
    return EMPTY_LINES.sub("\n\n", text).strip() + "\n"


def _inline(picture: bytes) -> MIMEImage:
    """A picture that the HTML shows by its name (RFC 2392)."""
    part = MIMEImage(picture, "png")
    part.add_header("Content-ID", f"<{CODE_NAME}>")
    part.add_header("Content-Disposition", "inline", filename=f"{CODE_NAME}.png")
    return part


def _address(subject: Booking | WaitingEntry, message: OutboxMessage) -> str:
    """Of a guest, the address that stands beside the link in the same row: it may have been mended since."""
    if message.audience != Audience.GUEST:
        return message.to
    if isinstance(subject, WaitingEntry) or subject.consented_at is not None:
        return subject.contact_email
    entry = getattr(subject, "waiting_entry", None)
    return entry.contact_email if entry else message.to


def _name(subject: Booking | WaitingEntry, message: OutboxMessage) -> str:
    return f"{public_id(subject)}.{message.sequence}.{message.kind}.{message.audience}.{message.pk}"


def _reply_to(subject: Booking | WaitingEntry, message: OutboxMessage, host: Host) -> list[str] | None:
    """A guest answers their host, a host their guest; what is about several parties is not answered."""
    # What an office did is answered to the site.
    if message.kind in (MessageKind.AWAITING, MessageKind.REVIEW_HIDDEN):
        return None
    address = host.email if message.audience == Audience.GUEST else subject.contact_email
    return [address] if address else None


def _subject_of(message: OutboxMessage) -> Booking | WaitingEntry:
    return _booking(message) if message.is_about(Booking) else _entry(message)


def _booking(message: OutboxMessage) -> Booking:
    bookings = Booking.objects.with_party().select_related(
        "slot__experience__place", "slot__experience__village__commune", "waiting_entry", "review"
    )
    return bookings.get(pk=message.subject_id)


def _entry(message: OutboxMessage) -> WaitingEntry:
    entries = WaitingEntry.objects.select_related(
        "slot__experience__host", "slot__experience__place", "slot__experience__village__commune"
    )
    return entries.get(pk=message.subject_id)


def _calendar(booking: Booking, message: OutboxMessage) -> MIMEText:
    cancelled = message.kind in OFF
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
    part.add_header("Content-Disposition", "attachment", filename=file_name(booking.reference, "ics"))
    return part


def _subject(message: OutboxMessage, context: dict) -> str:
    subjects = {
        (MessageKind.CONFIRMED, Audience.GUEST): _("Your visit is booked: %(title)s, %(when)s"),
        (MessageKind.CONFIRMED, Audience.HOST): _("New guests: %(party)s, %(when)s"),
        (MessageKind.PROOF, Audience.GUEST): _("Please confirm: %(title)s, %(when)s"),
        (MessageKind.PAYMENT, Audience.GUEST): _("Please transfer until %(deadline)s: %(title)s, %(when)s"),
        (MessageKind.SAYS_PAID, Audience.HOST): _("Money is said to be sent: %(party)s, %(when)s"),
        (MessageKind.PAID_LATE, Audience.GUEST): _("Your money came too late: %(title)s, %(when)s"),
        (MessageKind.PAID_LATE, Audience.HOST): _("Money to give back: %(party)s, %(when)s"),
        (MessageKind.REFUND_BOUNCED, Audience.GUEST): _("Which account for your money? %(title)s, %(when)s"),
        (MessageKind.AWAITING, Audience.HOST): _("Your word is asked for: %(parties)s"),
        (MessageKind.DECLINED, Audience.GUEST): _("Not booked: %(title)s, %(when)s"),
        (MessageKind.TICKET, Audience.GUEST): _("Your ticket: %(title)s, %(when)s"),
        (MessageKind.CANCELLED, Audience.GUEST): _("Cancelled: %(title)s, %(when)s"),
        (MessageKind.CANCELLED, Audience.HOST): _("Visit cancelled: %(party)s, %(when)s"),
        (MessageKind.MOVED, Audience.GUEST): _("New time: %(title)s, %(when)s"),
        (MessageKind.MOVED, Audience.HOST): _("Moved: %(party)s, now %(when)s"),
        (MessageKind.PARTY_CHANGED, Audience.GUEST): _("Your party now: %(party)s, %(when)s"),
        (MessageKind.PARTY_CHANGED, Audience.HOST): _("Another party: %(party)s, %(when)s"),
        (MessageKind.QUESTION, Audience.HOST): _("A question: %(party)s, %(when)s"),
        (MessageKind.WORDS_CHANGED, Audience.HOST): _("Another name or note: %(party)s, %(when)s"),
        (MessageKind.PLACE_CHANGED, Audience.GUEST): _("Another meeting place: %(title)s, %(when)s"),
        (MessageKind.PLACE_CHANGED, Audience.HOST): _("Another meeting place: %(party)s, %(when)s"),
        (MessageKind.WAY_CHANGED, Audience.GUEST): _("How to find the place: %(title)s, %(when)s"),
        (MessageKind.WAY_CHANGED, Audience.HOST): _("Told anew how to find you: %(party)s, %(when)s"),
        (MessageKind.RUNS, Audience.GUEST): _("It takes place: %(title)s, %(when)s"),
        (MessageKind.RUNS, Audience.HOST): _("It takes place: %(title)s, %(when)s"),
        (MessageKind.CALLED_OFF, Audience.GUEST): _("Called off: %(title)s, %(when)s"),
        (MessageKind.CALLED_OFF, Audience.HOST): _("Called off, too few guests: %(party)s, %(when)s"),
        (MessageKind.FROM_HOST, Audience.GUEST): _("A word from your host: %(title)s, %(when)s"),
        (MessageKind.REVIEW, Audience.GUEST): _("How was it? %(title)s"),
        (MessageKind.REVIEWED, Audience.HOST): _("A review: %(title)s, %(when)s"),
        (MessageKind.REVIEW_ANSWERED, Audience.GUEST): _("The house has answered you: %(title)s"),
        (MessageKind.PIECE_READY, Audience.GUEST): _("What you made is ready: %(title)s"),
        (MessageKind.REVIEW_HIDDEN, Audience.GUEST): _("Your review is hidden: %(title)s"),
        (MessageKind.REMINDER, Audience.GUEST): _("See you soon: %(title)s, %(when)s"),
        (MessageKind.WAITING, Audience.GUEST): _("You are on the waiting list: %(title)s, %(when)s"),
        (MessageKind.OFFERED, Audience.GUEST): _("Places for you until %(deadline)s: %(title)s, %(when)s")
        if context.get("offer_open")
        else _("An offer that is over: %(title)s, %(when)s"),
        (MessageKind.WAITING_CLOSED, Audience.GUEST): _("No places came free: %(title)s, %(when)s"),
    }
    text = subjects[MessageKind(message.kind), Audience(message.audience)]
    values = {
        "title": "title",
        "party": "party_text",
        "parties": "parties_text",
        "when": "when_text",
        "deadline": "deadline_text",
    }
    return text % {name: context.get(key, "") for name, key in values.items()}


def _visit_context(slot: Slot, message: OutboxMessage) -> dict:
    experience = slot.experience
    page = page_in(experience, message.language)
    return {
        "slot": slot,
        "experience": experience,
        "host": experience.host,
        "title": page.title if page else experience.name_in(message.language),
        "bring": page.bring_lines if page else [],
        "meeting": page.meeting if page else "",
        "when_text": texts.when_text(slot),
        "lunar_text": texts.lunar_text(slot),
        "place_text": texts.place_text(slot),
        "minimum_text": texts.minimum_text(slot),
        "desk_day_url": desk_day_url(slot),
        "choose_url": choose_url(experience, message.language),
        "is_off": message.kind in OFF or message.kind == MessageKind.WAITING_CLOSED,
        "site_name": site_name(),
        "language": message.language,
        "is_made_up": slot.is_made_up,
    }


def _booking_context(booking: Booking, message: OutboxMessage) -> dict:
    entry = getattr(booking, "waiting_entry", None)
    offer_open = booking.status == BookingStatus.ON_HOLD and booking.hold_expires_at > timezone.now()
    context = _visit_context(booking.slot, message)
    account = account_of(booking)
    if message.kind == MessageKind.AWAITING:
        context |= awaiting_context(booking.slot.experience.host)
    return context | {
        "is_off": context["is_off"] or (message.kind == MessageKind.OFFERED and not offer_open),
        "booking": booking,
        "guest_name": booking.contact_name or (entry.contact_name if entry else ""),
        "party_text": texts.party_text(booking),
        "leave_text": texts.leave_text(booking),
        "cancel_text": texts.cancel_text(booking),
        "from_host": _from_host(booking, message),
        "questions": _questions(booking, message),
        **_other_party(booking, message),
        **review_context(booking, message),
        **pieces_context(booking, message),
        **money_back_context(booking, message, account),
        "kept_text": _kept_text(booking, message, account),
        "lines": texts.money_lines(booking, message.language),
        "total_text": format_vnd(booking.total_vnd, message.language),
        "payment_text": payment_text(booking),
        "paying_text": texts.paying_text(booking, account, message.language),
        "told_us_text": texts.told_us_text(booking),
        "guest_in_short": texts.guest_in_short(booking),
        **transfer_context(booking, message),
        **muting_context(message),
        "deadline_text": moment_text(booking.hold_expires_at),
        "offer_open": offer_open,
        "offer_url": entry_url(entry) if entry else choose_url(booking.slot.experience, message.language),
        "booking_url": booking_url(booking),
        "proof_url": proof_url(booking),
        "check_in_url": check_in_url(booking),
        "directions_url": texts.directions_url(booking),
    }


def _from_host(booking: Booking, message: OutboxMessage) -> str:
    """What the host wrote, the template in the language of now; empty for other mails."""
    if message.kind != MessageKind.FROM_HOST:
        return ""
    written = SlotMessageParty.objects.select_related("message").get(booking=booking, number=message.sequence)
    return written.message.text()


def _questions(booking: Booking, message: OutboxMessage) -> list[str]:
    """All that the guest asked; nothing for other mails."""
    if message.kind != MessageKind.QUESTION:
        return []
    return [act.after["question"] for act in questions_of(booking) if act.after.get("question")]


def _other_party(booking: Booking, message: OutboxMessage) -> dict:
    """Who changed the party last, and what it was; nothing for other mails."""
    if message.kind != MessageKind.PARTY_CHANGED:
        return {}
    acts = booking.acts.filter(act=Act.PARTY).order_by("-pk")
    # A name or a note is written down as the same act.
    told = next((act for act in acts if any(act.before[name] != act.after[name] for name in ("units", "extras"))), None)
    if told is None:
        return {}
    was = texts.units_text(told.before["units"])
    return {
        "changed_by_guest": told.by == ActBy.GUEST,
        "was_text": f"{was}, {format_vnd(told.before['total_vnd'], message.language)}",
    }


def _kept_text(booking: Booking, message: OutboxMessage, account: Account) -> str:
    """What the terms keep of what was paid, since the guest cancelled late; empty where that is nothing."""
    charged = account.charged if booking.cancel_fee_vnd else 0
    return format_vnd(charged, message.language) if charged else ""


def _entry_context(entry: WaitingEntry, message: OutboxMessage) -> dict:
    party = texts.entry_party(entry)
    return _visit_context(entry.slot, message) | {
        "entry": entry,
        "guest_name": entry.contact_name,
        "party_text": texts.priced_text(party),
        "lines": texts.priced_lines(party, message.language),
        "total_text": format_vnd(party.total_vnd, message.language),
        "paying_text": _("if you come"),
        "entry_url": entry_url(entry),
    }
