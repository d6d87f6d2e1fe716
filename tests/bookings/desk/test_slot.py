"""One time changed by hand at the desk, back to its rule, who waits for it, and a visit run for few."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from bookings.domain.calendar import one_slot
from bookings.domain.calendar.slots import make_slots
from bookings.enums import MessageKind, SlotDecision
from bookings.models import Slot, WaitingEntry
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import local_day, said
from tests.factories import make_schedule
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot(desk) -> Slot:
    """Made by a schedule, 20 seats, some days ahead at 10:00."""
    make_schedule(desk.experience, valid_from=timezone.localdate(), times=["10:00"])
    make_slots(now=timezone.now(), experiences=[desk.experience])
    return Slot.objects.filter(planned_at__isnull=False).order_by("starts_at")[5]


def as_it_stands(slot: Slot, **changes) -> dict:
    start = timezone.localtime(slot.starts_at)
    units = slot.experience.units.all()
    prices = {f"price_{unit.pk}": str(slot.prices.get(str(unit.pk), unit.price_vnd)) for unit in units}
    return {
        "capacity": slot.capacity,
        "day": start.date().isoformat(),
        "time": f"{start:%H:%M}",
        "note": slot.note,
    } | prices | changes  # fmt: skip


def test_everything_changed_at_once_and_kept_when_rules_are_applied(desk, slot):
    adult = desk.experience.units.get(type="ADULT")
    other_day = local_day(slot) + dt.timedelta(days=1)
    change = {
        "capacity": "6",
        "day": str(other_day),
        "time": "15h30",
        f"price_{adult.pk}": "420.000 đ",
        "note": "Đốt  lò",
    }

    desk.post("slot", as_it_stands(slot, **change), pk=slot.pk)
    desk.post("slot", as_it_stands(slot, **change), pk=slot.pk)
    make_slots(now=timezone.now(), experiences=[desk.experience])

    slot.refresh_from_db()
    start = timezone.localtime(slot.starts_at)
    assert (start.date(), f"{start:%H:%M}") == (other_day, "15:30")
    assert (slot.capacity, slot.prices, slot.note) == (6, {str(adult.pk): 420_000}, "Đốt lò")

    desk.post("slot_follow", pk=slot.pk)
    desk.post("slot_follow", pk=slot.pk)

    slot.refresh_from_db()
    assert (slot.starts_at, slot.capacity, slot.prices, slot.note) == (slot.planned_at, 20, {}, "")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "nhiều"}, "capacity"),
        ({"capacity": "501"}, "capacity"),
        ({"day": "31/11/2026"}, "day"),
        ({"time": "25:00"}, "time"),
        ({"time": ""}, "time"),
        ({"note": "a" * 201}, "note"),
    ],
)
def test_what_a_time_cannot_be_is_said_at_its_field(desk, slot, changes, where):
    form = desk.post("slot", as_it_stands(slot, **{"note": "Đốt lò"} | changes), pk=slot.pk).context["form"]

    slot.refresh_from_db()
    assert list(form.errors) == [where]
    assert (slot.capacity, slot.note) == (20, "")
    assert form["note"].value() == changes.get("note", "Đốt lò")


@pytest.mark.parametrize("price", ["", "rẻ", "-5", "1.00.0", "999.999.999"])
def test_what_is_no_price(desk, slot, price):
    adult = desk.experience.units.get(type="ADULT")

    form = desk.post("slot", as_it_stands(slot, **{f"price_{adult.pk}": price}), pk=slot.pk).context["form"]

    assert list(form.errors) == [f"price_{adult.pk}"]


@pytest.mark.parametrize(("text", "price"), [("250k", 250_000), ("250 000", 250_000), ("250,000đ", 250_000), ("0", 0)])
def test_prices_as_people_write_them(desk, slot, text, price):
    adult = desk.experience.units.get(type="ADULT")

    desk.post("slot", as_it_stands(slot, **{f"price_{adult.pk}": text}), pk=slot.pk)

    slot.refresh_from_db()
    assert slot.prices == {str(adult.pk): price}


def test_a_refusal_of_the_rules_stands_above_the_form_as_it_was_filled_in(desk, slot):
    desk.book(slot, adults=3)

    form = desk.post("slot", as_it_stands(slot, capacity="2", note="Đốt lò"), pk=slot.pk).context["form"]

    slot.refresh_from_db()
    assert form.non_field_errors()
    assert (form["capacity"].value(), form["note"].value()) == ("2", "Đốt lò")
    assert (slot.capacity, slot.note) == (20, "")


def test_a_time_with_a_party_does_not_start_at_another_hour(desk, slot):
    desk.book(slot)

    form = desk.post("slot", as_it_stands(slot, time="15:00"), pk=slot.pk).context["form"]

    slot.refresh_from_db()
    assert form.non_field_errors()
    assert slot.starts_at == slot.planned_at


def test_a_time_that_is_over_has_no_form(desk):
    over = desk.slot(-dt.timedelta(days=1))

    assert 'name="capacity"' not in desk.get("slot", pk=over.pk).content.decode()
    form = desk.post("slot", as_it_stands(over, capacity="3"), pk=over.pk).context["form"]
    over.refresh_from_db()
    assert form.non_field_errors()
    assert over.capacity == 20


def test_the_day_leads_to_the_time_and_shows_what_is_special(desk, slot):
    desk.post("slot", as_it_stands(slot, note="Đốt lò"), pk=slot.pk)

    response = desk.get("day", day=local_day(slot))

    assert desk.url("slot", pk=slot.pk) in response.content.decode()
    (board,) = response.context["board"].slots
    assert board.note == "Đốt lò"


def test_who_waits_is_listed_in_order(desk, slot):
    for name, seats, status in (("Vũ Thị Mai", 2, "offered"), ("Emma Wilson", 4, "waiting"), ("Bùi Quang", 1, "left")):
        WaitingEntry.objects.create(
            uuid=uuid.uuid4(), slot=slot, status=status, language="vi", seats=seats, contact_name=name,
            contact_phone="+84912345678", contact_email="a@example.com", created_at=timezone.now(),
            offered_at=timezone.now() if status == "offered" else None,
            booking=desk.book(status="ON_HOLD", adults=seats) if status == "offered" else None,
        )  # fmt: skip

    rows = desk.get("slot", pk=slot.pk).context["waiting"]

    assert [(row["name"], row["seats"]) for row in rows] == [("Vũ Thị Mai", 2), ("Emma Wilson", 4)]
    assert rows[0]["state"] != rows[1]["state"]


def test_after_its_date_a_visit_is_being_decided_and_names_no_date(desk, slot):
    type(desk.experience).objects.filter(pk=desk.experience.pk).update(min_to_run=6, decide_hours=24)
    before = desk.get("slot", pk=slot.pk).context["minimum_line"]
    type(desk.experience).objects.filter(pk=desk.experience.pk).update(decide_hours=24 * 365)
    after = desk.get("slot", pk=slot.pk).context["minimum_line"]

    assert "10:00" in before
    assert after
    assert "10:00" not in after


def test_run_it_anyway_decides_once_and_tells_the_party(desk, slot):
    type(desk.experience).objects.filter(pk=desk.experience.pk).update(min_to_run=6)
    desk.book(slot, adults=2)
    page = desk.get("slot", pk=slot.pk)
    assert page.context["may_run"]
    assert page.context["minimum_line"]

    desk.post("slot_run", pk=slot.pk)
    desk.post("slot_run", pk=slot.pk)

    slot.refresh_from_db()
    assert slot.decision == SlotDecision.RUNS
    assert OutboxMessage.objects.filter(kind=MessageKind.RUNS, audience="guest").count() == 1
    assert not desk.get("slot", pk=slot.pk).context["may_run"]


def test_a_visit_called_off_cannot_be_run(desk, slot):
    Slot.objects.filter(pk=slot.pk).update(decision=SlotDecision.CALLED_OFF, decided_at=timezone.now())

    response = desk.post("slot_run", pk=slot.pk)

    slot.refresh_from_db()
    assert slot.decision == SlotDecision.CALLED_OFF
    assert said(response)


def test_who_has_booked_stands_on_the_page_and_the_way_back_leads_to_this_time(desk, slot):
    ha, khoi = (desk.book(slot, name=name) for name in ("Nguyễn Thị Hà", "Lê Minh Khôi"))
    gone = desk.book(slot, name="Trần Văn Long", status="CANCELLED")
    elsewhere = desk.book(name="Phạm Thu Trang")

    page = soup(desk.get("slot", pk=slot.pk))

    booked = page.select("#khach a[href*='/don/']")
    assert [link.text for link in booked] == ["Lê Minh Khôi", "Nguyễn Thị Hà"]
    assert [link["href"] for link in booked] == [desk.url("booking", reference=row.reference) for row in (khoi, ha)]
    assert len(page.select("#khach a[href^='tel:']")) == 2
    assert page.select_one("a[href='#khach']")
    assert not [name for name in (gone.contact_name, elsewhere.contact_name) if name in plain(page)]
    back = page.select_one(f"a[href$='#suat-{slot.pk}']")["href"]
    assert soup(desk.client.get(back)).select_one(f"#suat-{slot.pk}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_day_marks_what_was_changed_by_hand_and_nothing_else(desk, slot, language):
    adult = desk.experience.units.get(type="ADULT")
    other = Slot.objects.filter(planned_at__gt=slot.planned_at).order_by("starts_at").first()
    one_slot.edit_slot(slot_id=slot.pk, capacity=6, now=timezone.now())
    one_slot.edit_slot(slot_id=other.pk, prices={adult.pk: 1000}, note="Đốt lò", now=timezone.now())
    with translation.override(language):
        words = gettext("Changed by hand: %(what)s").split("%")[0]
        seats, prices, note = (pgettext("changed by hand", name) for name in ("seats", "prices", "note"))
        urls = [desk.url("day", day=local_day(row)) for row in (slot, other)]
        plain_day = desk.url("day", day=local_day(other) + dt.timedelta(days=1))
    texts = [plain(soup(desk.client.get(url))) for url in urls]
    assert f"{words}{seats}" in texts[0]
    assert f"{words}{prices}, {note}" in texts[1]
    assert words not in plain(soup(desk.client.get(plain_day)))
    one_slot.follow_rules(slot_id=slot.pk, now=timezone.now())
    assert words not in plain(soup(desk.client.get(urls[0])))


def test_a_price_without_its_thousands_is_asked_back_before_anything_is_saved(desk):
    slot = desk.slot(dt.timedelta(days=2))
    unit = slot.experience.units.order_by("pk")[0]
    typed = as_it_stands(slot) | {f"price_{unit.pk}": "150", "note": "Mang ủng"}

    response = desk.post("slot", typed, pk=slot.pk)

    page = soup(response)
    assert [choice["value"] for choice in page.select(f"[name=price_{unit.pk}-meant]")] == ["150", "150000"]
    assert page.select_one("[name=note]")["value"] == "Mang ủng"
    slot.refresh_from_db()
    assert (slot.prices, slot.note) == ({}, "")
    desk.post("slot", typed | {f"price_{unit.pk}-meant": "150000"}, pk=slot.pk)
    slot.refresh_from_db()
    assert slot.note == "Mang ủng"
    assert slot.prices.get(str(unit.pk), unit.price_vnd) == 150_000
