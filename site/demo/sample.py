"""People who can sign in to the demo, and a few bookings so that the desk has something to show."""

import datetime as dt
import random
import uuid

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITORS, MANAGERS, VERIFIERS, WRITERS
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.discount import use_code
from bookings.domain.booking.hold import hold
from bookings.domain.calendar.one_slot import edit_slot
from bookings.domain.calendar.recurrence import day_end, starts_on
from bookings.domain.money.ledger import take_payment
from bookings.domain.seats.contact import Contact
from bookings.domain.waiting.entries import join
from bookings.enums import PaidBy
from bookings.models import Booking, DiscountCode, Schedule, Slot
from common.data.refusal import Refused
from demo.bank import load_bank
from demo.groups import load_groups
from demo.momo import load_momo
from demo.past import load_past_days
from demo.pieces import load_pieces
from demo.refunds import load_refunds
from demo.reviews import load_reviews
from demo.vnpay import load_vnpay
from demo.zalopay import load_zalopay
from experiences.enums import UnitType
from experiences.models import Experience
from ocop.enums import OfficeRole
from ocop.models import Office, OfficeMember
from outbox.models import OutboxMessage
from villages.enums import MemberRole
from villages.models import Commune, Host, Member

PASSWORD = "velang-demo"  # noqa: S105  (the demo's, printed on the console)

COUNCIL = ["Đặng Thị Chủ", "Phan Văn Nông", "Lý Thị Thương", "Mai Văn Y", "Tạ Văn Khoa", "Hồ Thị Văn", "Võ Văn Thực"]
ACCOUNTS = [
    ("gom@example.org", "Phạm Thị Gốm", "host", "ben-lo"),
    ("dandoan@example.org", "Vũ Thị Dẫn", "guide", "ben-lo"),
    ("tuvan@example.org", "Đoàn Văn Tư", "adviser", "ben-lo"),
    ("tranh@example.org", "Nguyễn Văn Điệp", "host", "la-tre"),
    ("quanho@example.org", "Nguyễn Thị Hát", "host", "ben-gieng"),
    ("bientap@example.org", "Trần Thị Biên", "group", EDITORS),
    ("nguoiviet@example.org", "Lê Văn Viết", "group", WRITERS),
    ("xacminh@example.org", "Đỗ Thị Minh", "group", VERIFIERS),
    ("sanpham@example.org", "Hoàng Văn Phẩm", "group", MANAGERS),
    ("tinhocop@example.org", "Ngô Văn Tỉnh", "office", "ocop-tinh"),
    ("xaocop@example.org", "Bùi Thị Xã", "office", "ocop-phu-lang"),
    *[(f"hoidong{number}@example.org", name, "council", "ocop-tinh") for number, name in enumerate(COUNCIL, start=1)],
    ("quantri@example.org", "Quản trị viên", "admin", ""),
]

ROLES = {"host": MemberRole.OWNER, "guide": MemberRole.GUIDE, "adviser": MemberRole.ADVISER}

GUESTS = [
    ("Nguyễn Thị Hà", "vi"),
    ("Trần Văn Long", "vi"),
    ("Đặng Vũ Ngọc Khánh Linh", "vi"),
    ("Emma Lindqvist", "en"),
    ("Phạm Đức Anh", "vi"),
    ("Tôn Nữ Thị Bích Phượng", "vi"),
]

# None of them is among the guests, who may have booked the very time that these wait for.
WAITING = [(2, "Vũ Hoàng Yến", "vi"), (4, "Maria Keller", "en")]


def load_accounts() -> None:
    """The demo's accounts, all with one password. Safe to repeat."""
    for email, name, kind, where in ACCOUNTS:
        if User.objects.filter(email=email).exists():
            continue
        make = User.objects.create_superuser if kind == "admin" else User.objects.create_user
        user = make(email, PASSWORD, full_name=name)
        if kind in ROLES:
            Member.objects.create(host=Host.objects.get(slug=where), user=user, role=ROLES[kind])
        elif kind == "group":
            user.groups.add(Group.objects.get(name=where))
        elif kind in ("office", "council"):
            office = _office(where)
            role = office.level if kind == "office" else OfficeRole.COUNCIL
            OfficeMember.objects.create(office=office, user=user, role=role)


def _office(slug: str) -> Office:
    """Both are made up, though what they are offices of is not."""
    commune = Commune.objects.get(code="09292")
    of_province = {"name": "Văn phòng OCOP tỉnh (ví dụ)", "province": commune.province}
    of_commune = {"name": "Bộ phận OCOP xã Phù Lãng (ví dụ)", "commune": commune}
    facts = of_province if slug == "ocop-tinh" else of_commune
    return Office.objects.get_or_create(slug=slug, defaults=facts | {"is_example": True})[0]


def who_can_sign_in() -> list[str]:
    """The addresses of the demo's accounts that can sign in to this database with the demo's password."""
    users = User.objects.filter(email__in=[email for email, *_rest in ACCOUNTS], is_active=True)
    return [str(user.email) for user in users.order_by("email") if user.check_password(PASSWORD)]


def load_bookings(*, now: dt.datetime) -> None:
    """Fictional parties of two days ago to ten days ahead, through the domain. Does nothing where there are bookings.

    None go to a village that is made up itself: it shows how a day looks that nobody has booked.
    """
    if Booking.objects.exists():
        return
    dice = random.Random(20261121)
    _one_today(now)
    slots = Slot.objects.upcoming(now).filter(starts_at__lt=now + dt.timedelta(days=10)).select_related("experience")
    slots = slots.exclude(experience__village__is_example=True)
    for number, slot in enumerate(slots.order_by("starts_at", "experience_id")):
        if number % 3 == 2:
            continue
        _book(slot, dice, number, now=now)
    _one_with_a_code(now)
    _fill_one_and_wait(now)
    _row_with_a_child(now)
    _change_one_by_hand(now)
    _pay_deposits(now)
    load_past_days(now=now)
    load_reviews()
    load_pieces(now=now)
    load_bank(now=now)
    load_vnpay(now=now)
    load_momo(now=now)
    load_zalopay(now=now)
    load_groups(now=now)
    load_refunds(now=now)
    # These parties never were: nobody is told of them, so that the demo's mailbox starts empty.
    OutboxMessage.objects.all().delete()


def _one_today(now: dt.datetime) -> None:
    """Every verified host of a real village has a visit later today where the day is not over: a desk to try at once.

    At the hour of one of its own schedules, and only where the host has nothing else today.
    """
    today = timezone.localtime(now).date()
    for host in Host.objects.verified().exclude(village__is_example=True):
        if Slot.objects.for_host(host).filter(starts_at__gte=now, starts_at__lt=day_end(today)).exists():
            continue
        schedules = Schedule.objects.filter(experience__host=host).select_related("experience").order_by("-pk")
        schedule = schedules.first()
        if schedule is None:
            continue
        starts_at = starts_on(schedule, today)[-1]
        if starts_at <= now + dt.timedelta(minutes=30):
            continue
        experience = schedule.experience
        Slot.objects.get_or_create(
            experience=experience,
            starts_at=starts_at,
            defaults={
                "closes_at": starts_at - dt.timedelta(minutes=min(experience.cutoff_minutes, 30)),
                "ends_at": starts_at + dt.timedelta(minutes=experience.duration_minutes),
                "capacity": experience.capacity,
            },
        )


def _fill_one_and_wait(now: dt.datetime) -> None:
    """The next printing more than two days away is full, and two families wait for it."""
    experience = Experience.objects.get(slug="in-tranh-nam-mau")
    slots = Slot.objects.filter(experience=experience).on_sale(now).with_room(now)
    slot = slots.filter(starts_at__gt=now + dt.timedelta(days=2)).order_by("starts_at").first()
    if slot is None:
        return
    adult = next(unit for unit in experience.units.all() if unit.is_adult)
    _party(slot, {adult.pk: slot.free}, GUESTS[5], phone="+84900007777", now=now)
    for number, (seats, name, language) in enumerate(WAITING):
        join(
            key=uuid.UUID(int=number + 1, version=4),
            slot_id=slot.pk,
            unit_quantities={adult.pk: seats},
            extra_quantities={},
            contact=Contact(name=name, phone=f"+8490000888{number}", email=f"cho{number}@example.org", note=""),
            consent=True,
            language=language,
            now=now,
        )


def _row_with_a_child(now: dt.datetime) -> None:
    """A mother and her child learn to row: two people who take three seats."""
    experience = Experience.objects.get(slug="hoc-cheo-do")
    units = {unit.type: unit.pk for unit in experience.units.all()}
    for slot in Slot.objects.filter(experience=experience).on_sale(now).with_room(now).order_by("starts_at"):
        try:
            _party(
                slot,
                {units[UnitType.ADULT]: 1, units[UnitType.CHILD]: 1},
                ("Lê Thị Thanh Tâm", "vi"),
                phone="+84900006666",
                now=now,
            )
        except Refused:
            continue
        return


def _pay_deposits(now: dt.datetime) -> None:
    """Whoever owes a deposit has paid it, but the first: a party that the desk waits for."""
    for booking in Booking.objects.unpaid(now).with_party().order_by("pk")[1:]:
        owner = Member.objects.filter(host=booking.slot.experience.host, role=MemberRole.OWNER).order_by("pk").first()
        if owner is None:
            return
        take_payment(
            key=uuid.uuid4(),
            booking=booking,
            method=PaidBy.TRANSFER,
            amount_vnd=booking.prepay_vnd,
            due_vnd=booking.total_vnd,
            by=owner.user,
            now=now,
        )


def _one_with_a_code(now: dt.datetime) -> None:
    """A party that got its code at a fair pays a tenth less."""
    code = DiscountCode.objects.filter(code="HOICHO26").select_related("host").first()
    if code is None:
        return
    slots = Slot.objects.on_sale(now).filter(experience__host=code.host, starts_at__gt=now + dt.timedelta(days=2))
    for slot in slots.order_by("starts_at"):
        adult = next(unit for unit in slot.experience.units.all() if unit.is_adult)
        try:
            guest = ("Nguyễn Thị Thanh Hà", "vi")
            _party(slot, {adult.pk: 2}, guest, phone="+84900007777", now=now, code=code.code)
        except Refused:
            continue
        return


def _change_one_by_hand(now: dt.datetime) -> None:
    """One visit to the kiln is smaller, cheaper and has a word for its guests."""
    experience = Experience.objects.get(slug="lo-cui-bo-song")
    slot = Slot.objects.filter(experience=experience, taken=0).on_sale(now).order_by("starts_at").first()
    adult = next(unit for unit in experience.units.all() if unit.is_adult)
    if slot is not None:
        edit_slot(
            slot_id=slot.pk,
            capacity=10,
            starts_at=None,
            prices={adult.pk: adult.price_vnd * 4 // 5},
            note="Hôm nay lò mới mở, còn ấm: đi giày kín mũi.",
            now=now,
        )


def _book(slot: Slot, dice: random.Random, number: int, *, now: dt.datetime) -> None:
    units = list(slot.experience.units.all())
    adult = next(unit for unit in units if unit.is_adult)
    for party in range(dice.randint(1, 2)):
        name, language = GUESTS[(number + party) % len(GUESTS)]
        party_of = {adult.pk: dice.randint(1, max(1, slot.capacity // 2 - 1))}
        key, phone = uuid.UUID(int=dice.getrandbits(128), version=4), f"+8490000{dice.randint(1000, 9999)}"
        try:
            _party(slot, party_of, (name, language), phone=phone, key=key, now=now)
        except Refused:
            return


def _party(
    slot: Slot,
    units: dict[int, int],
    guest: tuple[str, str],
    *,
    phone: str,
    now: dt.datetime,
    key: uuid.UUID | None = None,
    code: str = "",
) -> None:
    name, language = guest
    booking = hold(
        key=key or uuid.uuid4(),
        slot_id=slot.pk,
        unit_quantities=units,
        extra_quantities={},
        language=language,
        now=now,
    )
    if code:
        use_code(booking=booking, typed=code, now=now)
    confirm(booking=booking, contact=Contact(name=name, phone=phone, email="", note=""), consent=True, now=now)
