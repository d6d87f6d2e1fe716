"""When something goes wrong, a friendly page in the reader's language, and never a stack."""

import pytest
from django.conf import settings as installed
from django.template.loader import render_to_string
from django.test import Client
from django.urls import clear_url_caches
from django.utils import translation
from django.utils.translation import gettext

from tests.pages.reading import plain, soup
from tests.pages.urls_that_break import SECRET

pytestmark = pytest.mark.django_db
BREAKING = "tests.pages.urls_that_break"


@pytest.fixture
def breaking(settings):
    """A client that gets the error pages of addresses that raise."""
    settings.ROOT_URLCONF = BREAKING
    clear_url_caches()
    yield Client(raise_request_exception=False)
    clear_url_caches()


def friendly(response, status: int) -> str:
    """The words of the page, which says nothing of our insides."""
    assert response.status_code == status
    text = response.content.decode()
    for word in (SECRET, "Traceback", "ValueError", "Exception", str(installed.BASE_DIR), "site-packages", "DEBUG"):
        assert word not in text
    page = soup(response)
    assert page.h1
    assert page.select_one("main a[href]")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    return plain(page)


@pytest.mark.parametrize("path", ["/hong/", "/hong/co-so-du-lieu/"])
def test_an_error_of_ours_is_a_calm_page_in_both_languages(breaking, path):
    text = friendly(breaking.get(path), 500)
    assert "Có cái bình vừa vỡ" in text
    assert "A pot just broke" in text


def test_an_error_of_ours_is_answered_to_forms_too(breaking):
    friendly(breaking.post("/hong/", {"a": "b"}), 500)


def test_the_page_for_our_errors_asks_the_database_nothing(breaking, django_assert_num_queries):
    with django_assert_num_queries(0):
        breaking.get("/hong/")
    assert "{%" not in render_to_string("500.html")


def test_the_headers_are_there_even_then(breaking):
    response = breaking.get("/hong/")
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("path", "language"), [("/khong-co/", "vi"), ("/en/nothing/", "en"), ("/a.php", "vi")])
def test_a_missing_page_is_said_in_the_readers_language(client, page_tree, path, language):
    response = client.get(path)
    text = friendly(response, 404)
    with translation.override(language):
        assert gettext("This path leads to the rice fields") in text
        assert gettext("Back to the village gate") in text
    assert soup(response).html["lang"] == language
    assert soup(response).select_one("main .button")["href"] == ("/" if language == "vi" else "/en/")


def test_a_missing_page_of_an_empty_installation(client, db):
    friendly(client.get("/khong-co/"), 404)


def test_what_is_forbidden_is_said_in_words(breaking):
    text = friendly(breaking.get("/hong/cam/"), 403)
    assert gettext("This gate is for others") in text


def test_a_missing_thing_tells_no_more_than_that(breaking):
    friendly(breaking.get("/hong/khong-thay/"), 404)


@pytest.mark.parametrize(
    "path", ["/%00", "/%00/", "/trai-nghiem/%00/", "/dat-cho/ve/%00/", "/%ff%fe/", "/../../etc/passwd"]
)
def test_addresses_of_attackers_are_missing_pages(client, page_tree, path):
    friendly(client.get(path), 404)


def test_a_very_long_address_is_a_missing_page(client, page_tree):
    friendly(client.get("/" + "a" * 5_000 + "/"), 404)


def test_an_address_without_its_slash_finds_the_page(client, page_tree):
    assert client.get("/lang-nghe")["Location"] == "/lang-nghe/"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_too_many_attempts_are_answered_in_words(rf, language):
    from django.shortcuts import render

    with translation.override(language):
        text = friendly(render(rf.get("/"), "429.html", status=429), 429)
        assert gettext("One moment, please") in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_sign_in_that_is_tried_too_often_is_slowed_down(client, settings, language):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/ip,2/m/key"}
    path = "/tai-khoan/login/" if language == "vi" else "/en/tai-khoan/login/"
    for _ in range(4):
        response = client.post(path, {"login": "lan@example.com", "password": "sai"})
    assert response.status_code in (200, 429)
    page = soup(response)
    assert page.html["lang"] == language
    assert page.select("[role=alert], h1")


def test_a_form_that_is_far_too_large_is_refused_in_words(client, page_tree):
    response = client.post("/tim/", {"q": "x" * 1_100_000}, content_type="application/x-www-form-urlencoded")
    assert response.status_code < 500


def test_a_request_that_makes_no_sense_is_answered_without_our_insides(breaking):
    response = breaking.get("/hong/xau/")
    assert response.status_code == 400
    assert SECRET not in response.content.decode()
