"""Pages that only their guest, or an office, has a link to: their addresses, for journeys that look at all of them."""

import json
from functools import cache

from tests.journeys.server import Demo

# A party that has paid, one that has yet to prove that it comes and one that has yet to pay, made through the domain,
# and a code that stands on a package; prints the addresses of what each may open, by language.
OWN_PAGES = """
import datetime as dt, json, uuid
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.domain.seats.contact import Contact
from bookings.enums import PaidBy
from bookings.links import booking_token, group_token, muting_token, names_token, proof_token
from bookings.models import Booking, GroupRequest, Piece, Slot
from experiences.models import Experience, Unit
from ocop.domain.register import public_products
from ocop.models import PassportCode
from outbox.owing import owe
now = timezone.now()
model = Experience.objects.get(slug="nan-va-ve-binh")
experience, _ = Experience.objects.get_or_create(
    slug="gio-khach-xem", defaults=dict(name="Giờ khách xem", name_en="An hour to look at", host=model.host,
    village=model.village, duration_minutes=120, capacity=60, languages=["vi", "en"]),
)
adult = Unit.objects.get_or_create(experience=experience, type="ADULT", defaults={"price_vnd": 100_000})[0]
for days in (5, 6):
    start = (now + dt.timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    Slot.objects.get_or_create(experience=experience, starts_at=start,
        defaults=dict(ends_at=start + dt.timedelta(hours=2), closes_at=start, capacity=60))
slot = experience.slots.earliest("starts_at")

def book(**how):
    held = hold(key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={adult.pk: 2}, extra_quantities={}, language="vi",
        now=now)
    contact = Contact(name="Nguyễn Hoàng Khánh Phương Uyên", phone="+84912345678", email="uyen@example.org",
        note="Có cháu nhỏ đi cùng")
    return confirm(booking=held, contact=contact, consent=True, now=now, **how)

booked = book()
due = account_of(booked).due
take_payment(key=uuid.uuid4(), booking=booked, method=PaidBy.CASH, amount_vnd=due // 2, due_vnd=due,
    by=model.host.members.first().user, now=now)
with override_settings(UNPROVED_SEATS_PER_CONTACT=0):
    unproved = book(asked_from=uuid.uuid4().hex)
Experience.objects.filter(pk=experience.pk).update(payment_terms="deposit", deposit_percent=30)
unpaid = book()
Experience.objects.filter(pk=experience.pk).update(payment_terms="at_village")
there = Booking.objects.get(slot__experience__host__slug="ben-lo", contact_name="Lương Thị Duyên")
made = Piece.objects.public().select_related("booking").earliest("pk")
owe(key=f"reminder:{booked.pk}", subject=booked, kind="reminder", audience="guest", language="vi", now=now,
    to="uyen@example.org")
reminder = booked.messages.get(kind="reminder")
product = public_products(timezone.localdate()).earliest("pk")
groups = list(GroupRequest.objects.order_by("pk"))
coming = Booking.objects.filter(quoted__quote__request__state__in=["ACCEPTED", "CONFIRMED"]).earliest("pk")
paths = {}
for language in ("vi", "en"):
    with translation.override(language):
        own = [reverse(f"bookings:{page}", args=[booking_token(booked)])
            for page in ("booking", "move", "party", "contact", "invoice", "receipt", "transfer", "personal")]
        proving = [reverse("bookings:booking", args=[booking_token(unproved)]),
            reverse("bookings:proof", args=[proof_token(unproved)]),
            reverse("bookings:booking", args=[booking_token(unpaid)])]
        # A piece's own is nobody's but its guest's.
        public = PassportCode.objects.exclude(kind="piece").values_list("code", flat=True)[:2]
        codes = [reverse("passport", args=[code]) for code in public]
        own += [reverse("bookings:review", args=[booking_token(there)])]
        own += [reverse("bookings:pieces", args=[booking_token(made.booking)]), reverse("passport", args=[made.code])]
        own += [reverse("bookings:group", args=[group_token(group)]) for group in groups]
        own += [reverse("bookings:group_leave", args=[group_token(groups[1])]),
            reverse("bookings:group_names", args=[names_token(coming.quoted.quote.request)]),
            reverse("bookings:group_numbers", args=[group_token(coming.quoted.quote.request), coming.pk]),
            reverse("bookings:group_ask", args=["ben-lo"])]
        own += [reverse("bookings:review", args=[booking_token(there)]),
            reverse("bookings:mute", args=[muting_token(reminder)])]
        asked = [reverse("bookings:lost"), reverse("bookings:review_find"),
            reverse("bookings:reviews", args=["nan-va-ve-binh"]), reverse("application"), reverse("application_sent"),
            reverse("ocop_products"), reverse("ocop_map"),
            reverse("ocop_product_short", args=[product.pk]), reverse("passport_look_up")]
        paths[language] = own + proving + asked + codes
print(json.dumps(paths))
"""


@cache
def _made(demo: Demo) -> dict[str, list[str]]:
    return json.loads(demo.run(OWN_PAGES))


def own_pages(demo: Demo, language: str) -> list[str]:
    """Addresses of what guests, makers and buyers open by a link of theirs, or to ask for something; the ticket first.

    Made once for a demo: what one address may book unproved is rationed.
    """
    paths = _made(demo)[language]
    assert len(paths) >= 22
    return paths
