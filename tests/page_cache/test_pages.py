"""Pages are rendered once for all readers; what is free, and what is one reader's own, is never kept."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from bookings.enums import BookingStatus
from experiences.models import Unit
from tests.common.data.caches import dead_redis
from tests.factories import (
    make_artisan,
    make_booking,
    make_certificate,
    make_experience,
    make_experience_page,
    make_festival,
    make_host,
    make_product,
    make_resource,
    make_slot,
    make_story_page,
    make_use,
    make_user,
    make_village,
    make_village_page,
)
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.verification import withdraw

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "dat"}


@shared
def slot(page_tree):
    return make_slot(make_experience(make_host(make_village()), featured=True), days=3, capacity=8)


@shared
def page(page_tree, slot):
    """The experience's page, read by somebody already."""
    page = make_experience_page(page_tree, slot.experience, title="Nặn bình")
    Client().get(page.url)
    return page


def words(client, address: str) -> str:
    return plain(soup(client.get(address)))


def test_a_page_that_is_kept_asks_for_its_holes_alone(client, page):
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)
    asked = "\n".join(query["sql"] for query in captured)
    assert "wagtailcore_" not in asked
    assert "experiences_experiencepage" not in asked


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_booking_shows_to_the_next_reader(client, page, slot, headers):
    client.get(page.url, headers=headers)
    make_booking(slot, adults=6)
    assert "còn 2 chỗ" in plain(soup(client.get(page.url, headers=headers)).select_one("#dat")).lower()


def test_a_hold_that_runs_out_frees_its_seats_though_nobody_wrote_anything(client, page, slot, monkeypatch):
    held = make_booking(slot, adults=6, status=BookingStatus.ON_HOLD)
    assert "còn 2 chỗ" in plain(soup(client.get(page.url)).select_one("#dat")).lower()
    later = held.hold_expires_at + dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "còn 2 chỗ" not in plain(soup(client.get(page.url)).select_one("#dat")).lower()


def test_the_cards_of_other_pages_say_what_is_free_now(client, page, slot):
    for address in ("/", "/trai-nghiem/"):
        assert soup(client.get(address)).select(".card__next")
    make_booking(slot, adults=8)
    for address in ("/", "/trai-nghiem/"):
        assert soup(client.get(address)).select(".card-experience")
        assert not soup(client.get(address)).select(".card__next")


def test_every_reader_gets_a_form_of_their_own(client, page):
    pages = [soup(Client().get(page.url)) for _ in range(2)]
    for field in ("key", "csrfmiddlewaretoken"):
        values = {it.select_one(f"[name={field}]")["value"] for it in pages}
        assert len(values) == 2
    response = client.get(page.url)
    assert response.cookies["csrftoken"].value


def test_the_form_of_a_page_that_was_kept_can_be_sent(page, slot):
    guest = Client(enforce_csrf_checks=True)
    form = soup(guest.get(page.url)).select_one("form[method=post]")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    assert guest.post(form["action"], sent).status_code == 302
    assert slot.bookings.count() == 1


def test_each_choice_has_its_own_panel_and_its_own_links(client, page, slot):
    later = make_slot(slot.experience, days=4)
    for chosen in (slot, later):
        day = timezone.localtime(chosen.starts_at).date().isoformat()
        shown = soup(client.get(f"{page.url}?day={day}"))
        assert shown.select_one("[name=slot]")["value"] == str(chosen.pk)


def test_the_language_switch_repeats_what_this_reader_asked_for(client, page_tree, page, slot):
    make_experience_page(page_tree, slot.experience, language="en", translation_of=page, slug="throw")
    for query in ("", "?day=2026-12-01", "?day=2026-12-02", ""):
        link = soup(client.get(page.url + query)).select_one(".language-switch a[hreflang=en]")
        assert link["href"] == f"/en/experiences/throw/{query}"


def test_a_question_to_a_page_that_answers_it_itself_is_asked_anew(client, page_tree):
    for _ in range(30):
        make_story_page(page_tree)
    first = words(client, "/chuyen-lang/")
    assert words(client, "/chuyen-lang/?page=2") != first
    assert words(client, "/chuyen-lang/") == first


def test_who_is_signed_in_sees_their_own_frame_and_leaves_nothing_behind(client, page):
    cache.clear()
    member = Client()
    member.force_login(make_user(is_superuser=True))
    assert "Việc của tôi" in words(member, page.url)
    assert "Việc của tôi" not in words(client, page.url)
    assert "Việc của tôi" in words(member, page.url)


def test_a_page_that_becomes_private_is_gone_for_all_others(client, page):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url).status_code == 302
    restriction.delete()
    assert client.get(page.url).status_code == 200


def test_whoever_gave_the_password_leaves_the_page_closed_to_others(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="lò nung")
    knows, stranger = Client(), Client()
    form = soup(knows.get(page.url)).select_one("form[action*=authenticate]")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    assert knows.post(form["action"], sent | {"password": "lò nung"}).status_code == 302
    assert "Nặn bình" in soup(knows.get(page.url)).h1.text
    refused = soup(stranger.get(page.url))
    assert "#dat" not in str(refused)
    assert "Nặn bình" not in (refused.h1.text if refused.h1 else "")


def test_a_page_that_is_unpublished_is_missing_at_once(client, page):
    page.unpublish()
    assert client.get(page.url).status_code == 404


def rename(slot):
    slot.experience.village.name = "Làng mới"
    slot.experience.village.save()
    return "Làng mới"


def price(slot):
    unit = Unit.objects.get(experience=slot.experience, type="CHILD")
    unit.price_vnd = 111_000
    unit.save()
    return "111.000"


def host(slot):
    slot.experience.host.name = "Xưởng bà Lành"
    slot.experience.host.save()
    return "Xưởng bà Lành"


def stars(slot):
    slot.experience.ocop_product = make_product(slot.experience.host)
    slot.experience.save()
    make_certificate(slot.experience.ocop_product)
    return "OCOP"


def guide(slot):
    rota = make_resource(slot.experience.host)
    make_use(slot.experience, rota)
    rota.artisans.add(make_artisan(slot.experience.host, name="Nguyễn Thị Nhài"))
    return "Nguyễn Thị Nhài"


@pytest.mark.parametrize("change", [rename, price, host, stars, guide])
def test_a_fact_that_changes_shows_at_once(client, page_tree, page, slot, change):
    make_village_page(page_tree, slot.experience.village)
    client.get(page.url)
    before = words(client, page.url)
    told = change(slot)
    assert told not in before
    assert told in words(client, page.url)


def test_a_host_whose_verification_is_withdrawn_sells_nothing_more(client, page, slot):
    assert soup(client.get(page.url)).select("[name=slot]")
    withdraw(host=slot.experience.host)
    assert not soup(client.get(page.url)).select("[name=slot]")


def test_a_new_feast_and_a_new_day_show_on_the_home_page(client, page_tree, page, slot, monkeypatch):
    assert "Hội mới" not in words(client, "/")
    make_festival(slot.experience.village, name="Hội mới")
    assert "Hội mới" in words(client, "/")
    kept = words(client, "/")
    next_year = timezone.now() + dt.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: next_year)
    assert words(client, "/") != kept


def test_a_reader_of_another_address_of_the_site_gets_that_addresss_links(client, page, settings):
    settings.ALLOWED_HOSTS = ["testserver", "www.testserver"]
    link = soup(client.get(page.url, headers={"host": "www.testserver"})).select_one(".breadcrumb a")["href"]
    assert soup(client.get(page.url)).select_one(".breadcrumb a")["href"] == "/trai-nghiem/"
    assert link.endswith("/trai-nghiem/")
    for host in ("testserver", "www.testserver", "testserver:81"):
        page_there = soup(client.get(page.url, headers={"host": host}))
        assert page_there.select_one("link[hreflang=vi]")["href"] == f"http://{host}{page.url}"


def test_a_preview_in_the_cms_is_whole_and_is_not_kept(page_tree, page):
    page.title = "Chưa đăng"
    preview = page.make_preview_request()
    text = preview.content.decode()
    assert "\ue000" not in text
    assert 'id="dat"' in text
    assert "Chưa đăng" in text
    assert "Chưa đăng" not in words(Client(), page.url)


def names() -> set[str]:
    return {name for name in cache._cache if ":kept:" in name}


def test_hosts_ports_and_days_make_no_new_names(client, page, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver", ".example"]
    client.get("/")
    before = names()
    for number in range(5):
        client.get("/", headers={"host": f"testserver:{number + 1000}"})
        client.get(page.url, headers={"host": f"a{number}.example"})
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *moment: tomorrow)
    client.get("/")
    # A host of no site has the default site's addresses, which are not relative there: one name for all of these.
    assert len(names() - before) <= 8


def test_a_cache_in_front_is_told_that_a_session_makes_a_difference(client, page):
    cache.clear()
    for _ in range(2):
        for address in ("/", page.url):
            assert "Cookie" in client.get(address)["Vary"]


def test_a_cache_that_is_down_stops_nobody_from_writing(page, slot, settings):
    settings.CACHES = dead_redis()
    withdraw(host=slot.experience.host)
    slot.experience.host.refresh_from_db()
    assert slot.experience.host.verified_at is None
    slot.experience.save()
