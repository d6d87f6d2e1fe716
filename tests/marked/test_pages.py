"""Every page that shows a house which is a fictional example says so, and none of a house that is no example does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from bookings.links import booking_token, entry_token, group_token
from bookings.models import Booking, Review
from ocop.models import OcopProduct
from tests.factories import (
    code_text,
    make_artisan_page,
    make_booking,
    make_certificate,
    make_experience,
    make_experience_page,
    make_host,
    make_lot,
    make_product,
    make_rota,
    make_slot,
    make_use,
    make_village_page,
)
from tests.factories.groups import make_request
from tests.factories.waiting import wait
from tests.pages.reading import soup
from villages.models import Artisan, Host

pytestmark = pytest.mark.django_db
MARKS = {"vi": "[Ví dụ] ", "en": "[Example] "}
OF_A_BOOKING = [
    *("booking", "move", "party", "contact", "question", "invoice", "personal", "receipt", "transfer", "cancel"),
    *("refund_account", "pieces", "review"),
]


class House:
    """A house with all that it shows, whose own flag is the only one that says that it is an example."""

    def __init__(self, tree, *, is_example: bool) -> None:
        now = timezone.now()
        self.host: Host = make_host(email="nha@example.com", is_example=is_example)
        self.product: OcopProduct = make_product(self.host)
        make_certificate(self.product, valid_until=timezone.localdate() + dt.timedelta(days=900))
        self.lot = make_lot(self.product)
        self.experience = make_experience(self.host, ocop_product=self.product)
        rota = make_rota(self.host, people=1)
        make_use(self.experience, rota, per="slot")
        self.artisan: Artisan = rota.artisans.get()
        village = make_village_page(tree, self.host.village)
        self.pages = {
            "village": village,
            "artisan": make_artisan_page(village, self.artisan),
            "experience": make_experience_page(tree, self.experience, title="Nặn gốm cùng nhà"),
        }
        self.slot = make_slot(self.experience, now=now, days=3, capacity=8)
        self.booking: Booking = make_booking(self.slot, now=now)
        self.group = make_request(self.host, self.experience, now=now)


@pytest.fixture(params=[True, False], ids=["example", "real"])
def house(request, page_tree) -> House:
    return House(page_tree, is_example=request.param)


def marks(client, url: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200, url
    return [mark.get_text(strip=True) for mark in soup(response).select("main .example-mark")]


def said(client, url: str) -> dict[str, str]:
    """What is told of the page where somebody shares its address, and in the list of a search engine."""
    found = soup(client.get(url)).head.select("meta[content]")
    told = {tag.get("property") or tag.get("name"): tag["content"] for tag in found}
    return {name: told[name] for name in ("og:title", "og:description", "description") if name in told}


def test_pages_of_the_site(client, house):
    for name, page in house.pages.items():
        assert bool(marks(client, page.url)) == house.host.is_example, name
    for name in ("experience", "artisan"):
        told = said(client, house.pages[name].url)
        assert set(told) == {"og:title", "og:description", "description"}
        for text in told.values():
            assert text.startswith(MARKS["vi"]) == house.host.is_example


def test_lists_and_what_is_free_this_weekend(client, house, page_tree):
    today = timezone.localdate()
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7)
    for days in {1, 2, (saturday - today).days, 8, 9}:
        make_slot(house.experience, now=timezone.now(), days=days, hour=23)
    home = soup(client.get(page_tree.home.url))
    (row, *_others) = home.select(".slot-row")
    assert bool(row.select(".example-mark")) == house.host.is_example
    card = soup(client.get(page_tree.experiences.url)).select_one(".card-experience")
    assert bool(card.select(".example-mark")) == house.host.is_example


def test_what_a_search_finds(client, house):
    for words in ("nặn gốm cùng nhà", house.artisan.name):
        (hit, *_others) = soup(client.get(reverse("search"), {"q": words})).select(".hits__item")
        assert bool(hit.select(".example-mark")) == house.host.is_example


def test_the_names_of_who_guides(client, house):
    (guide,) = soup(client.get(house.pages["experience"].url)).select(".guides li")
    assert bool(guide.select(".example-mark")) == house.host.is_example


def test_pages_of_a_booking(client, house):
    Review.objects.create(
        booking=house.booking, experience=house.experience, mark=5, text="Vui", language="vi", written_at=timezone.now()
    )
    seen = []
    for name in OF_A_BOOKING:
        response = client.get(reverse(f"bookings:{name}", args=[booking_token(house.booking)]))
        if response.status_code == 200:
            seen.append(name)
            assert bool(soup(response).select("main .example-mark")) == house.host.is_example, name
    assert {"booking", "move", "party", "contact", "question", "invoice", "personal"} <= set(seen)


def test_pages_before_a_booking_and_those_of_a_group(client, house):
    full = make_slot(house.experience, now=timezone.now(), days=4, capacity=2)
    make_booking(full, now=timezone.now())
    entry = wait(full, now=timezone.now())
    held = make_booking(house.slot, "ON_HOLD", now=timezone.now())
    for name, argument in {
        "choose": house.experience.slug,
        "reviews": house.experience.slug,
        "booking": booking_token(held),
        "waiting": entry_token(entry),
        "group": group_token(house.group),
        "group_ask": house.host.slug,
    }.items():
        url = reverse(f"bookings:{name}", args=[argument])
        assert bool(marks(client, url)) == house.host.is_example, name


def test_pages_of_the_register(client, house):
    addresses = [
        reverse("ocop_products"),
        reverse("ocop_host", args=[house.host.slug]),
        reverse("ocop_enquire", args=[house.product.pk]),
        reverse("passport", args=[code_text(house.product)]),
        reverse("passport", args=[code_text(house.lot)]),
    ]
    for url in addresses:
        assert bool(marks(client, url)) == house.host.is_example, url
    response = client.get(reverse("ocop_product_short", args=[house.product.pk]), follow=True)
    assert bool(soup(response).select("main .example-mark")) == house.host.is_example
    for url in (addresses[-1], response.redirect_chain[-1][0]):
        assert said(client, url)["description"].startswith(MARKS["vi"]) == house.host.is_example


def test_the_mark_is_in_the_reader_s_language(client, house, page_tree):
    page = make_experience_page(
        page_tree, house.experience, language="en", translation_of=house.pages["experience"], slug="clay"
    )
    with translation.override("en"):
        assert said(client, page.url)["og:title"].startswith(MARKS["en"]) == house.host.is_example
        found = marks(client, page.url)
    assert any("made up for the demonstration" in mark for mark in found) == house.host.is_example
