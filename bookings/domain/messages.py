"""What guests and hosts are owed when a booking or a place in a waiting list changes."""

import datetime as dt
from collections.abc import Collection

from bookings.domain.notices import readers as members_told
from bookings.enums import Audience, Awaits, MessageKind, NoticeWay
from bookings.models import Booking, WaitingEntry
from outbox.owing import is_owed, owe_refused, still_owed
from outbox.owing import owe as owe_message


def owe(
    *,
    booking: Booking,
    kind: MessageKind,
    now: dt.datetime,
    to: Collection[Audience] = (Audience.GUEST, Audience.HOST),
    number: int = 0,
) -> None:
    """Write one message to the guest, in their language, and to the host: one to the house, in Vietnamese, and one to
    each of its members who wants to be told, by mail or on a phone; or only to one of these.

    `number` tells apart news of one version and kind that are meant to be told several times.

    Called inside the transaction that made the news true, so that both happen or neither.
    """

    def write(
        audience: Audience | NoticeWay, language: str, *, address: str = "", reader_id: int | None = None
    ) -> None:
        reader = f"{audience}-{reader_id}" if reader_id else audience
        owe_message(
            key=f"{booking.uuid}:{booking.sequence}:{kind}:{reader}" + (f":{number}" if number else ""),
            subject=booking,
            kind=kind,
            audience=audience,
            sequence=booking.sequence,
            to=address,
            reader_id=reader_id,
            language=language,
            now=now,
        )

    if booking.contact_email and Audience.GUEST in to:
        write(Audience.GUEST, booking.language, address=booking.contact_email)
    if Audience.HOST in to:
        if booking.slot.experience.host.email:
            write(Audience.HOST, "vi", address=booking.slot.experience.host.email)
        for reader in members_told(booking=booking, kind=kind):
            write(reader.way, reader.language, reader_id=reader.id)


def asking(booking: Booking) -> MessageKind:
    """The kind of mail that asks the guest for what the booking awaits: a word, or money."""
    return MessageKind.PAYMENT if booking.awaits == Awaits.PAYMENT else MessageKind.PROOF


def ask_again(*, booking: Booking, now: dt.datetime) -> None:
    """Nothing stands yet that could have changed: the guest is asked again, for the visit as it is now."""
    owe(booking=booking, kind=asking(booking), now=now, to=[Audience.GUEST])


def owe_asking(*, booking: Booking, to_guest: bool, now: dt.datetime) -> None:
    """Ask the guest for what the booking awaits. Where that is a word, the host is told, once an hour, who waits."""
    if to_guest:
        owe(booking=booking, kind=asking(booking), now=now, to=[Audience.GUEST])
    if booking.awaits == Awaits.PAYMENT:
        return
    house = booking.slot.experience.host.email
    if house:
        _owe_awaiting(booking, Audience.HOST, "vi", now=now, address=house)
    for reader in members_told(booking=booking, kind=MessageKind.AWAITING):
        _owe_awaiting(booking, reader.way, reader.language, now=now, reader_id=reader.id)


def _owe_awaiting(
    booking: Booking,
    audience: Audience | NoticeWay,
    language: str,
    *,
    now: dt.datetime,
    address: str = "",
    reader_id: int | None = None,
) -> None:
    """Tell of the first of an hour at once, and when the hour is over of those that came after that message.

    One message tells of all that wait when it is written, so while it has yet to be, no other is owed.
    """
    host = booking.slot.experience.host
    next_hour = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    reader = f":{audience}-{reader_id}" if reader_id else ""
    for due in (now, next_hour):
        key = f"host:{host.pk}:{MessageKind.AWAITING}:{due:%Y%m%d%H}{reader}"
        owe_message(
            key=key,
            subject=booking,
            kind=MessageKind.AWAITING,
            audience=audience,
            sequence=booking.sequence,
            to=address,
            reader_id=reader_id,
            language=language,
            now=now,
            due=due,
        )
        if still_owed(key):
            return


def owe_from_host(*, booking: Booking, number: int, now: dt.datetime) -> None:
    """Write what the host has to say, the `number`th time, to a guest who left an address."""
    if booking.contact_email:
        owe_message(
            key=f"{booking.uuid}:{MessageKind.FROM_HOST}:{number}",
            subject=booking,
            kind=MessageKind.FROM_HOST,
            audience=Audience.GUEST,
            sequence=number,
            to=booking.contact_email,
            language=booking.language,
            now=now,
        )


def owe_from_host_again(*, booking: Booking, number: int, now: dt.datetime) -> bool:
    """Whether that is tried now: it was refused, or there was no address for it and is one since."""
    key = f"{booking.uuid}:{MessageKind.FROM_HOST}:{number}"
    if not is_owed(key):
        owe_from_host(booking=booking, number=number, now=now)
        return bool(booking.contact_email)
    return owe_refused(key, now=now)


def owe_ready(*, booking: Booking, number: int, now: dt.datetime, due: dt.datetime) -> None:
    """Write to a guest who left an address, the `number`th time, that what they made is ready; it goes when `due`."""
    if booking.contact_email:
        owe_message(
            key=f"{booking.uuid}:{MessageKind.PIECE_READY}:{number}",
            subject=booking,
            kind=MessageKind.PIECE_READY,
            audience=Audience.GUEST,
            sequence=booking.sequence,
            to=booking.contact_email,
            language=booking.language,
            now=now,
            due=due,
        )


def owe_waiting(*, entry: WaitingEntry, kind: MessageKind, now: dt.datetime, number: int = 0) -> None:
    """Write one message to a guest about their place in a waiting list, in the transaction that made it true.

    `number` tells apart those that went to other addresses of theirs.
    """
    if not entry.contact_email:
        return
    owe_message(
        key=f"waiting:{entry.uuid}:{kind}" + (f":{number}" if number else ""),
        subject=entry,
        kind=kind,
        audience=Audience.GUEST,
        sequence=number,
        to=entry.contact_email,
        language=entry.language,
        now=now,
    )
