"""What every public answer tells the browser."""

import pytest
from django.test import Client

from bookings.enums import BookingStatus
from tests.factories import (
    make_booking,
    make_experience_page,
    make_slot,
    make_standard_page,
    make_story_page,
    make_village_page,
)
from tests.pages.guest import confirm, panel_form, url
from tests.pages.reading import soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/lang-nghe/",
    "/lang-nghe/phu-lang/",
    "/trai-nghiem/",
    "/trai-nghiem/lam-gom/",
    "/chuyen-lang/",
    "/chuyen-lang/lua-lo/",
    "/gioi-thieu/",
    "/tim/",
    "/tim/?q=gom",
    "/ban-do/",
    "/ban-do/khung/",
    "/san-pham/ban-do/",
    "/san-pham/ban-do/khung/",
    "/tai-khoan/login/",
    "/tai-khoan/password/reset/",
    "/demo/thu/",
    "/khong-co/",
    "/healthz",
]


@shared
def site(page_tree):
    slot = make_slot()
    village = make_village_page(page_tree, slot.experience.village, slug="phu-lang")
    make_experience_page(page_tree, slot.experience, slug="lam-gom")
    make_story_page(page_tree, village.village, slug="lua-lo")
    make_standard_page(page_tree, "about", slug="gioi-thieu")
    return slot


def policy(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {name: values for name, *values in parts}


def safe(response, *, framed: bool = False) -> None:
    """The headers that every public answer carries; `framed` by our own pages alone."""
    rules = policy(response)
    assert rules["default-src"] == ["'self'"]
    for source in ("'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"):
        assert source not in rules["script-src"]
    assert "'unsafe-inline'" not in rules["style-src"]
    assert rules["object-src"] == ["'none'"]
    assert rules["base-uri"] == rules["form-action"] == ["'self'"]
    assert rules["frame-ancestors"] in (["'self'"], ["'none'"])
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == ("SAMEORIGIN" if framed else "DENY")
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [*PAGES, "/en/", "/en/tim/?q=clay", "/en/ban-do/", "/en/tai-khoan/login/"])
def test_every_kind_of_public_page_is_strict(client, site, path):
    response = client.get(path)
    assert response.status_code == (404 if path == "/khong-co/" else 200)
    safe(response, framed=path.endswith("/ban-do/khung/"))


@pytest.mark.parametrize("status", [BookingStatus.ON_HOLD, BookingStatus.CONFIRMED, BookingStatus.CANCELLED])
def test_every_page_of_a_booking_is_strict_and_private(client, status):
    booking = make_booking(make_slot(), status)
    for view in ("booking", "calendar", "qr"):
        response = client.get(url(view, booking))
        safe(response)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


def test_answers_to_forms_are_strict_too(client):
    slot = make_slot()
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    answers = [
        client.post(url("hold", slot), panel_form(slot, adults=0)),
        client.post(url("hold", slot), panel_form(slot)),
        confirm(client, booking, name=""),
        confirm(client, booking),
        Client(enforce_csrf_checks=True).post(url("hold", slot)),
        client.get(url("booking", "abc")),
        client.get(url("hold", slot)),
    ]
    assert [answer.status_code for answer in answers] == [422, 302, 422, 302, 403, 404, 302]
    for answer in answers:
        safe(answer)


@pytest.mark.parametrize("path", ["/", "/trai-nghiem/lam-gom/", "/tim/?q=gom", "/ban-do/"])
def test_no_public_page_has_inline_styles_handlers_or_foreign_files(client, site, path):
    page = soup(client.get(path))
    assert not page.select("[style], style, [onclick], [onload], [onerror]")
    assert not [item for item in page.select("script") if not item.get("src")]
    sources = [
        item.get("src") or item.get("href") for item in page.select("script[src], link[href], img[src], iframe[src]")
    ]
    assert not [item for item in sources if item.startswith(("http:", "https:", "//")) and "testserver" not in item]


def test_cookies_are_out_of_reach_of_scripts(client):
    client.get("/tai-khoan/login/")
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_the_inline_rights_of_the_cms_end_at_its_door(client, admin_client, page_tree):
    inside = policy(admin_client.get("/cms/"))
    assert "'unsafe-inline'" in inside["script-src"]
    for path in ("/cms", "/cmsx/", "/en/cms/", "/tim/?next=/cms/"):
        assert "'unsafe-inline'" not in policy(client.get(path))["script-src"]
