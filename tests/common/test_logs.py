"""Whoever reads the logs cannot open a guest's booking."""

import io
import logging

import pytest
from django.test import Client
from django.urls import reverse

from bookings.links import booking_token, check_in_token
from bookings.models import Booking
from common.logs import formatter
from tests.factories import make_booking, make_slot

pytestmark = pytest.mark.django_db


def test_no_line_holds_a_signed_token(client: Client, now):
    token = booking_token(make_booking(make_slot(now=now), now=now))
    other = check_in_token(Booking.objects.get())
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        client.get(reverse("bookings:booking", args=[token]))
        client.get(reverse("desk:scan_token", args=[other]))
        logging.getLogger("somewhere").error("lost at %s", reverse("bookings:cancel", args=[token]))
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert "/ve/…" in lines.getvalue()
    assert token not in lines.getvalue()
    assert other not in lines.getvalue()
