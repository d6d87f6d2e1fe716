"""The forms of facts: check boxes over JSON, rows inside, slots at once, search as people type."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import Schedule, Slot
from experiences.models import Experience
from tests.cms.forms import errors, submit
from tests.factories import (
    make_certificate,
    make_experience,
    make_experience_page,
    make_host,
    make_product,
    make_schedule,
    make_slot,
    make_village,
)
from villages.models import Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


def _rows(prefix: str, *rows: dict, initial: int = 0) -> dict:
    found = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        found |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return found


def test_an_experience_with_languages_prices_and_extras(manager):
    host = make_host()
    response = submit(
        manager,
        reverse("experience:add"),
        name="Nặn tò he",
        slug="nan-to-he",
        host=host.pk,
        village=host.village_id,
        duration_minutes=90,
        capacity=10,
        languages=["vi", "fr"],
        **_rows(
            "units",
            {"type": "ADULT", "price_vnd": 120000, "seats": 1},
            {"type": "CHILD", "price_vnd": 60000, "seats": 1},
        ),
        **_rows("extras", {"name": "Chè xanh", "price_vnd": 10000, "per": "person", "max_quantity": 10}),
    )
    assert response.status_code == 302, errors(response)
    experience = Experience.objects.get(slug="nan-to-he")
    assert experience.languages == ["vi", "fr"]
    assert list(experience.units.values_list("type", "price_vnd")) == [("ADULT", 120000), ("CHILD", 60000)]
    assert experience.extras.get().name == "Chè xanh"
    assert experience.art == "village-gate"


def test_the_form_shows_what_the_experience_has(manager):
    experience = make_experience(languages=["vi", "ja"], art="exp-kiln")
    url = reverse("experience:edit", args=[experience.pk])
    response = submit(manager, url, capacity=12, min_to_run=4, decide_hours=24)
    assert response.status_code == 302, errors(response)
    experience.refresh_from_db()
    assert (experience.languages, experience.art, experience.capacity) == (["vi", "ja"], "exp-kiln", 12)
    assert (experience.min_to_run, experience.decide_hours) == (4, 24)
    assert experience.units.count() == 3


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"languages": None}, "languages"),
        ({"languages": ["tlh"]}, "languages"),
        ({"village": "other"}, "village"),
        ({"capacity": 0}, "capacity"),
        ({"min_to_run": 9}, "min_to_run"),
        ({"cutoff_minutes": 2_147_483_647}, "cutoff_minutes"),
    ],
)
def test_what_an_experience_cannot_be(manager, changes, where):
    experience = make_experience()
    if changes.get("village"):
        changes = {"village": make_village("Diềm").pk}
    response = submit(manager, reverse("experience:edit", args=[experience.pk]), **changes)
    assert list(response.context["form"].errors) == [where]


def test_the_same_kind_of_guest_twice_is_an_error_and_not_a_crash(manager):
    experience = make_experience(units={"ADULT": 100_000}, extras=())
    unit = experience.units.get()
    response = submit(
        manager,
        reverse("experience:edit", args=[experience.pk]),
        **_rows(
            "units",
            {"id": unit.pk, "type": "ADULT", "price_vnd": 100000, "seats": 1},
            {"id": "", "type": "ADULT", "price_vnd": 200000, "seats": 1},
            initial=1,
        ),
    )
    assert response.status_code == 200
    assert experience.units.count() == 1


def test_a_price_without_its_thousands_is_asked_back_and_kept_as_it_was_typed(manager):
    experience = make_experience(units={"ADULT": 100_000}, extras=())
    row = {"id": experience.units.get().pk, "type": "ADULT", "price_vnd": "150", "seats": 1}
    url = reverse("experience:edit", args=[experience.pk])

    asked = submit(manager, url, **_rows("units", row, initial=1))
    assert "150\xa0₫ hay 150.000\xa0₫" in asked.content.decode()
    assert experience.units.get().price_vnd == 100_000

    submit(manager, url, **_rows("units", row | {"price_vnd-meant": "150000"}, initial=1))
    assert experience.units.get().price_vnd == 150_000


def test_saving_a_schedule_makes_slots(manager):
    experience = make_experience()
    today = timezone.localdate()
    response = submit(
        manager,
        reverse("schedule:add"),
        experience=experience.pk,
        weekdays=["5", "6"],
        times="08:30",
        valid_from=today.isoformat(),
        valid_until=(today + dt.timedelta(days=13)).isoformat(),
    )
    assert response.status_code == 302, errors(response)
    assert Schedule.objects.get().weekdays == [5, 6]
    slots = Slot.objects.filter(experience=experience)
    days = {timezone.localtime(slot.starts_at).weekday() for slot in slots}
    assert days == {5, 6}
    assert 3 <= slots.count() <= 4


def test_a_longer_schedule_makes_the_missing_slots_and_no_other_experiences(manager):
    schedule, other = make_schedule(weekdays=[0], valid_from=timezone.localdate()), make_schedule()
    assert not Slot.objects.exists()
    response = submit(manager, reverse("schedule:edit", args=[schedule.pk]), weekdays=["0", "1"])
    assert response.status_code == 302, errors(response)
    assert Slot.objects.filter(experience=schedule.experience).count() > 20
    assert not Slot.objects.filter(experience=other.experience).exists()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"weekdays": None}, "weekdays"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
    ],
)
def test_what_a_schedule_cannot_be(manager, changes, where):
    schedule = make_schedule()
    response = submit(manager, reverse("schedule:edit", args=[schedule.pk]), **changes)
    assert list(response.context["form"].errors) == [where]
    assert not Slot.objects.exists()


def test_a_village_with_its_places(manager):
    village = make_village()
    place = {"name": "Lò bầu", "kind": "kiln", "latitude": 21.15, "longitude": 106.24}
    response = submit(manager, reverse("village:edit", args=[village.pk]), art="village-diem", **_rows("places", place))
    assert response.status_code == 302, errors(response)
    village.refresh_from_db()
    assert village.art == "village-diem"
    assert village.places.get().name == "Lò bầu"


def test_a_product_with_its_certificate(manager):
    product = make_product()
    url = reverse("ocop_product:edit", args=[product.pk])
    certificate = {"stars": 4, "decision_number": "12/QĐ-UBND", "issued_on": "2026-01-10", "valid_until": "2029-01-10"}
    certificate |= {"basis": "decision"}
    response = submit(manager, url, **_rows("certificates", certificate))
    assert response.status_code == 302, errors(response)
    assert product.certificates.get().stars == 4
    assert "★★★★" in manager.get(reverse("ocop_product:index")).content.decode()


def test_a_newer_certificate_written_in_the_form_ends_the_older_one(manager):
    product = make_product()
    url = reverse("ocop_product:edit", args=[product.pk])
    told = {"basis": "decision", "valid_until": "2029-11-01"}
    older = told | {"stars": 4, "decision_number": "12/QĐ-UBND", "issued_on": "2026-01-10"}
    newer = told | {"stars": 3, "decision_number": "80/QĐ-UBND", "issued_on": "2026-11-01"}
    response = submit(manager, url, **_rows("certificates", newer, older))
    assert response.status_code == 302, errors(response)
    assert product.certificates.get(stars=4).replaced_on == dt.date(2026, 11, 1)
    assert product.certificates.get(stars=3).replaced_on is None


def test_a_certificate_that_ends_before_it_begins_is_an_error_and_not_a_crash(manager):
    product = make_product()
    url = reverse("ocop_product:edit", args=[product.pk])
    certificate = {"stars": 4, "decision_number": "12/QĐ-UBND", "issued_on": "2026-01-10", "valid_until": "2025-01-10"}
    certificate |= {"basis": "decision"}
    response = submit(manager, url, **_rows("certificates", certificate))
    assert response.status_code == 200
    assert not product.certificates.exists()


@pytest.mark.parametrize("query", ["dong ho", "ĐÔNG HỒ", "ho dong", "Đông Hồ"])
def test_search_as_people_type(manager, query):
    make_village("Phù Lãng")
    wanted = make_village("Đông Hồ")
    found = manager.get(reverse("village:index_results"), {"q": query}).context["object_list"]
    assert list(found) == [wanted]


@pytest.mark.parametrize(
    "area", ["host", "experience", "schedule", "ocop_product", "festival", "commune", "formercommune"]
)
def test_every_list_can_be_searched_and_sorted(manager, area):
    for query in ("gom", "% _ '"):
        assert manager.get(reverse(f"{area}:index_results"), {"q": query}).status_code == 200
    assert manager.get(reverse(f"{area}:index"), {"ordering": "name", "export": "no"}).status_code == 200


def _make_rows() -> None:
    experience = make_experience(ocop_product=make_certificate().product)
    make_schedule(experience)
    experience.village.places.create(name="Lò bầu", kind="kiln", latitude=21.15, longitude=106.24)


def _cost(client, area: str) -> int:
    url = reverse(f"{area}:index_results")
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_a_list_costs_the_same_for_one_row_and_for_four(manager):
    areas = ("host", "experience", "schedule", "ocop_product", "village")
    _make_rows()
    few = {area: _cost(manager, area) for area in areas}
    for _ in range(3):
        _make_rows()
    assert {area: _cost(manager, area) for area in areas} == few


def test_what_bookings_hang_on_is_not_deleted(signed_in):
    client = signed_in("superuser")
    slot = make_slot()
    response = client.post(reverse("experience:delete", args=[slot.experience_id]))
    assert response.status_code == 302
    assert Experience.objects.filter(pk=slot.experience_id).exists()
    village = slot.experience.village_id
    client.post(reverse("village:delete", args=[village]))
    assert Village.objects.filter(pk=village).exists()


def test_list_and_form_of_experiences_say_whether_guests_can_book_or_what_is_missing(manager, cms):
    bare, sold = make_experience(make_host(verified=False), name="Nặn tò he"), make_experience(name="Chuốt bình")
    make_experience_page(cms, sold)
    make_schedule(sold)
    make_slot(sold, timezone.now() + dt.timedelta(days=3))
    html = manager.get(reverse("experience:index")).content.decode()
    assert "Chưa: chủ nhà chưa được xác minh; chưa có lịch mở; chưa có trang nào kể về buổi này được đăng" in html
    assert "chủ nhà chưa được xác minh" in manager.get(reverse("experience:edit", args=[bare.pk])).content.decode()
    form = manager.get(reverse("experience:edit", args=[sold.pk])).content.decode()
    assert "Khách đặt được rồi." in form
    assert "chưa được xác minh" not in form
