"""Parties for journeys at the desk, as programs that the demo runs."""

from playwright.sync_api import Locator, Page

# A party of two, two hours from now, made through the domain; prints what its QR code holds. Late in the evening their
# time is the last of the day, as if they had booked before: it is today's page that hosts open.
# An experience of its own: the demo's share guides and wheels, which may be busy at that hour.
PARTY_TODAY = """
import datetime as dt, uuid
from django.utils import timezone
from bookings.domain.booking.confirm import confirm
from bookings.domain.seats.contact import Contact
from bookings.domain.booking.hold import hold
from bookings.links import check_in_url
from bookings.models import Slot
from experiences.models import Experience, Unit
now = timezone.now()
model = Experience.objects.get(slug="nan-va-ve-binh")
experience, _ = Experience.objects.get_or_create(
    slug="gio-thu", defaults=dict(name="Giờ thử", name_en="A trial hour", host=model.host, village=model.village,
    duration_minutes=120, capacity=8, languages=["vi"]),
)
adult = Unit.objects.get_or_create(experience=experience, type="ADULT", defaults={"price_vnd": 100_000})[0]
midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
start = min(now + dt.timedelta(hours=2), midnight - dt.timedelta(minutes=2))
start += dt.timedelta(seconds=Slot.objects.filter(experience=experience).count())  # no two parties at one moment
now = min(now, start - dt.timedelta(minutes=30))
slot = Slot.objects.create(
    experience=experience, starts_at=start, ends_at=start + dt.timedelta(hours=2), closes_at=start, capacity=8
)
booking = hold(
    key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={adult.pk: 2}, extra_quantities={}, language="vi", now=now
)
contact = Contact(name="Tôn Nữ Thị Bích Phượng", phone="+84912345678", email="", note="")
print(check_in_url(confirm(booking=booking, contact=contact, consent=True, now=now)))
"""

# The reference of the newest of them. On a demo that journeys share, others of the same name come later in the day.
NEWEST = """
from bookings.models import Booking
print(Booking.objects.filter(slot__experience__slug="gio-thu").latest("pk").reference)
"""

# Three adults and a child.
PARTY_MIXED = (
    PARTY_TODAY.replace(
        "midnight = ",
        'child = Unit.objects.get_or_create(experience=experience, type="CHILD", defaults={"price_vnd": 50_000})[0]\n'
        "midnight = ",
    )
    .replace("{adult.pk: 2}", "{adult.pk: 3, child.pk: 1}")
    .replace("Tôn Nữ Thị Bích Phượng", "Đỗ Thị Lan Hương")
)

# The same under other names, at a time at which the scan itself lets them in.
PARTIES_NOW = [
    PARTY_TODAY.replace("now + dt.timedelta(hours=2)", "now + dt.timedelta(minutes=40)").replace(
        "Tôn Nữ Thị Bích Phượng", name
    )
    for name in ("Lý Thị Mai", "Emma Wilson")
]


def of_newest(demo, desk: Page, css: str) -> Locator:
    """What `css` finds at the desk (rows, times) for the newest party, by the link to it."""
    return desk.locator(css).filter(has=desk.locator(f"a[href*='/don/{demo.run(NEWEST)}/']"))
