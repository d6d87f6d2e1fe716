"""What guests and hosts are owed when a booking or a place in a waiting list changes."""

import datetime as dt
from collections.abc import Collection

from bookings.enums import Audience, MessageKind
from bookings.models import Booking, WaitingEntry
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
    host = booking.slot.experience.host
    if host.email:
        owe_message(
            key=f"host:{host.pk}:{MessageKind.AWAITING}:{now:%Y%m%d%H}",
            subject=booking,
            kind=MessageKind.AWAITING,
            audience=Audience.HOST,
            sequence=booking.sequence,
            to=host.email,
            language="vi",
            now=now,
        )


def owe_waiting(*, entry: WaitingEntry, kind: MessageKind, now: dt.datetime) -> None:
    """Write one message to a guest about their place in a waiting list, in the transaction that made it true."""
    if not entry.contact_email:
        return
    owe_message(
        key=f"waiting:{entry.uuid}:{kind}",
        subject=entry,
        kind=kind,
        audience=Audience.GUEST,
        to=entry.contact_email,
        language=entry.language,
        now=now,
    )
