"""The list on the CMS's home page leads from an empty site to the first booking, and says where one stands."""

import re
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.domain.calendar.bookable import missing, with_readiness
from experiences.models import Experience
from pages.models import StandardPage
from tests.cms.forms import errors, fields
from tests.factories import (
    ask,
    make_agreed_pages,
    make_booking,
    make_experience,
    make_experience_page,
    make_host,
    make_slot,
    make_village,
)
from tests.pages.reading import plain
from villages.models import Commune, Host, Province, Village

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_pages_asked")]

PROVINCE = {"province_name": "Bắc Ninh", "province_code": "24"}
VILLAGE = {
    "name": "Phù Lãng",
    "craft_name": "Làm gốm",
    "craft_name_en": "Pottery",
    "address": "Phù Lãng",
    "latitude": "21.15",
    "longitude": "106.24",
}
HOST = {
    "name": "Gốm Đồi Vôi",
    "kind": "cooperative",
    "legal_name": "HTX Gốm Đồi Vôi",
    "registration_number": "24-01",
    "phone": "0912345678",
    "address": "Phù Lãng",
}
UNITS = {"units-TOTAL_FORMS": 1, "units-INITIAL_FORMS": 0, "units-0-type": "ADULT", "units-0-price_vnd": "120.000"}
VISIT = {"name": "Nặn bình", "duration_minutes": 90, "capacity": 8, "languages": ["vi"], "units-0-seats": 1} | UNITS
HOURS = {"kind": "weekly", "weekdays": ["5", "6"], "times": "08:30", "valid_from": f"{timezone.localdate():%d/%m/%Y}"}
PUBLISH = {"action-publish": "1"}
STORY = {
    "body-count": 0,
    "title": "Nặn một chiếc bình",
    "slug": "nan-binh",
    "intro": "Một buổi bên bàn xoay.",
} | PUBLISH
BODY = {
    "body-count": 1,
    "body-0-deleted": "",
    "body-0-order": 0,
    "body-0-type": "heading",
    "body-0-value": "Chủ nhà là bên bán",
}


@dataclass
class Walk:
    """Counts what an editor waits for: pages and windows that are shown (`loads`), and `forms` that are sent."""

    client: Client
    loads: int = 0
    forms: int = 0

    def __post_init__(self) -> None:
        self.see(reverse("wagtailadmin_home"))

    def see(self, url: str) -> str:
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        self.loads += 1
        self.text = response.content.decode()
        return self.text

    def send(self, url: str, data: dict) -> None:
        """What comes next is the page that it leads to: the list."""
        response = self.client.post(url, {name: value for name, value in data.items() if value is not None})
        assert response.status_code == 302, errors(response)
        self.forms += 1
        assert response.url.split("#")[0] == reverse("wagtailadmin_home")
        self.see(response.url)

    def next_step(self) -> Tag:
        return steps(self.text, ".first-steps__item--next")[0]

    def fill_in(self, **values) -> None:
        """Follow the one link of the next step, write `values`, send the form."""
        self.fill_in_at(self.next_step().a["href"], **values)

    def fill_in_at(self, url: str, **values) -> None:
        data = fields(self.see(url))
        form = BeautifulSoup(self.text, "html.parser").select_one("form[data-edit-form]")
        self.send(form.get("action") or url, data | values)

    def verify(self) -> None:
        form = self.next_step().form
        told = {name: form.select_one(f"[name={name}]")["value"] for name in ("next", "seen")}
        self.send(form["action"], told | {"papers": ["identity", "registration"]})

    def make_in_window(self, chooser: str, **values) -> str:
        """Open the window of a chooser, make what is not there yet; returns its key."""
        html = self.client.get(reverse(f"{chooser}:choose")).json()["html"]
        self.loads += 1
        form = BeautifulSoup(html, "html.parser").select_one("form[data-chooser-modal-creation-form]")
        answer = self.client.post(form["action"], values).json()
        assert answer["step"] == "chosen", said(answer)
        self.forms += 1
        return answer["result"]["id"]


def steps(html: str, kind: str = ".first-steps__item") -> list[Tag]:
    return BeautifulSoup(html, "html.parser").select(kind)


@pytest.fixture
def walk(admin_client) -> Walk:
    """On a site as `make_site` leaves it."""
    call_command("make_site", verbosity=0)
    return Walk(admin_client)


def publish_what_guests_agree_to(walk: Walk) -> None:
    for _ in range(2):
        walk.fill_in(**BODY, **PUBLISH)


def assert_bookable(walk: Walk, client: Client) -> None:
    assert steps(walk.text) == []
    now = timezone.now()
    experience = with_readiness(experiences=Experience.objects.all(), now=now).get()
    assert missing(experience) == []
    assert ask(experience.slots.on_sale(now).first(), adults=2, now=now).pk
    assert "Nặn một chiếc bình" in client.get("/trai-nghiem/").content.decode()


def test_from_an_empty_site_step_by_step_to_the_first_booking(walk, client):
    assert len(steps(walk.text)) == 8
    village = walk.next_step().a["href"]
    data = fields(walk.see(village))
    commune = walk.make_in_window("commune_chooser", name="Phù Lãng", kind="xa", code="09292", **PROVINCE)
    walk.send(village, data | VILLAGE | {"commune": commune, "art": "village-phu-lang"})
    walk.fill_in(**HOST)
    walk.verify()
    walk.fill_in(**VISIT)
    walk.fill_in(**HOURS)
    walk.fill_in(**STORY, experience=Experience.objects.get().pk)
    publish_what_guests_agree_to(walk)
    assert_bookable(walk, client)
    assert Village.objects.get().commune.province == Province.objects.get()
    # What belongs together was filled in: the host's village, the experience's host and village, the schedule's.
    assert Experience.objects.get().village == Host.objects.get().village
    assert (walk.forms, walk.loads) == (9, 17)


def test_from_the_form_of_the_experience_with_all_else_made_in_its_windows(walk, client):
    add = reverse("experience:add") + "?next=" + reverse("wagtailadmin_home")
    data = fields(walk.see(add))
    new = {"commune_name": "Phù Lãng", "commune_kind": "xa", "commune_code": "09292"} | PROVINCE
    village = walk.make_in_window("village_chooser", **VILLAGE, **new)
    host = walk.make_in_window("host_chooser", **HOST, village=village)
    walk.send(add, data | VISIT | {"village": village, "host": host})
    walk.verify()
    walk.fill_in(**HOURS)
    walk.fill_in(**STORY, experience=Experience.objects.get().pk)
    publish_what_guests_agree_to(walk)
    assert_bookable(walk, client)
    assert (walk.forms, walk.loads) == (8, 14)


def test_each_step_says_whether_it_is_done_and_what_is_next(signed_in, cms):
    client = signed_in("superuser")

    def state() -> tuple[int, str]:
        found = steps(client.get("/cms/").content.decode())
        done = [step for step in found if "first-steps__item--done" in step["class"]]
        (following,) = [step for step in found if "first-steps__item--next" in step["class"]]
        assert following["aria-current"] == "step"
        assert all(step.a is None for step in done)
        return len(done), plain(following)

    assert state()[0] == 0
    village = make_village()
    assert state()[0] == 1
    host = make_host(village, verified=False)
    assert state() == (2, state()[1])
    assert "Xác minh" in state()[1]
    make_host(village)
    assert state()[0] == 3
    Host.objects.filter(pk=host.pk).delete()
    experience = make_experience(Host.objects.get())
    assert state()[0] == 4
    make_slot(experience)
    assert state()[0] == 5
    make_experience_page(cms, experience)
    assert state()[0] == 6
    make_agreed_pages(cms)
    assert steps(client.get("/cms/").content.decode()) == []


def test_the_list_does_not_come_back_once_somebody_booked(signed_in, cms):
    pages = make_agreed_pages(cms)
    make_booking()
    pages["terms"].unpublish()
    assert steps(signed_in("superuser").get("/cms/").content.decode()) == []


def test_everybody_has_links_only_to_what_they_may_do(signed_in, cms):
    make_host(verified=False)
    for key in ("terms", "privacy"):
        page = StandardPage(title=key, slug=key, key=key, locale=cms.vi, live=False)
        cms.home.add_child(instance=page)
        page.save_revision()

    def theirs(role: str) -> tuple[int, int]:
        client = signed_in(role)
        html = client.get("/cms/").content.decode()
        client.user.delete()
        return len([step for step in steps(html) if step.a]), len([step for step in steps(html) if step.form])

    assert theirs("superuser") == (3, 1)
    assert theirs("manager") == (1, 0)
    assert theirs("verifier") == (0, 1)
    assert theirs("editor") == (2, 0)
    assert theirs("writer") == (0, 0)
    assert steps(signed_in("writer").get("/cms/").content.decode()) == []


@pytest.mark.parametrize("chooser", ["commune_chooser", "village_chooser", "host_chooser"])
@pytest.mark.parametrize("role", ["editor", "writer", "verifier"])
def test_nothing_is_made_by_those_who_may_not(signed_in, chooser, role):
    client = signed_in(role)
    assert client.post(reverse(f"{chooser}:create")).status_code in (302, 403)
    assert "data-chooser-modal-creation-form" not in client.get(reverse(f"{chooser}:choose")).json()["html"]


def test_whoever_may_add_villages_but_no_provinces_makes_none_by_the_way(signed_in):
    client = signed_in("editor")
    client.user.user_permissions.set(Permission.objects.filter(codename__in=["add_village", "add_commune"]))
    assert client.post(reverse("village_chooser:create")).status_code in (302, 403)


def make(client: Client, chooser: str, **values) -> dict:
    return client.post(reverse(f"{chooser}:create"), values).json()


def said(answer: dict) -> list[str]:
    page = BeautifulSoup(answer["htmlFragment"], "html.parser")
    return [plain(item) for item in page.select(".error-message")]


def test_what_is_left_out_or_taken_is_said_in_the_window_and_nothing_is_half_made(signed_in):
    client = signed_in("manager")
    answer = make(client, "village_chooser", **VILLAGE, commune_name="Phù Lãng", province_name="Bắc Ninh")
    assert len(said(answer)) == 2
    assert not Village.objects.exists()
    assert not Commune.objects.exists()
    assert not Province.objects.exists()
    village = make_village()
    taken = {"commune_name": "X", "commune_kind": "xa", "commune_code": village.commune.code}
    answer = make(client, "village_chooser", **VILLAGE, **taken, province=village.commune.province_id)
    assert len(said(answer)) == 1
    assert len(said(make(client, "host_chooser", **HOST | {"phone": "12", "village": village.pk}))) == 1
    assert len(said(make(client, "host_chooser", **HOST | {"name": "木版", "village": village.pk}))) == 1
    assert Village.objects.count() == 1


def test_a_village_in_a_commune_that_is_there(signed_in):
    client = signed_in("manager")
    commune = make_village("Đông Hồ").commune
    answer = make(client, "village_chooser", **VILLAGE, commune=commune.pk)
    assert answer["step"] == "chosen"
    made = Village.objects.get(pk=answer["result"]["id"])
    assert (made.slug, made.commune) == ("phu-lang", commune)
    history = client.get(reverse("village:history", args=[made.pk])).content.decode()
    assert client.user.get_username() in history or re.search(r"tạo|thêm", history.lower())


def test_a_host_that_is_made_in_a_window_is_not_verified(signed_in):
    answer = make(signed_in("manager"), "host_chooser", **HOST, village=make_village().pk)
    assert not Host.objects.get(pk=answer["result"]["id"]).is_verified


@pytest.mark.parametrize("pk", ["", "abc", "-1", "0", "999999", "9" * 30, "²", "1'", "１"])
def test_a_link_that_names_no_row_fills_in_nothing(signed_in, pk):
    response = signed_in("manager").get(reverse("experience:add"), {"host": pk, "name": "x"})
    assert response.status_code == 200
    assert fields(response.content.decode())["host"] == [""]


@pytest.mark.parametrize("stranger", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_link_back_leads_to_no_other_site(signed_in, stranger):
    client = signed_in("manager")
    url = reverse("host:add") + f"?next={stranger}"
    data = fields(client.get(url).content.decode()) | HOST | {"village": make_village().pk}
    assert client.post(url, data).url == reverse("host:index")
