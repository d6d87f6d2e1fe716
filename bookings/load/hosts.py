"""The fictional hosts of a load: a house with a morning and an afternoon visit, some with wheels or a boat to share."""

import datetime as dt
import random
from dataclasses import dataclass

from bookings.enums import UsePer
from bookings.load import people
from bookings.models import Resource, ResourceUse, Schedule
from experiences.enums import ExtraPer, UnitType
from experiences.models import Experience, Extra, Unit
from villages.enums import HostKind
from villages.models import Commune, Craft, FormerCommune, Host, Province, Village

PREFIX = "mau-"
VILLAGES = 20
# Far enough apart that two visits of a house never use its wheels or its boat at the same time.
VISITS = (("08:30", "Buổi sáng ở xưởng", "A morning in the workshop"), ("14:00", "Buổi chiều cùng nghệ nhân", ""))
DURATIONS = (120, 150, 180)
CAPACITIES = (8, 10, 12, 16, 20)
WEEKS = ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6], [0, 2, 4, 5, 6], [0, 1, 2, 3, 4, 5, 6])
EVERY_HOW_MANY_SHARE = 8


@dataclass
class Offer:
    """One experience with what a party of it is priced by."""

    experience: Experience
    schedule: Schedule
    adult: Unit
    child: Unit
    infant: Unit
    lunch: Extra
    shipping: Extra


def slug(number: int) -> str:
    return f"{PREFIX}{number:05d}"


def loaded_hosts():
    """The hosts that make_load made."""
    return Host.objects.filter(slug__startswith=PREFIX, is_example=True)


def make_hosts(numbers: list[int], *, seed: int, first_day: dt.date, now: dt.datetime) -> dict[int, list[Offer]]:
    """What each of the hosts `numbers` offers, by number; in a fixed number of statements. They share 20 villages."""
    villages = _villages()
    dice = {number: random.Random(f"{seed} host {number}") for number in numbers}
    hosts = Host.objects.bulk_create(_host(n, villages[n % VILLAGES], dice[n], now=now) for n in numbers)
    experiences = Experience.objects.bulk_create(
        _experience(host, place, dice[number])
        for number, host in zip(numbers, hosts, strict=True)
        for place in range(len(VISITS))
    )
    offers = _offers(experiences, dice[numbers[0]], first_day=first_day)
    per_host = {n: offers[i * len(VISITS) : (i + 1) * len(VISITS)] for i, n in enumerate(numbers)}
    _share(per_host, now=now)
    return per_host


def _villages() -> list[Village]:
    found = list(Village.objects.filter(slug__startswith=PREFIX).order_by("slug"))
    if found:
        return found
    province, _ = Province.objects.get_or_create(code="00", defaults={"name": "Tỉnh Ví Dụ"})
    communes = _communes(province)
    craft, _ = Craft.objects.get_or_create(slug="vi-du", defaults={"name": "Nghề ví dụ", "name_en": "Example craft"})
    return Village.objects.bulk_create(
        Village(
            slug=slug(number),
            name=f"Làng Ví Dụ {number + 1}",
            craft=craft,
            commune=communes[number],
            address=f"{communes[number]} (địa chỉ ví dụ)",
            latitude=21.0 + number // 5 * 0.06,
            longitude=105.9 + number % 5 * 0.08,
            km_from_hanoi=30 + number,
            is_example=True,
        )
        for number in range(VILLAGES)
    )


def _communes(province: Province) -> list[Commune]:
    """One for each village, made of two of before July 2025."""
    communes = [
        Commune.objects.get_or_create(
            code=f"{number:05d}", defaults={"name": f"Ví Dụ {number + 1}", "province": province}
        )[0]
        for number in range(VILLAGES)
    ]
    FormerCommune.objects.bulk_create(
        FormerCommune(
            commune=commune,
            code=f"V{number:02d}{part}",
            name=f"Ví Dụ Cũ {2 * number + part + 1}",
            district=f"Huyện Ví Dụ {number // 3 + 1}",
            province="Ví Dụ Cũ" if number % 2 else "Ví Dụ",
        )
        for number, commune in enumerate(communes)
        for part in range(2)
    )
    return communes


def _host(number: int, village: Village, dice: random.Random, *, now: dt.datetime) -> Host:
    name = f"Nhà {people.name(dice)}"
    return Host(
        slug=slug(number),
        village=village,
        kind=HostKind.HOUSEHOLD,
        name=name,
        legal_name=f"Hộ kinh doanh {name} (ví dụ)",
        registration_number=f"EX-M{number:05d}",
        phone=people.phone(dice),
        # No address: a database that is only for trying out mails no host.
        email="",
        address=f"Số {1 + number // VILLAGES} (địa chỉ ví dụ), {village.name}",
        verified_at=now,
        is_example=True,
    )


def _experience(host: Host, place: int, dice: random.Random) -> Experience:
    _time, name, name_en = VISITS[place]
    return Experience(
        host=host,
        village_id=host.village_id,
        slug=f"{host.slug}-{place + 1}",
        name=name,
        name_en=name_en,
        duration_minutes=dice.choice(DURATIONS),
        capacity=dice.choice(CAPACITIES),
        languages=["vi"],
        is_example=True,
    )


def _offers(experiences: list[Experience], dice: random.Random, *, first_day: dt.date) -> list[Offer]:
    units = Unit.objects.bulk_create(unit for item in experiences for unit in _units(item, dice))
    extras = Extra.objects.bulk_create(extra for item in experiences for extra in _extras(item))
    schedules = Schedule.objects.bulk_create(
        Schedule(
            experience=item,
            weekdays=dice.choice(WEEKS),
            times=[VISITS[place % len(VISITS)][0]],
            valid_from=first_day,
        )
        for place, item in enumerate(experiences)
    )
    return [
        Offer(item, schedules[i], *units[3 * i : 3 * i + 3], *extras[2 * i : 2 * i + 2])  # type: ignore[arg-type]
        for i, item in enumerate(experiences)
    ]


def _units(experience: Experience, dice: random.Random) -> list[Unit]:
    price = dice.randrange(150, 500, 10) * 1_000
    return [
        Unit(experience=experience, type=UnitType.ADULT, price_vnd=price, min_age=12),
        Unit(experience=experience, type=UnitType.CHILD, price_vnd=price // 2, min_age=4, max_age=11, needs_adult=True),
        Unit(experience=experience, type=UnitType.INFANT, price_vnd=0, max_age=3, seats=0, needs_adult=True),
    ]


def _extras(experience: Experience) -> list[Extra]:
    return [
        Extra(experience=experience, name="Cơm trưa", name_en="Lunch", price_vnd=120_000, per=ExtraPer.PERSON),
        Extra(experience=experience, name="Gửi hàng về nhà", name_en="Shipping", price_vnd=60_000, max_quantity=5),
    ]


def _share(per_host: dict[int, list[Offer]], *, now: dt.datetime) -> None:
    """Every eighth house has wheels that its visits share, seat by seat; every eighth a boat, taken as a whole."""
    wheels = {n: offers for n, offers in per_host.items() if n % EVERY_HOW_MANY_SHARE == 0}
    boats = {n: offers for n, offers in per_host.items() if n % EVERY_HOW_MANY_SHARE == 4}
    kinds = ((wheels, "Bàn xoay", "Wheels", UsePer.SEAT), (boats, "Thuyền", "Boat", UsePer.SLOT))
    for sharing, name, name_en, per in kinds:
        resources = Resource.objects.bulk_create(
            Resource(
                host=offers[0].experience.host,
                name=name,
                name_en=name_en,
                capacity=max(offer.experience.capacity for offer in offers) if per == UsePer.SEAT else 1,
                changed_at=now,
            )
            for offers in sharing.values()
        )
        ResourceUse.objects.bulk_create(
            ResourceUse(experience=offer.experience, resource=resource, per=per, setup_minutes=15, clearing_minutes=15)
            for resource, offers in zip(resources, sharing.values(), strict=True)
            for offer in offers
        )
