"""What a Saturday starts from: a house of the demo with three times of its own and who has booked them."""

import re

from tests.journeys.server import Demo

# Đồng for a grown-up.
PRICE = 150_000

# Four times from now on, and late in the evening the last minutes of the day; who has booked each, by the letters of
# their tickets. The last begins soon, so that its code alone lets them in.
FOUR_TIMES = """
import datetime as dt, uuid
from django.utils import timezone
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.seats.contact import Contact
from bookings.models import Slot
from experiences.models import Experience, Unit
from villages.models import Host
host, now = Host.objects.get(slug="ben-gieng"), timezone.now()
experience = Experience.objects.create(
    slug=f"thu-bay-{uuid.uuid4().hex[:8]}", name="Một buổi thứ bảy", name_en="A Saturday", host=host,
    village=host.village, duration_minutes=60, capacity=12, languages=["vi"], is_example=True,
)
adult = Unit.objects.create(experience=experience, type="ADULT", price_vnd=150_000)
midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
letters = []
for number, (name, email, people) in enumerate([
    ("Trần Văn Long", "", 2), ("Nguyễn Thị Hà", "ha@example.org", 4), ("Lý Thị Mai", "", 2), ("Đỗ Mai Lan", "", 1),
]):
    in_minutes, before_midnight = ((40, 9), (110, 6), (200, 3), (45, 8))[number]
    starts_at = min(now + dt.timedelta(minutes=in_minutes), midnight - dt.timedelta(minutes=before_midnight))
    slot = Slot.objects.create(
        experience=experience, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=1), closes_at=starts_at,
        capacity=12,
    )
    before = min(now, starts_at - dt.timedelta(minutes=30))
    booking = hold(
        key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={adult.pk: people}, extra_quantities={}, language="vi",
        now=before,
    )
    contact = Contact(name=name, phone=f"+8491234567{number}", email=email, note="")
    letters.append(confirm(booking=booking, contact=contact, consent=True, now=before).reference)
print(*letters)
"""

# Of the house and today, in đồng: what the ledger has in cash and by transfer, what came in and what went out, then
# what the last closing says was missing.
LEDGER = """
from django.utils import timezone
from bookings.domain.money.closing import closings_of, till_of
from bookings.domain.money.statement import money_between, sums
from villages.models import Host
host, today = Host.objects.get(slug="ben-gieng"), timezone.localdate()
till, whole = till_of(host, today), sums(money_between(host, today, today))
closed = [one.difference_vnd for one in closings_of(host, today)]
print(till.cash, till.transfer, whole.taken, whole.given_back, *closed[:1])
"""
AUDIT = """
from django.utils import timezone
from bookings.domain.audit.run import audit
from bookings.models import Booking
names = set(Booking.objects.filter(slot__experience__slug__startswith="thu-bay").values_list("reference", flat=True))
print([str(found) for found in audit(now=timezone.now()) if any(name in str(found) for name in names)])
"""


# What the code of a ticket holds.
CODE = """
from bookings.links import check_in_url
from bookings.models import Booking
print(check_in_url(Booking.objects.get(reference="{reference}")))
"""


def four_times(demo: Demo) -> list[str]:
    return demo.run(FOUR_TIMES).split()


def in_the_books(demo: Demo) -> list[int]:
    return [int(number) for number in demo.run(LEDGER).split()]


def told(vnd: int) -> re.Pattern[str]:
    """The sum as pages write it."""
    return re.compile(re.escape(f"{vnd:,}".replace(",", ".")) + r"\s*₫")
