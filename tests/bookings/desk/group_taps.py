"""Taps on groups that asked, with what they need to be there."""

import uuid

from django.utils import timezone

from bookings.models import Booking
from tests.bookings.desk.desk_helpers import Desk
from tests.factories.groups import group_slot, make_accepted, make_request


def group_decline(desk: Desk) -> dict:
    request = make_request(desk.host, desk.experience, now=timezone.now())
    return {"pk": request.pk, "data": {"reason": "Hôm đó nhà có giỗ"}}


def group_deposit(desk: Desk) -> dict:
    now = timezone.now()
    request = make_request(desk.host, desk.experience, now=now)
    accepted = make_accepted(request, group_slot(desk.experience, now=now), now=now, deposit_vnd=500_000)
    booking = Booking.objects.get(quoted__quote__request=accepted)
    money = {"key": str(uuid.uuid4()), "due": booking.total_vnd, "method": "cash"}
    desk.post("pay", money, reference=booking.reference)
    return {"pk": accepted.pk}


GROUP_TAPS = {"group_decline": group_decline, "group_deposit": group_deposit}
