"""What a notice says of people goes with their booking, or by age; the books keep sum, day and number."""

import datetime as dt
import json

import pytest
from django.conf import settings

from bookings.domain.money.bank.forgetting import forget_bank_notes
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.models import BankNotice
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot
from tests.factories.bank import make_matched, make_notice
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DUE = 700_000


@shared
def booking():
    host = make_host(bank_bin="970436", bank_account="0000000001")
    return make_booking(make_slot(make_experience(host=host), now=NOW), adults=2, now=NOW)


@pytest.fixture
def notice(booking):
    host = booking.slot.experience.host
    return make_matched(host, DUE, f"VELANG {booking.reference} NGUYEN THI HA", now=NOW, bank_reference="FT1")


def test_a_guest_takes_along_what_the_bank_said_of_them(booking, notice):
    [told] = everything_about(booking)["bank_notices"]
    assert (told["amount_vnd"], told["note"]) == (DUE, notice.note)
    json.dumps(told)


def test_erasing_a_guest_takes_their_words_off_the_notice_and_leaves_the_sum(booking, notice):
    erase(booking=booking, now=booking.slot.ends_at + DAY)
    kept = BankNotice.objects.get()
    assert (kept.note, kept.raw) == ("", {})
    assert (kept.amount_vnd, kept.bank_reference, kept.state) == (DUE, "FT1", "matched")


def test_by_age_all_go_whoever_they_name_and_a_second_night_finds_none(booking, notice):
    host = booking.slot.experience.host
    young = make_notice(host, 1_000, "LE VAN LONG", now=NOW + DAY)
    long_after = NOW + dt.timedelta(days=settings.PERSONAL_DATA_DAYS, seconds=1)
    assert forget_bank_notes(now=long_after) == 1
    assert forget_bank_notes(now=long_after) == 0
    young.refresh_from_db()
    assert young.note == "LE VAN LONG"
