"""What guest and house are owed when a request moves."""

import datetime as dt

from bookings.domain.notices import readers_of_requests
from bookings.enums import Audience, GroupNews
from bookings.models import GroupRequest
from outbox.owing import owe


def tell_guest(request: GroupRequest, news: GroupNews, *, now: dt.datetime, number: int = 0) -> None:
    """One mail in their language, where they left an address. `number` tells apart news that come several times."""
    if request.contact_email:
        owe(
            key=f"group:{request.uuid}:{news}:{Audience.GUEST}:{number}",
            subject=request,
            kind=news,
            audience=Audience.GUEST,
            sequence=number,
            to=request.contact_email,
            language=request.language,
            now=now,
        )


def tell_house(request: GroupRequest, news: GroupNews, *, now: dt.datetime, number: int = 0) -> None:
    """One to the house's own address in Vietnamese, and one to each member who wants to be told."""

    def write(audience: str, reader: str, *, language: str, to: str = "", reader_id: int | None = None) -> None:
        owe(
            key=f"group:{request.uuid}:{news}:{reader}:{number}",
            subject=request,
            kind=news,
            audience=audience,
            sequence=number,
            to=to,
            reader_id=reader_id,
            language=language,
            now=now,
        )

    if request.host.email:
        write(Audience.HOST, Audience.HOST, to=request.host.email, language="vi")
    for reader in readers_of_requests(request.host):
        write(reader.way, f"{reader.way}-{reader.id}", reader_id=reader.id, language=reader.language)
