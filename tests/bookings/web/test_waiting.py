"""A tourist whose time is full joins the waiting list."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone, translation

from bookings.enums import BookingStatus, WaitingStatus
from bookings.models import Booking, Slot, WaitingEntry
from outbox.models import OutboxMessage
from tests.bookings.web.waiting_helpers import LANGUAGES, entry_page, give_back, join, wait_url, waits
from tests.factories import make_booking, make_slot
from tests.pages.guest import FULL, url
from tests.pages.reading import Reader, fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot():
    return make_slot(capacity=4)


@shared
def booked(slot):
    """What fills the slot."""
    return make_booking(slot, adults=4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_from_a_full_day_to_the_place_in_the_list(client, slot, booked, language):
    reader = Reader(client)
    day = timezone.localtime(slot.starts_at).date()
    month = f"?month={day:%Y-%m}"
    reader.open(url("choose", slot, language) + month)
    (link,) = [a["href"] for a in reader.page.select("a.calendar-day--full") if f"day={day}" in a["href"]]
    reader.open(link)
    chosen = reader.page.select_one(".time-choice [aria-current]")
    assert "time-choice__time--waiting" in chosen["class"]
    form = reader.form("/cho/")
    assert form["method"] == "get"
    child = slot.experience.units.get(type="CHILD")
    fields = fields_of(reader.page, form)
    reader.open(form["action"] + "?" + "&".join(f"{k}={v}" for k, v in (fields | {"step": f"u{child.pk}:1"}).items()))
    assert reader.values[f"u{child.pk}"] == "1"
    form = reader.form("/cho/")
    reader.open(form["action"] + "?" + "&".join(f"{k}={v}" for k, v in fields_of(reader.page, form).items()))
    assert reader.response.status_code == 200
    consent = reader.page.select_one("#id_consent")
    assert not consent.has_attr("checked")
    reader.send("/cho/", **FULL)
    assert reader.trail == [302, 200]
    entry = WaitingEntry.objects.get()
    assert (entry.status, entry.seats, entry.language) == (WaitingStatus.WAITING, 3, language)
    assert entry.contact_email == FULL["email"]
    assert reader.page.html["lang"] == language
    assert reader.form("/roi/")
    assert not Booking.objects.filter(status=BookingStatus.ON_HOLD).exists()
    (message,) = OutboxMessage.objects.filter(waiting_entry=entry)
    assert (message.to, message.language) == (FULL["email"], language)


def test_the_page_is_not_kept_and_not_indexed(client, slot, booked):
    entry = waits(client, slot)
    for address in (entry_page(entry), wait_url(slot)):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert soup(response).select_one("meta[name=robots]")["content"] == "noindex"
    assert client.get(entry_page(entry))["X-Robots-Tag"] == "noindex"


def test_the_other_language_shows_the_same_page(client, slot, booked):
    entry = waits(client, slot)
    for address in (wait_url(slot), entry_page(entry)):
        links = [a["href"] for a in soup(client.get(address)).select("a[hreflang=en], .language-switch a, a[lang=en]")]
        assert any(client.get(link).status_code == 200 and "/en/" in link for link in links)


def test_the_place_in_the_list_counts_parties_before(client, slot, booked):
    first, second, third = (waits(client, slot, email=f"khach{n}@example.com") for n in range(3))
    with translation.override("en"):
        page = [
            plain(soup(client.get(entry_page(entry, language="en"))).select_one(".lead"))
            for entry in (first, second, third)
        ]
    assert page == ["You are first in the list.", "1 party is before you.", "2 parties are before you."]


def test_two_posts_of_one_form_make_one_place(client, slot, booked):
    key = str(uuid.uuid4())
    answers = [join(client, slot, key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert WaitingEntry.objects.count() == 1
    assert OutboxMessage.objects.filter(waiting_entry__isnull=False).count() == 1


def test_back_to_mend_the_address_makes_a_place_with_the_mended_one(client, slot, booked):
    key = str(uuid.uuid4())
    join(client, slot, key=key, email="sai@example.com")
    join(client, slot, key=key, email="dung@example.com")
    assert set(WaitingEntry.objects.values_list("contact_email", flat=True)) == {"sai@example.com", "dung@example.com"}


def test_the_form_of_a_place_that_was_left_makes_a_new_one(client, slot, booked):
    key = str(uuid.uuid4())
    join(client, slot, key=key)
    client.post(entry_page(WaitingEntry.objects.get(), "leave"))
    answers = [join(client, slot, key=key) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert list(WaitingEntry.objects.values_list("status", flat=True)) == [WaitingStatus.LEFT, WaitingStatus.WAITING]


def test_an_unreadable_key_is_no_obstacle(client, slot, booked):
    assert join(client, slot, key="khong phai khoa").status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "id_email"),
        ({"email": "ha@"}, "id_email"),
        ({"name": ""}, "id_name"),
        ({"phone": "12"}, "id_phone"),
        ({"consent": None}, "id_consent"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(client, slot, booked, typed, field, language):
    response = join(client, slot, language, **typed)
    assert response.status_code == 422
    page = soup(response)
    assert page.select_one(f"#form-errors a[href='#{field}']")
    kept = {name: value for name, value in FULL.items() if name not in typed and name != "consent"}
    values = {name: value for form in page.select("form") for name, value in fields_of(page, form).items()}
    assert {name: values[name].replace("\r\n", "\n") for name in kept} == kept
    assert page.select_one("#id_consent").has_attr("checked") is ("consent" not in typed)
    assert not WaitingEntry.objects.exists()
    # The form goes to the same address, which says the time and the party.
    assert f"slot={slot.pk}" in next(f["action"] for f in page.select("form") if "/cho/" in f.get("action", ""))


def test_the_same_person_is_not_listed_twice(client, slot, booked):
    waits(client, slot)
    response = join(client, slot)
    assert response.status_code == 422
    assert soup(response).select_one(".notice--error")
    assert WaitingEntry.objects.count() == 1


def test_places_that_came_free_meanwhile_are_booked_at_once(client, slot, booked):
    page = soup(client.get(wait_url(slot)))
    give_back(booked)
    assert page.select_one("#id_name")
    response = join(client, slot)
    assert response.status_code == 422
    link = soup(response).select_one(".notice--error a")["href"]
    assert f"slot={slot.pk}" in link
    assert not WaitingEntry.objects.exists()
    # And whoever comes now is not asked to fill in anything.
    response = client.get(wait_url(slot))
    assert response.status_code == 302
    assert url("choose", slot) in response["Location"]


def test_a_list_that_is_over_says_so(client, slot, booked):
    soon = timezone.now() + dt.timedelta(minutes=20)
    Slot.objects.filter(pk=slot.pk).update(closes_at=soon)
    response = join(client, slot)
    assert response.status_code == 422
    assert soup(response).select_one(".notice--error a")
    assert not WaitingEntry.objects.exists()
    assert client.get(wait_url(slot)).status_code == 302
    day = timezone.localtime(slot.starts_at).date()
    page = soup(client.get(f"{url('choose', slot)}?day={day}&slot={slot.pk}"))
    assert not page.select(".time-choice a, a.calendar-day--full")


@pytest.mark.parametrize("query", ["", "?slot=999999999", "?slot=x", "?slot=1&u999=2"])
def test_an_address_without_a_time_leads_to_the_panel(client, slot, query):
    response = client.get(url("wait", slot) + query)
    assert response.status_code == 302
    assert url("choose", slot) in response["Location"]


def test_another_experience_s_time_is_not_waited_for(client, slot, booked):
    other = make_slot()
    response = client.get(f"{url('wait', other)}?slot={slot.pk}&u{other.experience.units.first().pk}=2")
    assert response.status_code == 302


@pytest.mark.parametrize("party", [{"adult": 0}, {"child": 2}, {"adult": 21}, {"adult": -1}])
def test_a_party_that_is_not_welcome_is_sent_back_with_the_reason(client, slot, booked, party):
    reader = Reader(client)
    reader.open(wait_url(slot, **party))
    assert reader.trail == [302, 200]
    assert reader.page.select_one(".messages .notice--warning")


def test_a_party_larger_than_the_time_can_hold_is_told(client, slot, booked):
    response = join(client, slot, party={"adult": 5})
    assert response.status_code == 422
    assert not WaitingEntry.objects.exists()


def test_too_many_forms_from_one_address_are_refused(client, slot, booked, settings):
    settings.HOLD_RATE = "1/hour"
    assert join(client, slot, email="a@example.com").status_code == 302
    response = join(client, slot, email="b@example.com")
    assert response.status_code == 429
    assert soup(response).select_one("#id_email")["value"] == "b@example.com"


def test_a_hold_that_does_not_fit_points_to_the_list(client, slot):
    make_booking(slot, adults=3)
    adult = slot.experience.units.get(type="ADULT")
    day = timezone.localtime(slot.starts_at).date()
    form = {"key": str(uuid.uuid4()), "day": day.isoformat(), "slot": str(slot.pk), f"u{adult.pk}": "3"}
    link = soup(client.post(url("hold", slot), form)).select_one(".notice--error a")["href"]
    page = soup(client.get(link))
    assert page.select_one("#id_consent")
    too_large = form | {f"u{adult.pk}": "5"}
    assert not soup(client.post(url("hold", slot), too_large)).select(".notice--error a")


def test_nobody_else_is_shown(client, slot, booked):
    waits(client, slot, email="truoc@example.com", name="Bùi Quang Huy")
    entry = waits(client, slot)
    for address in (entry_page(entry), wait_url(slot)):
        text = client.get(address).content.decode()
        assert "Bùi Quang Huy" not in text
        assert "truoc@example.com" not in text
        assert booked.contact_name not in text


def test_the_page_of_a_place_asks_the_database_the_same_however_long_the_list(
    client, slot, booked, django_assert_num_queries, django_assert_max_num_queries
):
    entry = waits(client, slot)
    # The frame of the page is kept from one page to the next.
    client.get(entry_page(entry))
    with django_assert_max_num_queries(16) as first:
        client.get(entry_page(entry))
    at_first = len(first)
    for number in range(4):
        waits(client, slot, email=f"khach{number}@example.com")
    with django_assert_num_queries(at_first):
        client.get(entry_page(entry))
    with django_assert_max_num_queries(18) as form:
        client.get(wait_url(slot))
    at_first = len(form)
    for hour in (10, 13, 15):
        make_booking(make_slot(slot.experience, hour=hour))
    with django_assert_num_queries(at_first):
        client.get(wait_url(slot))
