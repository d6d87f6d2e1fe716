"""An editor adds a craft, with no release: its name in the database follows, its words reach pages and search."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cms.forms import errors, fields, submit
from tests.factories import make_craft, make_village, make_village_page
from tests.factories.pieces import make_pieces
from tests.pages.reading import plain, soup
from villages.models import Craft, Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


def test_a_new_craft_is_named_after_its_name_and_may_be_chosen_for_a_village(manager):
    words = {"name": "Đan lát mây tre truyền thống", "name_en": "Bamboo weaving"}
    response = submit(manager, reverse("craft:add"), **words, motif="motif-basket", pigment="hoe")
    assert response.status_code == 302, errors(response)
    craft = Craft.objects.get()
    assert (craft.slug, craft.motif, craft.pigment) == ("dan-lat-may-tre-truy", "motif-basket", "hoe")
    position = {"latitude": "21.1", "longitude": "106.1", "address": "…", "art": "village-gate"}
    village = make_village()
    more = position | {"craft": craft.slug, "commune": village.commune_id, "slug": ""}
    response = submit(manager, reverse("village:add"), name="Làng Nan", **more)
    assert response.status_code == 302, errors(response)
    assert Village.objects.get(slug="lang-nan").craft == craft


def test_two_crafts_of_like_names_are_kept_apart_and_a_new_name_leaves_the_old_reference(manager):
    for _ in range(2):
        submit(manager, reverse("craft:add"), name="Làm nón", name_en="", motif="motif-hat", pigment="hoe")
    first, second = Craft.objects.order_by("pk")
    assert (first.slug, second.slug) == ("lam-non", "lam-non-2")
    make_village(craft=first)
    response = submit(manager, reverse("craft:edit", args=[first.pk]), name="Khâu nón")
    assert response.status_code == 302, errors(response)
    first.refresh_from_db()
    assert (first.name, first.slug) == ("Khâu nón", "lam-non")


def test_a_name_without_letters_is_refused_with_a_sentence(manager):
    response = submit(manager, reverse("craft:add"), name="木版", motif="motif-gate", pigment="clay")
    assert "name" in response.context["form"].errors
    assert not Craft.objects.exists()


def test_every_sign_we_ship_is_shown_with_the_village_gate_chosen(manager):
    form = soup(manager.get(reverse("craft:add"))).select_one("form[data-edit-form]")
    signs = [field["value"] for field in form.select("input[name=motif]")]
    assert {"motif-jar", "motif-carp", "motif-hat", "motif-basket", "motif-gate"} <= set(signs)
    assert [field["value"] for field in form.select("input[name=motif][checked]")] == ["motif-gate"]


def test_a_changed_word_shows_at_once_and_is_found(manager, client, cms):
    craft = make_craft("non", name="Làm nón", name_en="Hat making", motif="motif-hat")
    make_village_page(cms, make_village("Làng Chuông", craft=craft), title="Làng Chuông", slug="chuong")
    assert "Làm nón" in plain(soup(client.get("/lang-nghe/chuong/")).article)
    response = submit(manager, reverse("craft:edit", args=[craft.pk]), name="Khâu nón quai thao")
    assert response.status_code == 302, errors(response)
    assert "Khâu nón quai thao" in plain(soup(client.get("/lang-nghe/chuong/")).article)
    assert plain(soup(client.get("/tim/", {"q": "khau non"})).select_one(".hits a")) == "Làng Chuông"
    assert not soup(client.get("/tim/", {"q": "làm nón"})).select(".hits a")


def test_a_craft_that_a_village_has_stays_and_says_why(manager, person):
    craft = make_craft()
    make_village(craft=craft)
    manager.post(reverse("craft:delete", args=[craft.pk]))
    assert Craft.objects.filter(pk=craft.pk).exists()


def test_a_craft_is_made_in_the_form_of_its_village_or_chosen_there_never_both(manager):
    client = manager
    village = make_village()
    url = reverse("village:edit", args=[village.pk])
    data = fields(client.get(url).content.decode())
    both = client.post(url, data | {"craft_name": "Dệt vải"})
    assert "craft_name" in str(errors(both))
    assert not Craft.objects.filter(name="Dệt vải").exists()
    neither = client.post(url, data | {"craft": ""})
    assert "craft" in str(errors(neither))
    made = client.post(url, data | {"craft": "", "craft_name": "Dệt vải", "craft_name_en": "Weaving"})
    assert made.status_code == 302, errors(made)
    village.refresh_from_db()
    assert (village.craft.slug, village.craft.name_en, village.craft.motif) == ("det-vai", "Weaving", "motif-gate")


def test_a_craft_that_is_there_is_not_made_twice(manager):
    client = manager
    village, other = make_village(), make_village("Thổ Hà")
    url = reverse("village:edit", args=[other.pk])
    data = fields(client.get(url).content.decode())
    assert client.post(url, data | {"craft": "", "craft_name": village.craft.name.upper()}).status_code == 302
    other.refresh_from_db()
    assert other.craft == village.craft


# --- A drawing of its own ------------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" onload="alert(1)">'
JAR = SVG + b'<path d="M1 1h9z" fill="#000"/></svg>'


def upload(manager, craft, data: bytes, name: str = "chum.svg", **more):
    url = reverse("craft:edit", args=[craft.pk])
    return submit(manager, url, drawing=SimpleUploadedFile(name, data), **more)


def test_an_uploaded_drawing_is_the_sign_of_its_craft_everywhere(manager, client, cms):
    craft = make_craft("chum", name="Làm chum")
    make_village(craft=craft)
    response = upload(manager, craft, JAR)
    assert response.status_code == 302, errors(response)
    craft.refresh_from_db()
    kept = craft.drawing.read()
    assert b"<path" in kept
    assert b"onload" not in kept
    address = craft.drawing.url
    assert soup(client.get("/ban-do/")).select_one(".map-village img")["src"] == address
    frame = client.get("/ban-do/khung/").content.decode()
    assert f'<symbol id="craft-chum" viewBox="0 0 64 64"><image href="{address}"' in frame
    assert '"sign": "craft-chum"' in frame
    assert soup(manager.get(reverse("craft:edit", args=[craft.pk]))).select_one(f'img[src="{address}"]')


def test_a_drawing_is_taken_away_and_the_chosen_sign_is_back(manager, client, cms):
    craft = make_craft("chum", name="Làm chum", motif="motif-jar")
    make_village(craft=craft)
    upload(manager, craft, JAR)
    response = submit(manager, reverse("craft:edit", args=[craft.pk]), **{"drawing-clear": "on"})
    assert response.status_code == 302, errors(response)
    assert "motif-jar" in soup(client.get("/ban-do/")).select_one(".map-village img")["src"]


def test_a_drawing_with_a_script_is_refused_and_the_one_before_stays(manager):
    craft = make_craft("chum", name="Làm chum")
    upload(manager, craft, JAR)
    craft.refresh_from_db()
    response = upload(manager, craft, JAR.replace(b"<path", b"<script>alert(1)</script><path"))
    assert response.status_code == 200
    assert "“script” trong hình" in plain(soup(response))
    before = craft.drawing.name
    craft.refresh_from_db()
    assert craft.drawing.name == before != ""


def test_another_change_leaves_the_drawing(manager):
    craft = make_craft("chum", name="Làm chum")
    upload(manager, craft, JAR)
    craft.refresh_from_db()
    response = submit(manager, reverse("craft:edit", args=[craft.pk]), name_en="Jars")
    assert response.status_code == 302, errors(response)
    again = Craft.objects.get()
    assert (again.drawing.name, again.name_en) == (craft.drawing.name, "Jars")


def steps(*rows, start=()):
    """The rows of a craft's steps as its form sends them; `start` are the numbers of those that stand."""
    sent = {"steps-TOTAL_FORMS": len(rows), "steps-INITIAL_FORMS": len(start)}
    for n, (name, kind) in enumerate(rows):
        sent |= {f"steps-{n}-name": name, f"steps-{n}-name_en": "", f"steps-{n}-kind": kind, f"steps-{n}-ORDER": n + 1}
        if n < len(start):
            sent[f"steps-{n}-id"] = start[n]
    return {name: str(value) for name, value in sent.items()}


WHOLE = (("Phơi", "under_way"), ("Xong", "ready"), ("Đã trao", "handed_over"), ("Vỡ", "broken"))


def test_steps_are_kept_in_their_order_and_lead_to_somebody_s_hands(manager):
    craft = make_craft()
    url = reverse("craft:edit", args=[craft.pk])
    response = submit(manager, url, **steps(*WHOLE[:2]))
    assert response.status_code == 200
    assert not craft.steps.exists()
    response = submit(manager, url, **steps(*WHOLE, ("Xong nữa", "ready")))
    assert response.status_code == 200
    response = submit(manager, url, **steps(*WHOLE))
    assert response.status_code == 302, errors(response)
    assert [(step.name, step.kind) for step in craft.steps.order_by("sort_order")] == list(WHOLE)


def test_a_step_that_pieces_went_through_stays_with_its_meaning(manager):
    (piece,) = make_pieces()
    craft = piece.step.craft
    rows = list(craft.steps.order_by("sort_order"))
    told = steps(*[(row.name, row.kind) for row in rows], start=[row.pk for row in rows])
    url = reverse("craft:edit", args=[craft.pk])
    assert submit(manager, url, **told | {"steps-0-DELETE": "on"}).status_code == 200
    # To another meaning that no other step has.
    free = told | {"steps-5-DELETE": "on", "steps-0-kind": "shipped"}
    assert submit(manager, url, **free).status_code == 200
    response = submit(manager, url, **told | {"steps-0-name": "Vuốt"})
    assert response.status_code == 302, errors(response)
    assert craft.steps.order_by("sort_order")[0].name == "Vuốt"
