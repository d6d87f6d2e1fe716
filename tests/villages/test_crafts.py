"""Any craft is a row: its words in two languages, its sign, its pigment; villages are found by it and shown with it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import ProtectedError
from django.utils import timezone, translation

from common.cms import art
from tests.factories import (
    NOW,
    local_time,
    make_craft,
    make_experience,
    make_experience_page,
    make_slot,
    make_village,
    make_village_page,
)
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import Pigment
from villages.models import Commune, Craft, Province, Village

BASKETS = {"name": "Đan lát mây tre", "name_en": "Bamboo weaving", "motif": "motif-basket", "pigment": "hoe"}


@shared
def baskets(db) -> Craft:
    return make_craft("dan-lat", **BASKETS)


@pytest.mark.parametrize("path", ["/", "/lang-nghe/"])
def test_a_village_is_shown_with_its_craft_in_the_reader_s_language(client, page_tree, baskets, path):
    page = make_village_page(page_tree, make_village("Làng Nan", craft=baskets), slug="lang-nan")
    make_village_page(page_tree, page.village, language="en", translation_of=page, slug="nan")
    for prefix, words in (("", "Đan lát mây tre"), ("/en", "Bamboo weaving")):
        address = path if not prefix else path.replace("lang-nghe", "villages")
        (card,) = soup(client.get(f"{prefix}{address}")).select(".card-village")
        assert words in plain(card)
        assert "pigment--hoe" in card["class"]
    assert "Bamboo weaving" in plain(soup(client.get("/en/villages/nan/")).article)


def test_the_map_has_the_sign_and_the_pigment_of_the_craft_and_no_other_sign(client, page_tree, baskets):
    make_village("Làng Nan", craft=baskets)
    (section,) = soup(client.get("/ban-do/")).select(".map-village")
    assert "pigment--hoe" in section["class"]
    assert "motif-basket" in section.img["src"]
    frame = client.get("/ban-do/khung/").content.decode()
    assert '"pigment": "hoe"' in frame
    assert '"sign": "motif-basket"' in frame
    assert re.findall(r'<symbol id="(motif-[a-z]+)"', frame) == ["motif-basket"]


def test_a_sign_that_is_missing_becomes_the_village_gate(client, page_tree, baskets):
    Craft.objects.update(motif="motif-gone")
    village = make_village("Làng Nan", craft=baskets, art="village-gone")
    make_village_page(page_tree, village, slug="lang-nan")
    assert "motif-gate" in soup(client.get("/ban-do/")).select_one(".map-village img")["src"]
    assert '<symbol id="motif-gate"' in client.get("/ban-do/khung/").content.decode()
    assert "village-gate" in soup(client.get("/lang-nghe/lang-nan/")).article.img["src"]


def test_a_weekend_s_time_has_the_sign_of_its_craft(client, page_tree, baskets, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW.astimezone(dt.UTC))
    experience = make_experience(village=make_village("Làng Nan", craft=baskets), featured=True)
    make_experience_page(page_tree, experience, slug="dan-ro")
    make_slot(experience, starts_at=local_time(NOW.date() + dt.timedelta(days=5), 9, 0))
    (sign,) = soup(client.get("/")).select(".slot-row__motif")
    assert "motif-basket" in sign["src"]


@pytest.mark.parametrize("query", ["đan lát", "DAN LAT", "bamboo", "may tre"])
def test_a_village_is_found_by_the_words_of_its_craft(client, page_tree, baskets, query):
    make_village_page(page_tree, make_village("Làng Nan", craft=baskets), title="Làng Nan", slug="lang-nan")
    assert [plain(link) for link in soup(client.get("/tim/", {"q": query})).select(".hits a")] == ["Làng Nan"]


def test_what_is_made_up_says_so(client, page_tree, baskets):
    village = make_village("Làng Nan", craft=baskets, is_example=True)
    make_village_page(page_tree, village, slug="lang-nan")
    for path in ("/", "/lang-nghe/", "/lang-nghe/lang-nan/", "/ban-do/"):
        assert soup(client.get(path)).select("main .example-mark"), path
    assert not village.places.exists()


def test_a_craft_that_villages_have_cannot_be_deleted(baskets):
    make_village(craft=baskets)
    with pytest.raises(ProtectedError):
        baskets.delete()


def test_a_village_cannot_have_a_craft_that_is_not_there(db):
    village = make_village()
    with transaction.atomic():
        Village.objects.filter(pk=village.pk).update(craft="weaving")
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_its_words_fall_back_to_vietnamese(db):
    craft = make_craft("mam", name="Làm mắm", name_en="")
    with translation.override("en"):
        assert craft.label == "Làm mắm"


def test_every_pigment_has_its_colour_by_day_and_by_night():
    rules = Path(finders.find("css/components/pigment.css")).read_text(encoding="utf-8")
    tokens = Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")
    for pigment in Pigment.values:
        assert f".pigment--{pigment} {{ --pigment: var(--craft-{pigment}); }}" in rules
        assert tokens.count(f"--craft-{pigment}:") == 2


def test_the_neutral_drawings_are_shipped():
    assert {art.NEUTRAL_SIGN, art.NEUTRAL_PICTURE} <= set(art.art_names("motif", "village"))


# --- The release before ---------------------------------------------------------------------------------------


@pytest.fixture
def release_before(django_db_setup, django_db_blocker):
    """The models of the release whose crafts were a closed list, in tables like theirs."""
    before = ("villages", "0005_photo_text_and_documents")
    with django_db_blocker.unblock():
        try:
            yield MigrationExecutor(connection).migrate([before]).apps
        finally:
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())
            for model in (Village, Craft, Commune, Province):
                model.objects.all().delete()


@pytest.mark.long
@pytest.mark.database_free
def test_villages_come_through_with_the_words_they_had(release_before):
    model = release_before.get_model
    province = model("villages", "Province").objects.create(code="24", name="Bắc Ninh")
    commune = model("villages", "Commune").objects.create(code="09292", name="Phù Lãng", province=province)
    old = model("villages", "Village")
    for slug in ("pottery", "quanho", "weaving"):
        place = {"address": "…", "latitude": 21.1, "longitude": 106.1}
        old.objects.create(slug=f"lang-{slug}", name=slug, craft=slug, commune=commune, **place)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    found = {village.craft_id: village.craft for village in Village.objects.select_related("craft")}
    assert {slug: craft.name for slug, craft in found.items()} == {
        "pottery": "Làm gốm",
        "quanho": "Hát quan họ",
        "weaving": "weaving",
    }
    assert found["weaving"].motif == "motif-gate"
    # What the release before may still choose is there too; and it writes as it did.
    assert Craft.objects.filter(slug="print").exists()
    place = {"address": "…", "latitude": 21.1, "longitude": 106.1}
    old.objects.create(slug="tranh", name="Tranh", craft="print", commune=commune, **place)
    assert old.objects.get(slug="tranh").craft == "print"


@pytest.mark.database_free
def test_an_empty_installation_starts_without_crafts(db, migrated_rows):
    assert not Craft.objects.exists()
