"""Who keeps the register of a load: the office of a province and those of its communes, and a council of seven."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from bookings.load.hosts import loaded_hosts
from bookings.load.register.answers import MEMBERS
from bookings.load.register.products import village_of
from ocop.domain.dossier.rounds import ensure_rounds
from ocop.enums import CouncilSeat, OfficeRole
from ocop.models import Council, CouncilMember, Office, OfficeMember
from villages.models import Commune, Host

PREFIX = "mau-ocop"


@dataclass(frozen=True)
class Land:
    """`communes` are offices by the key of their commune, `members` keys of the council's."""

    province: Office
    communes: dict[int, Office]
    council: Council
    members: list[int]


def hosts_of_load() -> list[Host]:
    """In the order of their numbers, with all that is asked of their land."""
    found = loaded_hosts().select_related("village__commune__province").order_by("slug")
    return list(found.prefetch_related("village__commune__former_communes"))


def make_land(hosts: list[Host], *, today: dt.date) -> Land:
    """As it was made before, or anew. Nobody can sign in as a member of the council, nor is told anything."""
    communes = {village.commune_id: village.commune for village in map(village_of, hosts)}
    province = next(iter(communes.values())).province
    office, _ = Office.objects.get_or_create(
        slug=PREFIX, defaults={"name": "Văn phòng OCOP tỉnh Ví Dụ", "province": province, "is_example": True}
    )
    ensure_rounds(office, today.year)
    council, new = Council.objects.get_or_create(
        office=office,
        decision_number="1/QĐ-HĐ (ví dụ)",
        defaults={"name": "Hội đồng đánh giá OCOP (ví dụ)", "decided_on": today - dt.timedelta(days=400)},
    )
    if new:
        _seat(council)
    return Land(
        office,
        {pk: _office(commune) for pk, commune in communes.items()},
        council,
        list(council.members.order_by("pk").values_list("pk", flat=True)),
    )


def join_office(user: User) -> None:
    """As an officer of the province, where there is its office."""
    for office in Office.objects.filter(slug=PREFIX):
        OfficeMember.objects.get_or_create(office=office, user=user, defaults={"role": OfficeRole.PROVINCE})


def _office(commune: Commune) -> Office:
    return Office.objects.get_or_create(
        slug=f"{PREFIX}-{commune.code}",
        defaults={"name": f"OCOP {commune} (ví dụ)", "commune": commune, "is_example": True},
    )[0]


def _seat(council: Council) -> None:
    for seat, number in zip(CouncilSeat, range(1, MEMBERS + 1), strict=False):
        user, _ = User.objects.get_or_create(
            email=f"hoi-dong-mau-{number}@example.org",
            defaults={"full_name": f"Thành viên hội đồng {number} (ví dụ)", "is_active": False, "password": "!"},
        )
        CouncilMember.objects.create(council=council, user=user, seat=seat)
