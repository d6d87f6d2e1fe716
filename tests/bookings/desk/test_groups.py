"""Groups at the desk: what waits, the quote that answers, and no."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.groups.accept import accept
from bookings.models import Booking, GroupRequest, Quote, Slot
from experiences.models import Season
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_host
from tests.factories.groups import group_slot, make_accepted, make_quote, make_request
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(desk) -> GroupRequest:
    return make_request(desk.host, desk.experience, now=timezone.now())


def sent_of(page) -> dict:
    """What the quote's form sends if nobody touches it."""
    form = soup(page).select_one("main form.desk-form")
    sent: dict = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") == "checkbox":
            if field.has_attr("checked"):
                sent[field["name"]] = ["on"]
            continue
        sent.setdefault(field["name"], []).append(field.get("value", field.text if field.name == "textarea" else ""))
    return sent


def test_the_list_says_what_waits_for_whom_and_has_no_other_house(desk, group):
    other = make_request(make_host(), now=timezone.now(), organisation="Công ty Nhà Khác")
    text = plain(soup(desk.get("groups")).main)
    assert group.organisation in text
    assert other.organisation not in text
    assert desk.get("group", pk=other.pk).status_code == 404
    make_quote(group, group_slot(desk.experience, now=timezone.now()), now=timezone.now())
    assert group.organisation not in plain(soup(desk.get("groups", "?show=waiting")).main)
    assert group.organisation in plain(soup(desk.get("groups", "?show=asking")).main)
    accept(request=group, version=1, now=timezone.now())
    assert group.organisation in plain(soup(desk.get("groups", "?show=coming")).main)


def test_an_empty_list_says_what_to_do(desk):
    page = soup(desk.get("groups"))
    assert page.select(f'a[href="/dat-cho/doan/{desk.host.slug}/"]')


def test_the_set_up_counts_who_waits(desk, group):
    page = soup(desk.get("setup"))
    assert "1 đoàn đang chờ" in plain(page.main)
    assert page.select(f'a[href="{desk.url("groups")}"]')


def test_one_can_call_or_write_by_zalo(desk, group):
    links = {link["href"] for link in soup(desk.get("group", pk=group.pk)).select("main a")}
    assert group.contact_phone.as_rfc3966 in links
    assert f"https://zalo.me/{str(group.contact_phone).lstrip('+')}" in links


def test_declining_needs_a_reason(desk, group):
    page = desk.post("group_decline", {"reason": ""}, pk=group.pk)
    assert page.status_code == 200
    assert soup(page).select(".field__error")
    desk.post("group_decline", {"reason": "Hôm đó nhà có giỗ"}, pk=group.pk)
    group.refresh_from_db()
    assert (group.state, group.decline_reason) == ("DECLINED", "Hôm đó nhà có giỗ")


def test_a_quote_is_written_visit_by_visit_and_sent_once(desk, group):
    slot = group_slot(desk.experience, now=timezone.now())
    url = desk.url("group_quote", pk=group.pk)
    opened = desk.client.get(url)
    assert f'value="{slot.pk}"' in opened.content.decode()
    added = desk.client.post(url, sent_of(opened) | {"add": "1", "slot": str(slot.pk)})
    sent = sent_of(added)
    child = desk.experience.units.get(type="CHILD")
    # 30 children from 6 to 11, as they asked.
    assert sent[f"s{slot.pk}-q{child.pk}"] == ["30"]
    sent |= {
        f"s{slot.pk}-p{child.pk}": "150.000",
        "row0-text": "Cơm trưa",
        "row0-quantity": "33",
        "row0-price": "60.000",
    }
    for _time in range(2):
        page = desk.client.post(url, sent | {"send": "1"}, follow=True)
    quote = Quote.objects.get()
    assert (quote.version, quote.keeps_seats) == (1, True)
    assert quote.total_vnd == 3 * 350_000 + 30 * 150_000 + 33 * 60_000
    assert Slot.objects.get(pk=slot.pk).taken == 33
    assert "Cơm trưa" in plain(soup(page).main)


def test_a_new_time_is_made_only_when_the_quote_is_sent(desk, group):
    url = desk.url("group_quote", pk=group.pk)
    before = Slot.objects.count()
    day = group.first_day
    new = {"new-experience": str(desk.experience.pk), "new-day": day.isoformat(), "new-time": "9h30"}
    added = desk.client.post(url, sent_of(desk.client.get(url)) | new | {"make": "1"})
    sent = sent_of(added)
    assert sent["visit"] == [f"n{desk.experience.pk}-{day:%Y%m%d}0930"]
    assert Slot.objects.count() == before
    desk.client.post(url, sent | {"send": "1"})
    assert Slot.objects.count() == before + 1
    assert Booking.objects.get(quoted__isnull=False).seats == 33
    out = desk.client.post(url, sent | {"remove": sent["visit"][0]})
    assert "visit" not in sent_of(out)


def test_a_quote_begins_with_the_prices_of_the_day(desk, group):
    slot = group_slot(desk.experience, now=timezone.now())
    day = timezone.localtime(slot.starts_at).date()
    ends = {"first_day": day.day, "first_month": day.month, "last_day": day.day, "last_month": day.month}
    Season.objects.create(experience=desk.experience, name="mùa cúc", percent=20, **ends)
    url = desk.url("group_quote", pk=group.pk)
    new = {"new-experience": str(desk.experience.pk), "new-day": day.isoformat(), "new-time": "19h30"}
    added = desk.client.post(url, sent_of(desk.client.get(url)) | {"add": "1", "slot": str(slot.pk)})
    sent = sent_of(desk.client.post(url, sent_of(added) | new | {"make": "1"}))
    adult = desk.experience.units.get(type="ADULT")
    assert [sent[f"{visit}-p{adult.pk}"] for visit in sent["visit"]] == [["420.000"]] * 2


@pytest.mark.parametrize("typed", ["x", "n9-1", "s", "n1-209913450000", "s99999999999999999999"])
def test_a_visit_that_is_none_is_left_out(desk, group, typed):
    page = desk.client.post(desk.url("group_quote", pk=group.pk), {"visit": typed, "again": "1"})
    assert page.status_code == 200
    assert "visit" not in sent_of(page)


def test_too_few_seats_are_said_and_what_was_typed_stays(desk, group):
    slot = group_slot(desk.experience, now=timezone.now(), capacity=10)
    url = desk.url("group_quote", pk=group.pk)
    sent = sent_of(desk.client.post(url, sent_of(desk.client.get(url)) | {"add": "1", "slot": str(slot.pk)}))
    page = desk.client.post(url, sent | {"send": "1", "words": "Mời các cháu"})
    assert page.status_code == 200
    assert "10 chỗ" in plain(soup(page).select_one(".form-errors"))
    assert soup(page).select_one("[name=words]").text.strip() == "Mời các cháu"
    assert not Quote.objects.exists()


def test_the_deposit_is_here_once_the_books_say_so(desk, group):
    make_accepted(group, group_slot(desk.experience, now=timezone.now()), now=timezone.now(), deposit_vnd=500_000)
    assert "chưa có trong sổ" in said(desk.post("group_deposit", pk=group.pk))
    booking = Booking.objects.get(quoted__isnull=False)
    money = {
        "key": "5b1b5b1e-0000-4000-8000-000000000001",
        "due": booking.total_vnd,
        "method": "cash",
        "amount": "500.000",
    }
    desk.post("pay", money, reference=booking.reference)
    desk.post("group_deposit", pk=group.pk)
    group.refresh_from_db()
    assert group.state == "CONFIRMED"


def test_the_quote_is_a_pdf(desk, group):
    assert desk.get("group_pdf", pk=group.pk).status_code == 404
    make_quote(group, group_slot(desk.experience, now=timezone.now()), now=timezone.now())
    assert desk.get("group_pdf", pk=group.pk).content.startswith(b"%PDF")


def test_the_list_costs_the_same_for_one_and_for_many(desk, django_assert_num_queries):
    make_request(desk.host, now=timezone.now())
    # What a first page asks once.
    desk.get("groups")
    with CaptureQueriesContext(connection) as one:
        desk.get("groups")
    for _time in range(3):
        make_request(desk.host, desk.experience, now=timezone.now())
    with django_assert_num_queries(len(one)):
        desk.get("groups")
