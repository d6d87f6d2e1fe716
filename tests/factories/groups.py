"""Groups that ask, and what a house answers: through the domain."""

import datetime as dt
import uuid

from django.utils import timezone

from bookings.domain.groups.accept import accept
from bookings.domain.groups.ask import Asked, ask
from bookings.domain.groups.quote import Besides, Guests, Offer, send_quote
from bookings.models import GroupRequest, Quote, Slot
from experiences.models import Experience
from tests.factories.bookings import make_slot
from tests.factories.clock import number
from tests.factories.people import make_user
from villages.models import Host

DAY = dt.timedelta(days=1)


def asked_of(*, now: dt.datetime, **changes) -> Asked:
    """A class of 30 with three teachers, in a fortnight."""
    n = number()
    today = timezone.localdate(now)
    usual = {
        "kind": "school",
        "organisation": "Trường THCS Bến Đò (ví dụ)",
        "name": "Cô Trần Thị Mai",
        "phone": f"+84986{n % 1_000_000:06d}",
        "email": f"truong{n}@example.com",
        "answer_by": "phone",
        "first_day": today + 14 * DAY,
        "second_day": today + 15 * DAY,
        "day_part": "morning",
        "leaders": 3,
        "children": 30,
        "wants_meal": True,
    }
    return Asked(**usual | changes)


def make_request(
    host: Host, experience: Experience | None = None, *, now: dt.datetime, asked_from: str = "", **changes
) -> GroupRequest:
    return ask(
        key=uuid.uuid4(),
        host=host,
        experience=experience,
        asked=asked_of(now=now, **changes),
        consent=True,
        language="vi",
        asked_from=asked_from,
        now=now,
    )


def group_slot(experience: Experience, *, now: dt.datetime, capacity: int = 40, days: int = 14, hour: int = 8) -> Slot:
    return make_slot(experience, capacity=capacity, now=now, days=days, hour=hour)


def offer_of(*slots: Slot, now: dt.datetime, adults: int = 3, children: int = 30, **changes) -> Offer:
    """So many in each slot, and a lunch for all."""
    guests = []
    for slot in slots:
        units = {unit.type: unit for unit in slot.experience.units.all()}
        guests.append(Guests(slot.pk, units["ADULT"], adults, 100_000))
        if children:
            guests.append(Guests(slot.pk, units["CHILD"], children, 90_000))
    usual = {
        "guests": guests,
        "besides": [Besides("Cơm trưa", adults + children, 60_000)],
        "valid_until": now + 7 * DAY,
        "freeze_at": now + 10 * DAY,
        "keeps_seats": True,
    }
    return Offer(**usual | changes)


def make_quote(request: GroupRequest, *slots: Slot, now: dt.datetime, by=None, **changes) -> Quote:
    offer = offer_of(*slots, now=now, **changes)
    return send_quote(key=uuid.uuid4(), request=request, offer=offer, by=by or make_user(), now=now)


def make_accepted(request: GroupRequest, *slots: Slot, now: dt.datetime, **changes) -> GroupRequest:
    quote = make_quote(request, *slots, now=now, **changes)
    return accept(request=request, version=quote.version, now=now)
