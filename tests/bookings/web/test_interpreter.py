"""A language that the guides do not speak: with an interpreter, whose price the guest sees before booking."""

import pytest
from django.utils import timezone

from bookings.domain.booking.interpreter import InterpreterGone, follow_language
from bookings.models import Booking, ExtraUse
from experiences.models import Extra
from tests.factories import ask, make_experience, make_resource, make_slot
from tests.pages.guest import confirm, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot():
    return make_slot(make_experience(extras=(), languages=["vi"]))


@pytest.fixture
def interpreter(slot):
    told = {"name": "Người phiên dịch tiếng Nhật", "price_vnd": 300_000, "spoken_language": "ja", "per": "BOOKING"}
    extra = Extra.objects.create(experience=slot.experience, **told)
    resource = make_resource(slot.experience.host, capacity=1)
    ExtraUse.objects.create(extra=extra, resource=resource)
    return extra


def test_the_language_is_offered_with_its_price(client, slot, interpreter):
    booking = ask(slot, adults=2, now=timezone.now())
    page = client.get(url("booking", booking)).content.decode()
    assert "có phiên dịch +300.000\xa0₫" in page


def test_choosing_it_adds_the_interpreter_and_asks_once_more(client, slot, interpreter):
    booking = ask(slot, adults=2, now=timezone.now())
    before = booking.total_vnd
    answer = confirm(client, booking, "vi", spoken_language="ja")
    booking.refresh_from_db()
    assert (answer.status_code, booking.status, booking.total_vnd) == (422, "ON_HOLD", before + 300_000)
    assert "Đã thêm theo ngôn ngữ bạn chọn: Người phiên dịch tiếng Nhật" in answer.content.decode()
    assert confirm(client, booking, "vi", spoken_language="ja").status_code == 302
    booking.refresh_from_db()
    assert (booking.status, booking.spoken_language) == ("CONFIRMED", "ja")
    assert booking.extras.get().quantity == 1


def test_another_language_gives_it_up_again(slot, interpreter, now):
    booking = ask(slot, adults=1, extras={interpreter.pk: 1}, now=now)
    with_it = booking.total_vnd
    assert not follow_language(booking=booking, language="ja", now=now)
    assert follow_language(booking=booking, language="vi", now=now).removed
    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.extras.count(), booking.total_vnd) == (0, with_it - 300_000)
    assert not follow_language(booking=booking, language="vi", now=now)


def test_an_interpreter_who_is_taken_is_not_promised(slot, interpreter, now):
    ask(slot, adults=1, extras={interpreter.pk: 1}, now=now)
    booking = ask(slot, adults=1, now=now)
    with pytest.raises(InterpreterGone):
        follow_language(booking=booking, language="ja", now=now)
    booking.refresh_from_db()
    assert (booking.extras.count(), booking.total_vnd) == (0, booking.units.get().price_vnd)


def test_a_language_that_guides_speak_needs_nobody(slot, interpreter, now):
    slot.experience.languages = ["vi", "ja"]
    slot.experience.save()
    booking = ask(slot, adults=1, now=now)
    assert not follow_language(booking=booking, language="ja", now=now)
