"""A tap that came when its sender was signed out, or whose page was too old, gets through once they are back."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.desk.shell import taps
from bookings.enums import BookingStatus
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_host, make_user
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/login/"


@shared
def desk():
    desk = make_desk()
    desk.owner.set_password("velang-demo")
    desk.owner.save()
    desk.client = Client()
    return desk


def sign_in(client: Client, url: str, user):
    """Through the sign-in that `url` leads to; the page after it."""
    typed = {"login": user.email, "password": "velang-demo"}
    return client.post(url, typed, follow=True)


def test_a_tap_is_offered_again_after_the_sign_in_and_checks_in(desk):
    booking = desk.book()
    stopped = desk.client.post(desk.url("check_in", reference=booking.reference), {"back": "day"})
    assert stopped["Location"].startswith(LOGIN)

    page = soup(sign_in(desk.client, stopped["Location"], desk.owner))

    form = page.select_one("form[data-again]")
    assert "chưa gửi được" in plain(page.select_one("main"))
    assert form["action"] == desk.url("check_in", reference=booking.reference)
    assert fields_of(page, form)["back"] == "day"
    for _ in range(2):
        assert desk.client.post(form["action"], fields_of(page, form)).status_code == 302
    booking.refresh_from_db()
    assert booking.status == BookingStatus.REDEEMED
    assert desk.client.get(reverse("desk:again"))["Location"] == reverse("desk:home")


def test_what_was_typed_into_a_form_is_not_lost_by_it(desk):
    typed = {"kind": "days", "first_day": "2031-11-28", "last_day": "", "what": "host", "reason": "Cưới  cô út"}
    stopped = desk.client.post(desk.url("closure_new") + "?kind=days", typed)
    page = soup(sign_in(desk.client, stopped["Location"], desk.owner))
    form = page.select_one("form[data-again]")
    assert form["action"] == desk.url("closure_new") + "?kind=days"
    assert typed.items() <= fields_of(page, form).items()


def test_htmx_is_sent_to_the_sign_in_as_a_whole(desk):
    booking = desk.book()
    answer = desk.client.post(desk.url("check_in", reference=booking.reference), HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"].startswith(LOGIN)
    assert taps.KEY in desk.client.session


def test_somebody_else_who_signs_in_is_not_offered_it(desk):
    other = make_user()
    other.set_password("velang-demo")
    other.save()
    make_host(owner=other)
    booking = desk.book()
    stopped = desk.client.post(desk.url("check_in", reference=booking.reference))
    answer = sign_in(desk.client, stopped["Location"], other)
    assert not soup(answer).select("form[data-again]")
    assert answer.redirect_chain


def test_an_old_tap_is_not_offered(desk, monkeypatch):
    stopped = desk.client.post(desk.url("check_in", reference=desk.book().reference))
    monkeypatch.setattr(taps, "LONGEST", -1)
    assert not soup(sign_in(desk.client, stopped["Location"], desk.owner)).select("form[data-again]")


def test_a_form_too_long_to_keep_leads_home(desk):
    stopped = desk.client.post(desk.url("closure_new"), {"reason": "x" * 30_000})
    assert taps.KEY not in desk.client.session
    assert stopped["Location"] == f"{LOGIN}?next={reverse('desk:home')}"


@pytest.mark.parametrize(
    ("origin", "kept"), [("http://testserver", True), ("https://evil.example", False), (None, False)]
)
def test_an_old_page_of_ours_is_sent_again_by_hand_and_another_sites_form_never(desk, origin, kept):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.owner)
    booking = desk.book()
    headers = {"HTTP_ORIGIN": origin} if origin else {}
    answer = client.post(desk.url("check_in", reference=booking.reference), {"csrfmiddlewaretoken": "x"}, **headers)
    assert answer.status_code == (302 if kept else 403)
    if kept:
        page = soup(client.get(answer["Location"]))
        assert page.select_one(f"form[action='{desk.url('check_in', reference=booking.reference)}']")
        assert not page.select("form[data-again]")
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


@pytest.mark.parametrize("htmx", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_an_old_page_of_ours_whose_sign_in_ended_too_gets_its_tap_through_after_it(desk, htmx):
    client = Client(enforce_csrf_checks=True)
    booking = desk.book()
    url = desk.url("check_in", reference=booking.reference)
    stopped = client.post(url, {"csrfmiddlewaretoken": "x"}, HTTP_ORIGIN="http://testserver", **htmx)
    where = stopped["HX-Redirect"] if htmx else stopped["Location"]
    assert where.startswith(LOGIN)
    client.handler.enforce_csrf_checks = False
    page = soup(sign_in(client, where, desk.owner))
    form = page.select_one(f"form[action='{url}']")
    assert client.post(url, fields_of(page, form)).status_code == 302
    booking.refresh_from_db()
    assert booking.status == BookingStatus.REDEEMED
