"""What was written to the parties of a slot, or to one, to whom, and what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.desk.shell import words
from bookings.enums import Audience, MessageKind
from bookings.models import Booking, Slot, SlotMessage, SlotMessageParty
from common.words.dates import moment_text
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from villages.models import Host

SENT, WAITING, REFUSED, NO_MAIL, DROPPED = "sent", "waiting", "refused", "no_mail", "dropped"


@dataclass(frozen=True)
class LogParty:
    """`state` is one of the five above, `state_text` says it with its time."""

    name: str
    url: str
    state: str
    state_text: str
    phone: str
    phone_url: str


@dataclass(frozen=True)
class LogMessage:
    """For templates/desk/calendar/_message.html; numbers of parties by what became of their mail."""

    text: str
    when: str
    who: str
    sent: int
    waiting: int
    refused: int
    no_mail: int
    parties: list[LogParty]


def message_log(slot: Slot, *, host: Host) -> list[LogMessage]:
    """The slot's messages, newest first. In three queries."""
    messages = list(SlotMessage.objects.filter(slot=slot).order_by("-pk").prefetch_related("parties__booking"))
    mails = _mails([party for message in messages for party in message.parties.all()])
    return [_log_message(message, message.parties.all(), mails, host=host) for message in messages]


def party_log(booking: Booking, *, host: Host) -> list[LogMessage]:
    """The same of what was written to one party, alone or with others of its time. In two queries."""
    parties = list(SlotMessageParty.objects.filter(booking=booking).order_by("-pk").select_related("message"))
    for party in parties:
        party.booking = booking
    mails = _mails(parties)
    return [_log_message(party.message, [party], mails, host=host) for party in parties]


def _mails(parties: list[SlotMessageParty]) -> dict[tuple[int, int], OutboxMessage]:
    """The mail of each, by its booking and number."""
    found = OutboxMessage.objects.filter(
        booking__in={party.booking_id for party in parties}, kind=MessageKind.FROM_HOST, audience=Audience.GUEST
    )
    return {(mail.subject_id, mail.sequence): mail for mail in found} if parties else {}


def _log_message(
    message: SlotMessage,
    written_to: Iterable[SlotMessageParty],
    mails: dict[tuple[int, int], OutboxMessage],
    *,
    host: Host,
) -> LogMessage:
    parties = [_log_party(party, mails.get((party.booking_id, party.number)), host) for party in written_to]
    counted = Counter(party.state for party in parties)
    return LogMessage(
        text=message.text(),
        when=moment_text(message.written_at),
        who=message.by_name,
        sent=counted[SENT],
        waiting=counted[WAITING],
        refused=counted[REFUSED],
        no_mail=counted[NO_MAIL],
        # Whom nothing reached comes first.
        parties=sorted(parties, key=lambda party: party.state not in (REFUSED, NO_MAIL)),
    )


def _log_party(party: SlotMessageParty, mail: OutboxMessage | None, host: Host) -> LogParty:
    booking, state = party.booking, _state(mail)
    unheard = state in (REFUSED, NO_MAIL)
    return LogParty(
        name=booking.contact_name,
        url=reverse("desk:booking", args=[host.slug, booking.reference]),
        state=state,
        state_text=_state_text(state, mail),
        phone=words.phone_text(booking) if unheard else "",
        phone_url=booking.contact_phone.as_rfc3966 if unheard and booking.contact_phone else "",
    )


def _state(mail: OutboxMessage | None) -> str:
    if mail is None:
        return NO_MAIL
    if mail.state == MessageState.SENT:
        return SENT
    if mail.state == MessageState.OVERTAKEN:
        return DROPPED
    return REFUSED if mail.error else WAITING


def _state_text(state: str, mail: OutboxMessage | None) -> str:
    if mail is not None and mail.sent_at is not None and state == SENT:
        return _("Sent %(when)s") % {"when": words.near_moment(mail.sent_at)}
    return {
        WAITING: _("On its way"),
        REFUSED: _("The mail has not got through."),
        NO_MAIL: _("No e-mail address."),
        DROPPED: _("Not sent: the visit has changed since."),
    }[state]
