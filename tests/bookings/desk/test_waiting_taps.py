"""The address to which a phone sends what waited on it."""

import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from bookings.enums import BookingStatus
from bookings.models import BookingAct, DeskTap, LedgerEntry
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_host, make_user

pytestmark = pytest.mark.django_db


def tapped(booking, what="check_in", value=None, key=None) -> dict:
    return {
        "key": key or str(uuid.uuid4()),
        "what": what,
        "booking": booking.reference,
        "value": value,
        "tapped_at": timezone.now().isoformat(),
    }


def send(desk, *taps, client=None):
    return post(desk, json.dumps({"taps": taps}), client=client)


def post(desk, body, client=None):
    return (client or desk.client).post(desk.url("taps"), body, content_type="application/json")


def results(response) -> list[str]:
    return [answer["result"] for answer in response.json()["answers"]]


def test_taps_are_done_in_their_order_each_under_its_key(desk):
    booking = desk.book(adults=2)
    taps = [
        tapped(booking),
        tapped(booking, "undo_check_in"),
        tapped(booking, "check_in"),
        tapped(booking, "pay", {"amount": 700_000, "method": "transfer"}),
    ]

    response = send(desk, *taps)

    assert response.status_code == 200
    assert [answer["key"] for answer in response.json()["answers"]] == [tap["key"] for tap in taps]
    assert results(response) == ["done"] * 4
    booking.refresh_from_db()
    assert booking.status == BookingStatus.REDEEMED
    assert LedgerEntry.objects.get().method == "transfer"
    assert {act.user_name for act in BookingAct.objects.filter(act="checked_in")} == {str(desk.owner)}


def test_an_answer_that_was_lost_is_given_again(desk):
    booking = desk.book(adults=2)
    taps = [tapped(booking), tapped(booking, "pay", {"amount": 700_000, "method": "cash"})]
    assert send(desk, *taps).json() == send(desk, *taps).json()
    assert LedgerEntry.objects.count() == 1


def test_one_refusal_does_not_stop_those_after_it(desk):
    booking = desk.book(adults=2)
    response = send(desk, tapped(booking, "pay", {"amount": 1, "method": "cash"}), tapped(booking))
    assert results(response) == ["refused", "done"]
    assert response.json()["answers"][0]["text"].endswith(".")


def test_a_booking_of_another_host_is_refused(desk):
    other = make_desk()
    theirs = other.book()
    assert results(send(desk, tapped(theirs))) == ["refused"]
    theirs.refresh_from_db()
    assert theirs.status == BookingStatus.CONFIRMED


RUBBISH = [
    {"what": "fly"},
    {"what": None},
    {"key": "1"},
    {"key": 5},
    {"booking": None},
    {"booking": "A" * 999},
    {"booking": "\x00"},
    {"tapped_at": "yesterday"},
    {"tapped_at": "2026-11-28T09:00:00"},
    {"tapped_at": "0001-01-01T00:00:00+14:00"},
    {"what": "pay", "value": None},
    {"what": "pay", "value": {"amount": 0, "method": "cash"}},
    {"what": "pay", "value": {"amount": True, "method": "cash"}},
    {"what": "pay", "value": {"amount": 10**30, "method": "cash"}},
    {"what": "pay", "value": {"amount": 5, "method": "shells"}},
    {"what": "pay", "value": {"amount": 5, "method": "cash", "due": 4}},
    {"what": "pay", "value": {"amount": 5, "method": "cash", "due": None}},
    {"what": "pay_undo", "value": {"entry": 2**63}},
    {"what": "pay_undo", "value": {}},
    {"what": "came", "value": {"units": {"x": 1}}},
    {"what": "came", "value": {"units": {"1": -1}}},
    {"what": "came", "value": [1]},
]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=str)
def test_a_tap_that_cannot_be_read_gets_a_sentence_and_those_before_it_are_kept(desk, rubbish):
    first, second, third = (desk.book() for _ in range(3))

    response = send(desk, tapped(first), tapped(second) | rubbish, tapped(third))

    assert response.status_code == 400
    assert results(response) == ["done"]
    assert response.json()["error"].endswith(".")
    assert DeskTap.objects.count() == BookingAct.objects.filter(act="checked_in").count() == 1


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"taps": 5}', '{"taps": [[]]}', "[" * 5000, '{"taps": [null]}']
)
def test_what_is_no_list_of_taps_gets_a_sentence(desk, body):
    response = post(desk, body)
    assert response.status_code == 400
    assert response.json()["answers"] == []
    assert response.json()["error"].endswith(".")


def test_too_many_at_once_are_none_at_all(desk):
    booking = desk.book()
    assert send(desk, *(tapped(booking) for _ in range(51))).status_code == 400
    assert not DeskTap.objects.exists()
    assert send(desk, *(tapped(booking) for _ in range(50))).status_code == 200


def test_taps_of_who_was_signed_out_stay_on_the_phone(desk):
    """No form of a page is made of them: the phone sends them anew."""
    client = Client()
    response = send(desk, tapped(desk.book()), client=client)
    assert (response.status_code, "desk_tap" in client.session) == (302, False)
    assert not DeskTap.objects.exists()


def test_a_neighbour_finds_nothing_there(desk):
    neighbour = make_user()
    make_host(owner=neighbour)
    client = Client()
    client.force_login(neighbour)
    assert send(desk, tapped(desk.book()), client=client).status_code == 404


def test_without_the_sites_mark_nothing_is_taken(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.owner)
    assert send(desk, tapped(desk.book()), client=client).status_code == 403
