"""How many of an extra there are, and what it takes of what the house shares, as the desk writes and sees it."""

import pytest

from bookings.models import Booking, ExtraUse
from experiences.models import Extra
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_resource, quantities
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def interpreters(desk):
    return make_resource(desk.host, capacity=1, name="Người phiên dịch", name_en="Interpreter")


@pytest.fixture
def extra(desk):
    return desk.experience.extras.earliest("pk")


def typed(desk, extra, **more) -> dict:
    """What the extra's page would send, with some fields changed."""
    page = soup(desk.get("extra", pk=extra.pk))
    return fields_of(page, page.select_one("form.desk-form")) | more


def use_of(extra) -> tuple | None:
    return ExtraUse.objects.filter(extra=extra).values_list("resource", "quantity").first()


def test_a_house_says_how_many_there_are_and_what_one_takes(desk, extra, interpreters):
    sent = typed(desk, extra, per_slot="3", spoken_language="ja", resource=str(interpreters.pk))
    assert "Đã lưu" in said(desk.post("extra", sent, pk=extra.pk))
    extra.refresh_from_db()
    assert (extra.per_slot, extra.spoken_language, use_of(extra)) == (3, "ja", (interpreters.pk, 1))
    assert "không có gì thay đổi" in said(desk.post("extra", typed(desk, extra), pk=extra.pk))
    assert extra.label in plain(soup(desk.get("resources")))
    desk.post("extra", typed(desk, extra, resource=""), pk=extra.pk)
    assert use_of(extra) is None


def test_more_than_there_is_of_it_is_refused_and_stays_typed(desk, extra, interpreters):
    ExtraUse.objects.create(extra=extra, resource=interpreters)
    sent = typed(desk, extra, takes="2", per_slot="7")
    page = soup(desk.post("extra", sent, pk=extra.pk))
    assert "cần nhiều hơn số 1 đang có" in plain(page)
    assert page.select_one("[name=per_slot]")["value"] == "7"
    assert use_of(extra) == (interpreters.pk, 1)


def test_another_house_shares_nothing_here(desk, extra, interpreters):
    foreign = make_resource()
    desk.post("extra", typed(desk, extra, resource=str(foreign.pk)), pk=extra.pk)
    assert use_of(extra) is None


def test_an_extra_that_is_taken_back_takes_what_it_took(desk, extra, interpreters):
    ExtraUse.objects.create(extra=extra, resource=interpreters)
    page = soup(desk.post("extra_remove", pk=extra.pk))
    desk.post("extra_undo", {"undo": page.select_one("[name=undo]")["value"]})
    assert Extra.objects.filter(pk=extra.pk).exists()
    assert use_of(extra) == (interpreters.pk, 1)


def test_a_resource_that_is_taken_back_is_what_extras_took(desk, extra, interpreters):
    ExtraUse.objects.create(extra=extra, resource=interpreters)
    desk.post("resource_remove", pk=interpreters.pk)
    assert use_of(extra) is None
    desk.post("resource_undo")
    assert use_of(extra) == (interpreters.pk, 1)


def test_whoever_enters_guests_reads_what_is_left_and_is_refused_more(desk, extra):
    Extra.objects.filter(pk=extra.pk).update(per_slot=1)
    slot = desk.soon
    page = soup(desk.get("slot_guests", pk=slot.pk))
    assert "còn 1" in plain(page)
    sent = fields_of(page, page.select_one("form.desk-form")) | {"name": "Nguyễn Thị Thanh Hà", f"x{extra.pk}": "2"}
    sent |= {f"u{pk}": str(number) for pk, number in quantities(slot.experience, adults=2).items()}
    page = soup(desk.post("slot_guests", sent, pk=slot.pk))
    assert "Chỉ còn 1" in plain(page)
    assert not Booking.objects.filter(contact_name="Nguyễn Thị Thanh Hà").exists()
    assert page.select_one(f"[name=x{extra.pk}]")["value"] == "2"


def test_a_language_that_an_extra_brings_is_entered_with_it(desk, extra):
    Extra.objects.filter(pk=extra.pk).update(spoken_language="ko")
    slot = desk.soon
    page = soup(desk.get("slot_guests", pk=slot.pk))
    sent = fields_of(page, page.select_one("form.desk-form")) | {"name": "Kim Min-ji", "spoken_language": "ko"}
    sent |= {f"u{pk}": str(number) for pk, number in quantities(slot.experience, adults=2).items()}
    assert f"Hãy chọn thêm “{extra.label}”" in plain(soup(desk.post("slot_guests", sent, pk=slot.pk)))
    desk.post("slot_guests", sent | {f"x{extra.pk}": "1"}, pk=slot.pk)
    assert Booking.objects.get(contact_name="Kim Min-ji").spoken_language == "ko"
