"""What the bench's databases hold: the demo's site for a tourist, and a quiet experience for the month."""

import datetime as dt

from django.core.management import call_command
from django.utils import timezone

from bookings.domain.calendar.slots import make_slots as make_slots_by_rule
from bookings.models import ResourceUse, Slot
from experiences.enums import PaymentTerms
from experiences.models import Experience, ExperiencePage, Extra, Unit
from pages.in_force import AGREED
from pages.models import StandardPage
from villages.enums import HostKind
from villages.models import Commune, Craft, Host, Province, Village

ROOMY = 500
MONTH = "bench-month"


def make_tourist_site() -> dict:
    """The demo's facts and pages, with so many seats that no round runs out; says what a guest needs to book."""
    from demo.facts import load_facts
    from demo.pages import load_pages

    now = timezone.now()
    load_facts(now=now)
    load_pages()
    # What the demo's visits share would run out long before their seats.
    ResourceUse.objects.all().delete()
    Experience.objects.update(capacity=ROOMY)
    make_slots_by_rule(now=now)
    page = ExperiencePage.objects.live().filter(
        locale__language_code="vi", experience__in=Experience.objects.on_sale(), experience__schedules__isnull=False
    )
    page = page.order_by("pk").first()
    return {"page": page.url, **_what_to_book(page.experience)}


def make_month_site() -> dict:
    """A site without stories, and one experience with two times on every day of the next month."""
    call_command("make_site", verbosity=0)
    for page in StandardPage.objects.filter(key__in=AGREED):
        page.body = [("paragraph", "<p>Ví dụ: chủ nhà là bên bán; không có dữ liệu thật.</p>")]
        page.save_revision().publish()
    experience = _experience(MONTH)
    first = (timezone.localdate().replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    days = [first + dt.timedelta(days=number) for number in range(28)]
    Slot.objects.bulk_create(_slot(experience, day, hour) for day in days for hour in (8, 14))
    return {"first": first.isoformat(), "slug": MONTH}


def make_others(count: int, experiences: int = 10) -> None:
    """`count` slots of other experiences in and around that month."""
    others = [_experience(f"bench-other-{number}") for number in range(experiences)]
    today = timezone.localdate()
    each = count // experiences
    Slot.objects.bulk_create(
        (
            _slot(other, today + dt.timedelta(days=1 + number // 16), 5 + number % 16)
            for other in others
            for number in range(each)
        ),
        batch_size=1000,
    )


def make_slots(slug: str, count: int, capacity: int) -> dict:
    """Fresh slots to be fought for, an hour apart from tomorrow on, beside those the rules make."""
    experience = Experience.objects.get(slug=slug)
    last = Slot.objects.filter(experience=experience).order_by("-starts_at").values_list("starts_at", flat=True).first()
    start = (last or timezone.now()) + dt.timedelta(days=1)
    slots = [_at(experience, start + dt.timedelta(hours=number), capacity) for number in range(count)]
    return {"slots": [slot.pk for slot in Slot.objects.bulk_create(slots)]}


def ask_deposit(slug: str, percent: int) -> dict:
    """From now on a booking leaves so much of its price; with 0 it is paid at the village."""
    experience = Experience.objects.get(slug=slug)
    account = {"bank_bin": "970436", "bank_account": "0000000001", "verified_at": timezone.now()}
    Host.objects.filter(pk=experience.host_id).update(**account)
    experience.payment_terms = PaymentTerms.DEPOSIT if percent else PaymentTerms.AT_VILLAGE
    experience.deposit_percent = percent
    experience.save(update_fields=["payment_terms", "deposit_percent"])
    return {}


def _what_to_book(experience: Experience) -> dict:
    return {"slug": experience.slug, "adult": next(unit.pk for unit in experience.units.all() if unit.is_adult)}


def _slot(experience: Experience, day: dt.date, hour: int) -> Slot:
    moment = dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_current_timezone())
    return _at(experience, moment, experience.capacity)


def _at(experience: Experience, moment: dt.datetime, capacity: int) -> Slot:
    return Slot(
        experience=experience,
        starts_at=moment,
        ends_at=moment + dt.timedelta(hours=1),
        closes_at=moment,
        capacity=capacity,
    )


def _experience(slug: str) -> Experience:
    experience = Experience.objects.create(
        slug=slug,
        host=_host(),
        village=_host().village,
        name=f"Một ngày làm gốm ({slug})",
        duration_minutes=60,
        capacity=10,
        languages=["vi"],
        is_example=True,
    )
    Unit.objects.create(experience=experience, type="ADULT", price_vnd=350_000)
    Unit.objects.create(experience=experience, type="CHILD", price_vnd=200_000, needs_adult=True)
    Extra.objects.create(experience=experience, name="Cơm trưa", price_vnd=120_000, per="person")
    return experience


def _host() -> Host:
    name = "Xưởng gốm của phép đo"
    found = Host.objects.filter(slug="bench").first()
    if found:
        return found
    province, _ = Province.objects.get_or_create(code="01", defaults={"name": "Ví Dụ"})
    commune, _ = Commune.objects.get_or_create(code="00001", defaults={"name": "Ví Dụ", "province": province})
    village = Village.objects.create(
        name="Làng của phép đo",
        slug="bench",
        craft=Craft.objects.get_or_create(slug="bench", defaults={"name": "Nghề của phép đo"})[0],
        commune=commune,
        address="Ví dụ",
        latitude=21.1,
        longitude=106.1,
    )
    return Host.objects.create(
        slug="bench",
        village=village,
        kind=HostKind.HOUSEHOLD,
        name=name,
        legal_name=f"{name} (ví dụ)",
        registration_number="EX-B1",
        phone="+84900000000",
        address="Ví dụ",
        verified_at=timezone.now(),
        is_example=True,
    )
