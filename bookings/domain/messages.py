"""What guests and hosts are owed when a booking or a place in a waiting list changes."""

import datetime as dt
from collections.abc import Collection

from bookings.enums import Audience, MessageKind
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
    """Write one message to the guest, in their language, and one to the host, in Vietnamese; or only one of these.

    `number` tells apart news of one version and kind that are meant to be told several times.

    Called inside the transaction that made the news true, so that both happen or neither.
    """
    host = booking.slot.experience.host
    readers = [
        (Audience.GUEST, booking.contact_email, booking.language),
        (Audience.HOST, host.email, "vi"),
    ]
    for audience, address, language in readers:
        if address and audience in to:
            owe_message(
                key=f"{booking.uuid}:{booking.sequence}:{kind}:{audience}" + (f":{number}" if number else ""),
                subject=booking,
                kind=kind,
                audience=audience,
                sequence=booking.sequence,
                to=address,
                language=language,
                now=now,
            )


def owe_proof(*, booking: Booking, to_guest: bool, now: dt.datetime) -> None:
    """Write the link that proves the booking to its guest, and tell the host, once an hour, that parties wait."""
    if to_guest:
        owe(booking=booking, kind=MessageKind.PROOF, now=now, to=[Audience.GUEST])
    if booking.slot.experience.host.email:
        _owe_awaiting(booking, now=now)


def _owe_awaiting(booking: Booking, *, now: dt.datetime) -> None:
    """Tell the host at once of the first of an hour, and when the hour is over of those that came after that mail.

    One mail tells of all that wait when it is written, so while it has yet to be, no other is owed.
    """
    host = booking.slot.experience.host
    next_hour = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    for due in (now, next_hour):
        key = f"host:{host.pk}:{MessageKind.AWAITING}:{due:%Y%m%d%H}"
        owe_message(
            key=key,
            subject=booking,
            kind=MessageKind.AWAITING,
            audience=Audience.HOST,
            sequence=booking.sequence,
            to=host.email,
            language="vi",
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
