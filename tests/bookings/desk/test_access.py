"""Who gets into which address of the desk: every address of the URLconf, by everyone."""

import uuid as uuids
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.desk.urls import urlpatterns
from bookings.domain.calendar.closures import close_day
from bookings.domain.money.ledger import take_payment
from bookings.enums import PaidBy
from bookings.links import check_in_token
from bookings.models import DayOff, LedgerEntry, WaitingEntry
from tests.bookings.desk.desk_helpers import local_day
from tests.factories import (
    make_artisan,
    make_discount,
    make_host,
    make_invitation,
    make_lot,
    make_product,
    make_resource,
    make_rota,
    make_schedule,
    make_user,
)
from tests.factories.bank import make_bank_file, make_notice
from tests.factories.groups import group_slot, make_accepted, make_quote, make_request
from tests.factories.pieces import make_load, make_pieces, make_steps
from tests.factories.programme import make_enquiry
from tests.factories.reviews import make_review, make_visited, past_slot
from tests.factories.villages import make_dossier, make_paper, make_signed
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole
from villages.models import Member

# No database can change who may ask for what, or which words a page has: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
METHODS = ("get", "post")
ADDRESSES = [(pattern, method) for pattern in urlpatterns for method in METHODS]
NAMES = [f"{pattern.name}-{method}" for pattern, method in ADDRESSES]


@shared
def booking(desk):
    return desk.book()


def address(pattern, *, host, booking) -> str:
    """The pattern's URL. A new kind of argument fails here until these tests know it."""
    known = {
        "host": host.slug,
        "reference": booking.reference,
        "day": local_day(booking.slot),
        "first": local_day(booking.slot),
        "last": local_day(booking.slot),
        "month": local_day(booking.slot),
        "kind": "csv",
        "token": check_in_token(booking),
        "code": "1.1",
    }
    if pattern.name.startswith("piece_") or pattern.name == "piece":
        known["code"] = piece_at(booking).code
    if "pk" in pattern.pattern.converters:
        row = row_of(pattern.name, booking)
        known["pk"] = row.pk
        if "paper" in pattern.pattern.converters:
            known["paper"] = make_signed(row).pk
    return reverse(f"desk:{pattern.name}", kwargs={name: known[name] for name in pattern.pattern.converters})


def row_of(name: str, booking):
    """A row of the booking's host that an address with a number can mean, told by the first word of its name."""
    experience = booking.slot.experience
    make = {
        "slot": lambda: booking.slot,
        "schedule": lambda: make_schedule(experience),
        "closure": lambda: close_day(host=experience.host, day=local_day(booking.slot), by=None, now=timezone.now()),
        "discount": lambda: make_discount(experience.host),
        "resource": lambda: make_resource(experience.host),
        "rota": lambda: make_rota(experience.host),
        "day": lambda: make_day_off(experience.host),
        "entry": lambda: make_payment(booking),
        "waiting": lambda: waiting_for(booking.slot),
        "experience": lambda: experience,
        "artisan": lambda: make_artisan(experience.host),
        "unit": lambda: experience.units.get(type="CHILD"),
        "extra": lambda: experience.extras.earliest("pk"),
        "member": lambda: Member.objects.create(host=experience.host, user=make_user(), role=MemberRole.GUIDE),
        "invitation": lambda: make_invitation(experience.host),
        "dossier": lambda: make_dossier(experience.host),
        "criterion": lambda: make_dossier(experience.host),
        "evidence": lambda: make_paper(make_dossier(experience.host)),
        "enquiry": lambda: make_enquiry(make_product(experience.host)),
        "product": lambda: make_product(experience.host),
        "lot": lambda: make_lot(make_product(experience.host)),
        "review": lambda: make_review_at(experience),
        "batch": lambda: make_load(experience.host, now=timezone.now()),
        "incoming": lambda: make_notice(experience.host, booking.total_vnd, booking.reference, now=timezone.now()),
        "bankfile": lambda: make_bank_file(experience.host),
        "group": lambda: make_quoted(experience, accepts=name in ("group_contract", "group_invoice")),
    }
    return make[name.partition("_")[0]]()


def waiting_for(slot) -> WaitingEntry:
    slot.capacity = slot.taken
    slot.closes_at = slot.starts_at
    slot.save()
    return wait(slot, now=timezone.now())


def piece_at(booking):
    make_steps(booking.slot.experience.village.craft)
    return make_pieces(booking, now=timezone.now())[0]


def make_review_at(experience):
    now = timezone.now()
    return make_review(make_visited(past_slot(experience, now=now), now=now), now=now)


def make_quoted(experience, *, accepts=False):
    now = timezone.now()
    request = make_request(experience.host, experience, now=now)
    # Each at a time of its own.
    slot = group_slot(experience, now=now, days=14 + experience.slots.count())
    (make_accepted if accepts else make_quote)(request, slot, now=now)
    return request


def make_day_off(host) -> DayOff:
    today = timezone.localdate()
    return DayOff.objects.create(artisan=make_artisan(host), first_day=today, last_day=today, created_at=timezone.now())


def make_payment(booking) -> LedgerEntry:
    return take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=timezone.now(),
    )


# What is posted to an address that takes no form.
BODIES = {"taps": {"data": '{"taps": []}', "content_type": "application/json"}}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def knock(user, url: str) -> dict:
    client = signed_in(user)
    return {method: getattr(client, method)(url) for method in METHODS}


def statuses(answers: dict) -> set[int]:
    return {answer.status_code for answer in answers.values()}


@pytest.mark.parametrize(("pattern", "method"), ADDRESSES, ids=NAMES)
def test_a_stranger_signs_in_first(pattern, method, desk, booking):
    url = address(pattern, host=desk.host, booking=booking)

    response = getattr(Client(), method)(url)

    come_back_to = url if method == "get" else reverse("desk:again")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={quote(come_back_to)}"


@pytest.mark.parametrize(("pattern", "method"), ADDRESSES, ids=NAMES)
def test_an_account_without_a_host_finds_nothing(pattern, method, desk, booking):
    response = getattr(signed_in(make_user()), method)(address(pattern, host=desk.host, booking=booking))

    assert response.status_code == 404


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_a_member_of_another_host_finds_nothing(pattern, desk, booking):
    """Where no host is in the address, the method may be refused (405) before anything is looked up."""
    neighbour = make_user()
    theirs = make_host(owner=neighbour)

    answers = knock(neighbour, address(pattern, host=desk.host, booking=booking))

    if pattern.name == "home":
        assert answers["get"]["Location"] == reverse("desk:today", args=[theirs.slug])
    elif pattern.name in ("offline", "worker"):
        # The same for every member of every host, and nobody is named in it.
        assert answers["get"].status_code == 200
        assert not {desk.host.name, desk.host.slug, booking.contact_name} & set(
            answers["get"].content.decode().split('"')
        )
    elif pattern.name == "again":
        # Nothing of theirs was kept.
        assert answers["get"]["Location"] == reverse("desk:home")
    else:
        assert 404 in statuses(answers) <= {404, 405}


@pytest.mark.parametrize(
    "pattern",
    [pattern for pattern in urlpatterns if "reference" in pattern.pattern.converters],
    ids=lambda pattern: pattern.name,
)
def test_a_booking_of_another_host_is_not_at_my_desk(pattern, desk, booking):
    neighbour = make_user()
    mine = make_host(owner=neighbour)

    answers = knock(neighbour, address(pattern, host=mine, booking=booking))

    assert 404 in statuses(answers) <= {404, 405}
    booking.refresh_from_db()
    assert (booking.status, booking.no_show_at) == ("CONFIRMED", None)


@pytest.mark.parametrize(
    "pattern",
    [pattern for pattern in urlpatterns if "pk" in pattern.pattern.converters],
    ids=lambda pattern: pattern.name,
)
def test_a_row_of_another_host_is_not_at_my_desk(pattern, desk, booking):
    neighbour = make_user()
    mine = make_host(owner=neighbour)

    answers = knock(neighbour, address(pattern, host=mine, booking=booking))

    assert 404 in statuses(answers) <= {404, 405}


@pytest.mark.parametrize(("pattern", "method"), ADDRESSES, ids=NAMES)
def test_the_owner_always_gets_an_answer(pattern, method, desk, booking):
    url = address(pattern, host=desk.host, booking=booking)
    response = getattr(desk.client, method)(url, **BODIES.get(pattern.name, {}) if method == "post" else {})

    assert response.status_code in (200, 302, 405)
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_a_form_without_its_token_is_refused(pattern, desk, booking):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.owner)

    response = client.post(address(pattern, host=desk.host, booking=booking))

    assert response.status_code == 403


def test_english_addresses_lead_to_english_sign_in(desk, booking):
    response = Client().get(f"/en{desk.url('today')}")

    assert response["Location"].startswith("/en/tai-khoan/login/")


def test_a_manager_works_at_the_desk_like_its_owner(desk):
    manager = make_user()
    Member.objects.create(host=desk.host, user=manager, role=MemberRole.MANAGER)

    assert signed_in(manager).get(desk.url("today")).status_code == 200


def test_a_hold_is_nobodys_name_yet(desk):
    held = desk.book(status="ON_HOLD")

    assert desk.get("booking", reference=held.reference).status_code == 404
