"""Two families of the demo who cancelled and wait for their money: one has said into which account, one has not."""

import datetime as dt
import uuid

from django.db.models import Q

from accounts.models import User
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.history import acting
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.refund_account import AccountDetails, give_account
from bookings.domain.seats.contact import Contact
from bookings.enums import ActBy, CancelledBy, PaidBy
from bookings.models import Booking, Slot
from common.data.refusal import Refused
from villages.enums import MemberRole
from villages.models import Host

DAY = dt.timedelta(days=1)
# Made up: no bank has given anybody such a number.
ACCOUNT = AccountDetails("970436", "0000000001", "VI DU NGUYEN THI LAN")
# Name, when they cancelled (days ago), and what they said of an account. They paid on the day before, which must not be
# one whose till was counted (`past`).
FAMILIES = (("Nguyễn Thị Lan", 5, ACCOUNT), ("Phan Văn Hòa", 2, None))


def load_refunds(*, now: dt.datetime) -> None:
    """At each verified host of a real village with an account and an owner, of visits more than six days away."""
    for host in Host.objects.verified().exclude(village__is_example=True).order_by("pk"):
        owner = host.members.filter(role=MemberRole.OWNER).order_by("pk").select_related("user").first()
        slots = (
            Slot.objects.for_host(host).on_sale(now).with_room(now).filter(Q(free__gte=2), starts_at__gt=now + 6 * DAY)
        )
        slot = slots.filter(starts_at__gt=now + 6 * DAY).order_by("starts_at", "pk").first()
        if owner is None or slot is None or not host.takes_transfers:
            continue
        for number, (name, ago, account) in enumerate(FAMILIES):
            try:
                booking = _paid(slot, name, owner.user, phone=f"+84900004{number}44", now=now - (ago + 1) * DAY)
            except Refused:
                break
            with acting(ActBy.GUEST):
                cancel(booking=booking, by=CancelledBy.GUEST, now=now - ago * DAY)
                if account:
                    give_account(booking=booking, details=account, now=now - ago * DAY)


def _paid(slot: Slot, name: str, owner: User, *, phone: str, now: dt.datetime) -> Booking:
    adult = next(unit for unit in slot.experience.units.all() if unit.is_adult)
    held = hold(
        key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={adult.pk: 2}, extra_quantities={}, language="vi", now=now
    )
    booking = confirm(booking=held, contact=Contact(name=name, phone=phone, email="", note=""), consent=True, now=now)
    with acting(ActBy.HOST, owner):
        take_payment(
            key=uuid.uuid4(),
            booking=booking,
            method=PaidBy.TRANSFER,
            amount_vnd=booking.total_vnd,
            due_vnd=booking.total_vnd,
            by=owner,
            now=now,
        )
    booking.refresh_from_db()
    return booking
