"""The map says what its list says, leads to pages in the reader's language and harms nobody."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_craft, make_page_tree, make_village, make_village_page
from tests.plugins.shared_stage import shared
from villages.models import Place, Village

pytestmark = pytest.mark.django_db
PAGE, FRAME = "/ban-do/", "/ban-do/khung/"
TILES = {
    "MAP_TILE_URL": "https://{s}.tile.example/{z}/{x}/{y}.png",
    "MAP_TILE_ATTRIBUTION": '© <a href="https://tile.example/c">Tile</a>',
}
EVIL = '</script><b>x"&{{ 7*7 }}{% boom %}'


def make_place(village: Village, name: str = "Lò Bến", **fields) -> Place:
    defaults = {"kind": "kiln", "latitude": village.latitude + 0.002, "longitude": village.longitude}
    return Place.objects.create(village=village, name=name, **defaults | fields)


@shared
def tree():
    return make_page_tree()


@shared
def village(tree):
    village = make_village(slug="phu-lang")
    make_village_page(tree, village)
    make_village_page(tree, village, language="en", slug="phu-lang-pottery")
    make_place(village, name_en="Bến kiln", note="Lò củi bên sông", note_en="A wood kiln", is_example=True)
    make_place(village, "Chùa làng", kind="temple", approximate=False)
    return village


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def texts(page: str) -> dict:
    return json.loads(re.search(r'id="map-texts"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


def policy(response) -> dict[str, list[str]]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {part.split(" ")[0]: part.split(" ")[1:] for part in parts}


def test_list_and_map_say_the_same(client, village):
    make_place(make_village("Diềm", craft=make_craft("quanho")), "Đình Diềm", kind="communal_house")
    page, told = html(client, PAGE), texts(html(client, FRAME))
    names = {"Phù Lãng", "Diềm", "Lò Bến", "Chùa làng", "Đình Diềm"}
    assert {text["name"] for text in told.values()} == names
    listed = re.findall(r'map-place__name">([^<]+)<', page)
    assert set(listed) == names - {"Phù Lãng", "Diềm"}
    for text in told.values():
        assert text["name"] in page
        assert all(line in page for line in text["lines"] + text["marks"])
    assert page.count("example-mark") == 1


def test_every_pin_has_its_text(client, village):
    page = html(client, FRAME)
    keys = set(re.findall(r'"key": "([vp]\d+)"', page))
    assert keys == set(texts(page))


@pytest.mark.parametrize(
    ("prefix", "url", "place", "visit"),
    [
        ("", "/lang-nghe/phu-lang/", "Lò Bến", None),
        ("/en", "/en/villages/phu-lang-pottery/", "Bến kiln", "Visit Phù Lãng"),
    ],
)
def test_popups_lead_to_the_page_in_the_readers_language(client, village, prefix, url, place, visit):
    told = texts(html(client, prefix + FRAME))
    assert {text["url"] for text in told.values()} == {url}
    assert place in {text["name"] for text in told.values()}
    assert visit is None or {text["link"] for text in told.values()} == {visit}
    page = html(client, prefix + PAGE)
    assert f'href="{url}"' in page
    assert f'src="{prefix}/ban-do/khung/"' in page


def test_a_village_without_a_live_page_is_shown_without_a_link(client, village):
    village.pages.get(locale__language_code="en").unpublish()
    assert {text["url"] for text in texts(html(client, "/en" + FRAME)).values()} == {""}


def test_frame_opens_on_a_village_and_knows_no_other(client, village):
    far = make_village("Diềm", latitude=21.3, longitude=106.0)
    whole, close = html(client, FRAME), html(client, f"{FRAME}?village=phu-lang")
    bounds = [re.search(r"fitBounds\(\s*(\[\[.*?\]\])", page)[1] for page in (whole, close)]
    assert str(far.latitude) in bounds[0]
    assert str(far.latitude) not in bounds[1]
    assert client.get(f"{FRAME}?village=nowhere").status_code == 404


def test_no_village_is_no_error(client, tree):
    assert texts(html(client, FRAME)) == {}
    assert "map-village" not in html(client, PAGE)


# --- Safety -----------------------------------------------------------------------------------------------


def test_nothing_comes_from_elsewhere(client, village):
    for url in (PAGE, FRAME, "/en" + FRAME):
        foreign = re.findall(r"(?:src|href|url\()=?[\"']?((?:https?:)?//[^\"')\s]+)", html(client, url))
        assert foreign == []
    page = html(client, FRAME).lower()
    assert not re.search(r"jquery|bootstrap|awesome|cdn|jsdelivr", page)


def test_every_script_style_and_link_has_the_nonce_and_nothing_inline_is_allowed(client, village):
    response = client.get(FRAME)
    page, rules = response.content.decode(), policy(response)
    nonce = re.search(r"'nonce-([^']+)'", " ".join(rules["script-src"]))[1]
    tags = re.findall(r"<(?:script|style|link)\b[^>]*>", page)
    assert len(tags) >= 9
    assert all(f'nonce="{nonce}"' in tag for tag in tags)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert rules["style-src"] == ["'self'"]
    assert not re.search(r"\sstyle=|\son\w+=", page)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_kept_map_gets_a_fresh_nonce(client, village):
    pages = [html(client, FRAME) for _ in range(2)]
    nonces = [set(re.findall(r'nonce="([^"]+)"', page)) for page in pages]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_hostile_name_is_only_text(client, village, language):
    Village.objects.update(name=EVIL, name_en=EVIL, address=EVIL)
    Place.objects.update(name=EVIL, name_en=EVIL, note=EVIL, note_en=EVIL)
    page = html(client, language + FRAME)
    assert "<b>" not in page
    told = texts(page)
    assert {text["name"] for text in told.values()} == {EVIL}
    script = page.split('id="map-texts"')[1].split("</script>", 1)[1]
    assert "boom" not in script
    assert "<b>" not in html(client, language + PAGE)


# --- Tiles ------------------------------------------------------------------------------------------------


def test_without_tiles_no_host_is_allowed(client, village, settings):
    settings.MAP_TILE_URL = ""
    response = client.get(FRAME)
    assert policy(response)["img-src"] == ["'self'", "data:"]
    assert b"tileLayer" not in response.content


def test_with_tiles_their_hosts_alone_are_allowed(client, village, settings):
    for name, value in TILES.items():
        setattr(settings, name, value)
    response = client.get(FRAME)
    hosts = [f"https://{letter}.tile.example" for letter in "abc"]
    assert policy(response)["img-src"] == ["'self'", "data:", *hosts]
    page = response.content.decode()
    assert "tileLayer" in page
    assert "https://{s}.tile.example/{z}/{x}/{y}.png" in page
    assert "tile.example/c" in page
    assert "tile.example" not in client.get(PAGE).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "attribution"),
    [
        (TILES["MAP_TILE_URL"], ""),
        ("https://tile.example; script-src */{z}/{x}/{y}.png", "©"),
        ("javascript://x/{z}", "©"),
        ("tiles/{z}/{x}/{y}.png", "©"),
    ],
)
def test_tiles_without_attribution_or_with_a_false_address_are_left_out(client, village, settings, url, attribution):
    settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION = url, attribution
    response = client.get(FRAME)
    assert policy(response)["img-src"] == ["'self'", "data:"]
    assert b"tileLayer" not in response.content


def test_tiles_of_our_own_need_no_host(client, village, settings):
    settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION = "/tiles/{z}/{x}/{y}.png", "©"
    response = client.get(FRAME)
    assert policy(response)["img-src"] == ["'self'", "data:"]
    assert b"tileLayer" in response.content


# --- Cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [PAGE, FRAME, "/en" + FRAME])
def test_queries_do_not_grow_with_villages(client, tree, village, url):
    def count() -> int:
        client.get(url)  # site roots and the like are kept from here on
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    one = count()
    for name in ("Diềm", "Đông Hồ"):
        more = make_village(name)
        make_village_page(tree, more)
        make_village_page(tree, more, language="en")
        make_place(more)
        make_place(more, "Giếng", kind="well")
    assert count() == one


@pytest.fixture
def rendered(monkeypatch):
    """How often folium was asked to work."""
    from villages.web import paper_map

    calls, render = [], paper_map._render

    def counting(*args):
        calls.append(args)
        return render(*args)

    monkeypatch.setattr(paper_map, "_render", counting)
    return calls


def test_the_map_is_rendered_once_for_each_language_and_village(client, village, rendered):
    urls = [FRAME, "/en" + FRAME, f"{FRAME}?village=phu-lang"]
    for url in [*urls, *urls]:
        html(client, url)
    assert len(rendered) == 3


def test_a_change_of_tiles_is_another_map(client, village, rendered, settings):
    html(client, FRAME)
    for name, value in TILES.items():
        setattr(settings, name, value)
    assert "tileLayer" in html(client, FRAME)
    assert len(rendered) == 2


@pytest.mark.parametrize("change", ["village", "bulk", "place", "new place", "deleted place", "page", "unpublished"])
def test_a_change_shows_at_once(client, village, rendered, change):
    before = html(client, FRAME)
    page, place = village.pages.get(locale__language_code="vi"), village.places.first()
    if change == "village":
        village.name = "Tên mới"
        village.save()
    elif change == "bulk":
        Place.objects.update(name="Tên mới")
    elif change == "place":
        place.name = "Tên mới"
        place.save()
    elif change == "new place":
        make_place(village, "Tên mới")
    elif change == "deleted place":
        Place.objects.filter(name="Chùa làng").delete()
    elif change == "page":
        page.slug = "ten-moi"
        page.save_revision().publish()
    else:
        page.unpublish()
    after = html(client, FRAME)
    assert texts(after) != texts(before)
    assert len(rendered) == 2
    html(client, FRAME)
    assert len(rendered) == 2


def test_what_is_kept_holds_no_nonce(client, village, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, value, *args, **kwargs: kept.append((key, value)))
    page = html(client, FRAME)
    nonce = re.search(r'nonce="([^"]+)"', page)[1]
    [(key, parts)] = [(key, value) for key, value in kept if str(key).startswith("map:")]
    assert len(key) < 40
    assert nonce not in "".join(parts)
    assert "nonce" not in "".join(parts)
