"""`load_demo`: real facts, fictional hosts that say so, pages in both languages; may run twice."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from bookings.domain.audit.run import audit
from bookings.domain.money.closing import closed_days
from bookings.models import (
    Assignment,
    Booking,
    Closure,
    DayOff,
    Resource,
    ResourceUse,
    Review,
    Schedule,
    Slot,
    WaitingEntry,
)
from demo.facts import load_facts
from demo.sample import ACCOUNTS, PASSWORD
from experiences.models import Experience, ExperiencePage, Unit
from outbox.models import OutboxMessage
from tests.pages.reading import plain, soup
from villages.models import Festival, Host, Place, Village, VillagePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(demo_world):
    """Loaded once for all of these."""


def counts() -> dict[str, int]:
    facts = (Village, Host, Experience, Unit, Page, User)
    rules = (Schedule, Closure, Resource, ResourceUse, DayOff)
    parties = (Slot, Booking, WaitingEntry, Assignment, OutboxMessage)
    return {model.__name__: model.objects.count() for model in (*facts, *rules, *parties)}


def test_it_may_run_twice_and_keeps_what_is_there(demo):
    village = Village.objects.first()
    Village.objects.filter(pk=village.pk).update(address="Sửa tay")
    before = counts()
    call_command("load_demo")
    assert counts() == before
    village.refresh_from_db()
    assert village.address == "Sửa tay"


def test_what_editors_renamed_or_removed_does_not_come_back(demo):
    Place.objects.filter(pk=Place.objects.first().pk).update(name="Tên mới")
    Festival.objects.filter(pk=Festival.objects.first().pk).update(name="Hội mới")
    Village.objects.filter(slug="diem").update(slug="viem-xa", name="Viêm Xá")
    Place.objects.last().delete()
    before = [list(model.objects.order_by("pk").values()) for model in (Village, Place, Festival, Host, Experience)]
    load_facts(now=timezone.now())
    after = [list(model.objects.order_by("pk").values()) for model in (Village, Place, Festival, Host, Experience)]
    assert after == before


def test_it_refuses_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match=r"Only for the demo\."):
        call_command("load_demo")
    assert not Village.objects.exists()
    assert not User.objects.exists()


def test_everything_a_newcomer_looks_at_is_there_in_both_languages(client, demo):
    assert Village.objects.count() == 4
    assert all(row["n"] >= 2 for row in Experience.objects.values("village").annotate(n=Count("pk")))
    for model, facts in ((VillagePage, Village), (ExperiencePage, Experience)):
        for language in ("vi", "en"):
            assert model.objects.live().filter(locale__language_code=language).count() == facts.objects.count()
    for page in Page.objects.live().filter(depth__gt=1).specific():
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert soup(response).html["lang"] == page.locale.language_code


def test_every_link_of_the_home_pages_leads_somewhere(client, demo):
    for home in ("/", "/en/"):
        links = {link["href"].split("#")[0] for link in soup(client.get(home)).select("a[href^='/']")}
        assert len(links) > 15
        for link in sorted(links):
            response = client.get(link, follow=True)
            assert response.status_code == 200, link


def test_each_village_is_found_by_its_names_old_and_new(client, demo):
    for query, title in [
        ("phu lang", "Phù Lãng"),
        ("PHÙ LÃNG", "Phù Lãng"),
        ("quế võ", "Phù Lãng"),
        ("que vo", "Phù Lãng"),
        ("dong ho", "Đông Hồ"),
        ("song ho", "Đông Hồ"),
        ("thuan thanh", "Đông Hồ"),
        ("diem", "Diềm"),
        ("hoa long", "Diềm"),
        ("viem xa", "Diềm"),
        ("dan lat tre", "Nan Thưa"),
    ]:
        hits = [plain(link) for link in soup(client.get("/tim/", {"q": query})).select(".hits a")]
        assert any(title in hit for hit in hits), (query, hits)


def test_hosts_and_prices_are_marked_as_made_up(client, demo):
    assert not Host.objects.filter(is_example=False).exists()
    assert not Experience.objects.filter(is_example=False).exists()
    for page in ExperiencePage.objects.live():
        assert soup(client.get(page.url)).select("main .example-mark"), page.url


def test_a_fourth_craft_came_with_content_alone_says_that_it_is_made_up_and_nobody_has_booked_it(client, demo):
    village = Village.objects.get(is_example=True)
    assert Village.objects.filter(craft=village.craft).get() == village
    for path in ("/", "/lang/", "/ban-do/"):
        marked = [
            card for card in soup(client.get(path)).select(".card-village, .map-village") if "Nan Thưa" in plain(card)
        ]
        assert [bool(card.select(".example-mark")) for card in marked] == [True], path
    for page in VillagePage.objects.filter(village=village):
        assert soup(client.get(page.url)).select("article > header .example-mark")
    assert Slot.objects.on_sale(timezone.now()).filter(experience__village=village).exists()
    assert not Booking.objects.filter(slot__experience__village=village).exists()


def test_there_is_something_to_book_and_the_letter_box_starts_empty(demo):
    assert Slot.objects.on_sale(timezone.now()).exists()
    assert Booking.objects.exists()
    assert not OutboxMessage.objects.exists()
    for slot in Slot.objects.all():
        assert slot.taken <= slot.capacity


def test_each_desk_has_two_days_behind_it_whose_till_was_counted(client, demo):
    for slug, email in [("ben-lo", "gom"), ("la-tre", "tranh"), ("ben-gieng", "quanho")]:
        host, yesterday = Host.objects.get(slug=slug), timezone.localdate() - dt.timedelta(days=1)
        closed = closed_days(host, yesterday - dt.timedelta(days=1), yesterday)
        assert [one.closing.difference_vnd for one in closed.values()] == [0, -10_000]
        assert not any(one.changed for one in closed.values())
        client.force_login(User.objects.get(email=f"{email}@example.org"))
        page = plain(soup(client.get(f"/desk/{slug}/tien/{yesterday:%Y-%m-%d}/")))
        for told in ("Ngô Quang Vinh", "Lương Thị Duyên", "Ví dụ: trả thừa", "10.000"):
            assert told in page, (slug, told)
    of_money = [finding for finding in audit(now=timezone.now()) if finding.invariant.startswith("money")]
    # Two families at each wait for theirs.
    assert {(finding.invariant, finding.open_decision) for finding in of_money} == {("money-to-give-back", True)}


def test_guests_of_those_days_say_how_it_was_and_are_said_to_be_made_up(client, demo):
    page = client.get("/trai-nghiem/nan-va-ve-binh/")
    section = soup(page).select_one("#nhan-xet").find_parent("section")
    assert "Khách chấm 4,0/5, qua 3 nhận xét" in plain(section)
    assert "Ví dụ" in plain(section)
    assert Review.objects.exclude(hidden_at=None).exists()
    assert Review.objects.exclude(answered_at=None).exists()
    assert [finding for finding in audit(now=timezone.now()) if finding.invariant.startswith("review")] == []


def test_the_accounts_it_prints_can_sign_in(client, demo):
    for email, *_rest in ACCOUNTS:
        response = client.post("/tai-khoan/login/", {"login": email, "password": PASSWORD})
        assert response.status_code == 302, email
        client.logout()


def test_a_lonely_wagtail_welcome_page_gives_way(client, demo):
    assert not Page.objects.filter(slug="home", depth=2).exists()
    assert "Về" in plain(soup(client.get("/")).title)
