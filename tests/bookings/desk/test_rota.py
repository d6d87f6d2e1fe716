"""The desk's rota: who has which turn, swapping by hand, what is shared, days off and taking them back."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.sharing.days_off import add_day_off
from bookings.domain.sharing.rota import plan
from bookings.models import Assignment, DayOff, Slot
from tests.bookings.desk.desk_helpers import local_day, said
from tests.factories import make_artisan, make_host, make_rota, make_use
from tests.pages.reading import soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def guides(desk):
    """A rota of two, and a party that one of them guides in an hour."""
    resource = make_rota(desk.host, people=2)
    for artisan, name in zip(resource.artisans.order_by("pk"), ["Bà Thoa", "Anh Khởi"], strict=True):
        artisan.name = name
        artisan.save()
    make_use(desk.experience, resource, per="slot")
    desk.book()
    plan(resource=resource, now=timezone.now())
    return resource


def people(resource) -> list:
    return list(resource.artisans.order_by("pk"))


def page(desk, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(desk.get("rota", query).content, "html.parser")


def text(element) -> str:
    return " ".join(element.get_text(" ").split())


def swap(desk, resource, old, new):
    data = {"slot": desk.soon.pk, "old": old.pk if old else "", "artisan": new.pk}
    return desk.post("rota_choose", data, pk=resource.pk)


def off_form(artisan, day: dt.date, last: dt.date | None = None) -> dict:
    return {"artisan": artisan.pk, "first_day": day.isoformat(), "last_day": last.isoformat() if last else ""}


def test_without_a_rota_it_says_where_to_begin(desk):
    assert "/do-dung/" not in text(page(desk).main)
    make_artisan(desk.host)

    assert page(desk).main.select_one(f'a[href="{desk.url("resources")}"]')


def test_it_shows_whose_turn_each_visit_is(desk, guides):
    visit = page(desk).select_one(f"#suat-{desk.soon.pk}")

    assert "Bà Thoa" in text(visit)
    assert [option.text for option in visit.select("option")] == ["Anh Khởi"]


def test_a_turn_can_be_swapped_on_a_site_with_thousands_of_slots(desk, guides):
    """In a page 1234 reads 1.234, and no form must send that."""
    first, second = people(guides)
    crowded = Slot.objects.get(pk=desk.soon.pk)
    crowded.pk, crowded.starts_at, crowded.planned_at = 1_234_567, crowded.starts_at + dt.timedelta(hours=3), None
    crowded.ends_at, crowded.closes_at = crowded.ends_at + dt.timedelta(hours=3), crowded.starts_at
    crowded.taken = 0
    crowded.save(force_insert=True)
    desk.book(crowded)
    plan(resource=guides, now=timezone.now())
    visit = page(desk).select_one("#suat-1234567")
    form = visit.select_one("form")
    assert form.select_one("[name=slot]")["value"] == "1234567"
    assert {option["value"] for option in form.select("option")} <= {str(first.pk), str(second.pk)}


def test_a_visit_later_than_two_weeks_is_not_shown(desk, guides):
    far = desk.slot(dt.timedelta(days=15))
    desk.book(far)
    plan(resource=guides, now=timezone.now())

    assert not page(desk).select_one(f"#suat-{far.pk}")


def test_a_turn_is_swapped_by_hand_and_given_back_to_the_rota(desk, guides):
    first, second = people(guides)

    response = swap(desk, guides, first, second)

    turn = Assignment.objects.get()
    assert (turn.artisan, turn.by_hand) == (second, True)
    assert "Anh Khởi" in said(response)
    desk.post("rota_release", {"slot": desk.soon.pk}, pk=guides.pk)
    turn.refresh_from_db()
    assert not turn.by_hand


def test_a_swap_that_cannot_be_is_refused_in_words(desk, guides):
    first, second = people(guides)
    day = local_day(desk.soon)
    add_day_off(artisan=second, first_day=day, last_day=day, now=timezone.now())

    response = swap(desk, guides, first, second)

    assert "Anh Khởi" in said(response)
    assert Assignment.objects.get().artisan == first
    assert not page(desk).select("option")


def test_whoever_comes_second_reads_who_has_the_turn_by_now_and_whom_they_chose(desk, guides):
    first, second = people(guides)
    swap(desk, guides, first, second)
    third = make_artisan(desk.host, name="Cô Xuyến")
    guides.artisans.add(third)

    told = said(swap(desk, guides, first, third))

    assert second.label in told
    assert "Cô Xuyến" in told
    assert Assignment.objects.get().artisan == second


def test_nobody_of_another_host_gets_a_turn(desk, guides):
    response = swap(desk, guides, people(guides)[0], make_artisan(make_host()))

    assert said(response)
    assert Assignment.objects.get().artisan == people(guides)[0]


def test_the_rota_of_another_host_is_not_there(desk):
    theirs = make_rota(make_host())

    for name in ("rota_choose", "rota_release"):
        assert desk.client.post(desk.url(name, pk=theirs.pk)).status_code == 404


def test_an_open_turn_stands_out_and_can_be_filled(desk, guides):
    second = people(guides)[1]
    Assignment.objects.all().delete()
    visit = page(desk).select_one(f"#suat-{desk.soon.pk}")
    assert visit.select_one(".desk-rota__missing")
    assert len(visit.select("option")) == 2

    swap(desk, guides, None, second)

    assert Assignment.objects.get().artisan == second


def test_the_bars_show_hours_beside_an_equal_part(desk, guides):
    rows = page(desk).select(".desk-shares__table tbody tr")

    first, second = (text(row) for row in rows)
    # Three hours, and an equal part of half of that.
    assert first.startswith("Bà Thoa 1 ")
    assert "3 " in first
    assert second.startswith("Anh Khởi 0 ")
    widths = [row.select_one("rect")["width"] for row in rows]
    assert widths == ["100", "0"]
    assert rows[0].select_one("path")["d"] == "M50 0v10"


def test_a_day_off_moves_the_turn(desk, guides):
    first, second = people(guides)

    response = desk.post("day_off_new", off_form(first, local_day(desk.soon)))

    assert response.redirect_chain[-1][0].endswith(desk.url("rota"))
    assert DayOff.objects.get().last_day == local_day(desk.soon)
    assert Assignment.objects.get().artisan == second
    assert "Bà Thoa" in text(page(desk).select_one(".desk-rules"))


def test_a_day_off_that_leaves_nobody_says_so_and_leads_to_the_parties(desk, guides):
    first, second = people(guides)
    desk.post("day_off_new", off_form(first, local_day(desk.soon)))

    asked = desk.post("day_off_new", off_form(second, local_day(desk.soon)))
    assert "1 đoàn" in text(soup(asked).select_one("#affected"))
    assert DayOff.objects.count() == 1
    seen = soup(asked).select_one("input[name=seen]")["value"]
    response = desk.post("day_off_new", off_form(second, local_day(desk.soon)) | {"seen": seen})

    assert response.redirect_chain[-1][0].endswith(desk.url("conflicts"))
    assert "1" in said(response)


@pytest.mark.parametrize("days", [(5, 3), (3, 400)])
def test_days_off_that_make_no_sense_stay_in_the_form(desk, guides, days):
    today = timezone.localdate()
    first, last = (today + dt.timedelta(days=number) for number in days)

    response = desk.post("day_off_new", off_form(people(guides)[0], first, last))

    assert response.context["form"].non_field_errors()
    assert not DayOff.objects.exists()


def test_nobody_of_another_host_can_be_off(desk, guides):
    desk.post("day_off_new", off_form(make_artisan(make_host()), timezone.localdate()))

    assert not DayOff.objects.exists()


def test_a_day_off_is_removed_and_taken_back(desk, guides):
    artisan, today = people(guides)[0], timezone.localdate()
    row, _short = add_day_off(
        artisan=artisan, first_day=today, last_day=today + dt.timedelta(days=2), reason="Đám cưới", now=timezone.now()
    )

    response = desk.post("day_off_remove", pk=row.pk)
    assert not DayOff.objects.exists()
    form = BeautifulSoup(response.content, "html.parser").select_one(f'form[action="{desk.url("day_off_undo")}"]')
    token = form.select_one('[name="undo"]')["value"]

    for _twice in range(2):
        desk.post("day_off_undo", {"undo": token})
    again = DayOff.objects.get()
    assert (again.artisan, again.first_day, again.last_day, again.reason) == (
        artisan,
        today,
        today + dt.timedelta(days=2),
        "Đám cưới",
    )


def test_a_day_off_of_another_host_is_not_there(desk):
    today = timezone.localdate()
    row, _short = add_day_off(artisan=make_artisan(make_host()), first_day=today, last_day=today, now=timezone.now())

    assert desk.client.post(desk.url("day_off_remove", pk=row.pk)).status_code == 404
    assert DayOff.objects.exists()


def test_a_forged_undo_is_refused(desk, guides):
    response = desk.post("day_off_undo", {"undo": "x.y.z"})

    assert said(response)
    assert not DayOff.objects.exists()


def test_three_visits_cost_the_queries_of_one(desk, guides):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("rota").status_code == 200
        return len(queries)

    cost()
    one = cost()
    for hours in (30, 54):
        desk.book(desk.slot(dt.timedelta(hours=hours)))
    today = timezone.localdate()
    for artisan in people(guides):
        add_day_off(
            artisan=artisan, first_day=today + dt.timedelta(20), last_day=today + dt.timedelta(20), now=timezone.now()
        )
    assert cost() == one


def test_a_span_in_the_first_field_is_both_its_days(desk, guides):
    first, _second = people(guides)
    desk.post("day_off_new", off_form(first, local_day(desk.soon)) | {"first_day": "12–13/12/2031", "last_day": ""})
    off = DayOff.objects.get()
    assert (str(off.first_day), str(off.last_day)) == ("2031-12-12", "2031-12-13")
