"""Groups that ask a house: one request at each state, through the domain, as made up as all parties."""

import contextlib
import datetime as dt
import uuid

from django.utils import timezone

from accounts.models import User
from bookings.domain.calendar.one_slot import add_slot
from bookings.domain.groups.accept import accept
from bookings.domain.groups.answer import ask_for_change, decline, withdraw
from bookings.domain.groups.ask import Asked, ask
from bookings.domain.groups.names import Person, add_name
from bookings.domain.groups.quote import Besides, Guests, Offer, send_quote
from bookings.domain.groups.states import mark_requests
from bookings.domain.history import acting
from bookings.enums import ActBy
from bookings.models import GroupRequest
from common.data.refusal import Refused
from demo.reading import read
from experiences.models import Experience
from villages.enums import MemberRole

DAY = dt.timedelta(days=1)
# When the house has no other visit.
LATE = dt.time(17)


def load_groups(*, now: dt.datetime) -> None:
    """Those that the content names; does nothing where there are requests."""
    if GroupRequest.objects.exists():
        return
    for number, row in enumerate(read("groups")["group"]):
        experience = Experience.objects.select_related("host").filter(slug=row["experience"]).first()
        if experience is not None:
            # Where the days of the demo leave no room for a group, it waits for an answer.
            with contextlib.suppress(Refused):
                _live(row, experience, number, now=now)
    mark_requests(now=now)


def _live(row: dict, experience: Experience, number: int, *, now: dt.datetime) -> None:
    """Asked `asked_ago` days ago for a day in `days`, which may be behind."""
    then = now - row.get("asked_ago", 1) * DAY
    day = timezone.localdate(now) + row["days"] * DAY
    with acting(ActBy.GUEST):
        request = ask(
            key=uuid.UUID(int=9_000 + number, version=4),
            host=experience.host,
            experience=experience,
            asked=Asked(
                kind=row["kind"],
                organisation=row["organisation"],
                name=row["name"],
                phone=f"+8490000{7000 + number}",
                email=row.get("email", ""),
                answer_by=row.get("answer_by", "phone"),
                first_day=day,
                second_day=day + DAY,
                day_part="afternoon",
                adults=row.get("adults", 0),
                leaders=row.get("leaders", 0),
                children=row.get("children", 0),
                teens=row.get("teens", 0),
                wants_meal=True,
                comes_by_bus=True,
                wants_invoice=row["kind"] == "company",
                words=row.get("words", ""),
            ),
            consent=True,
            language="vi",
            asked_from="",
            now=then,
        )
    _answer(row, request, experience, day, now=now, then=then)


def _answer(
    row: dict, request: GroupRequest, experience: Experience, day: dt.date, *, now: dt.datetime, then: dt.datetime
) -> None:
    owner = User.objects.filter(memberships__host=experience.host, memberships__role=MemberRole.OWNER).first()
    state = row["state"]
    if state == "NEW" or owner is None:
        return
    if state == "DECLINED":
        with acting(ActBy.HOST, owner):
            decline(request=request, reason=row["reason"], now=then)
        return
    offer = _offer(row, request, experience, day, then=then)
    with acting(ActBy.HOST, owner):
        quote = send_quote(key=uuid.uuid5(request.uuid, "quote"), request=request, offer=offer, by=owner, now=then)
    with acting(ActBy.GUEST):
        if "change" in row:
            ask_for_change(request=request, words=row["change"], now=now)
        if state == "WITHDRAWN":
            withdraw(request=request, words="", now=now)
        if state in ("ACCEPTED", "CONFIRMED", "FROZEN", "DONE"):
            accepted = accept(request=request, version=quote.version, now=then)
            _write_names(accepted, row.get("names", []), then)


def _offer(row: dict, request: GroupRequest, experience: Experience, day: dt.date, *, then: dt.datetime) -> Offer:
    """One visit late in the day, made for the group, a lunch for all, and what the content takes off."""
    starts_at = timezone.make_aware(dt.datetime.combine(day, LATE))
    units = {unit.type: unit for unit in experience.units.all()}
    adult = units["ADULT"]
    young = units.get("CHILD", adult)
    numbers = {adult: request.adults + request.leaders}
    numbers[young] = numbers.get(young, 0) + request.young
    seats = sum(unit.seats * number for unit, number in numbers.items())
    slot = add_slot(experience=experience, starts_at=starts_at, capacity=seats + 6, now=then)
    besides = [Besides("Cơm trưa", request.people, 60_000), Besides("Người dẫn", 2, 200_000)]
    if "off" in row:
        besides.append(Besides("Giảm cho đoàn", 1, row["off"], discount=True))
    last = starts_at - 2 * DAY
    return Offer(
        guests=[Guests(slot.pk, unit, number, unit.price_vnd) for unit, number in numbers.items() if number],
        besides=besides,
        valid_until=min(then + row.get("valid_days", 7) * DAY, last),
        freeze_at=starts_at - row.get("freeze_days", 1) * DAY,
        keeps_seats=row.get("keeps", True),
        deposit_vnd=row.get("deposit", 0),
        words="Mời đoàn đến chơi. Bếp nấu cơm quê, em nào kiêng món gì cô nhắn trước giúp nhé.",
    )


def _write_names(request: GroupRequest, names: list[str], now: dt.datetime) -> None:
    for number, name in enumerate(names):
        diet = ("nuts",) if number == 1 else ()
        key = uuid.uuid5(request.uuid, f"name {number}")
        add_name(key=key, request=request, person=Person(name, "child", diet), agrees=True, now=now)
