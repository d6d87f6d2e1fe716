"""Taps on what a house sells, for every_tap."""

from tests.bookings.desk.desk_helpers import Desk
from tests.factories import make_discount


def discount(desk: Desk) -> dict:
    return {"pk": make_discount(desk.host).pk}


def ended_discount(desk: Desk) -> dict:
    tap = discount(desk)
    desk.post("discount_end", **tap)
    return tap


SELLING_TAPS = {"discount_end": discount, "discount_again": ended_discount}
