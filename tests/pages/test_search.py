"""Search as people type: without marks, in capitals, in NFD, with d for đ, by names that are gone."""

import unicodedata

import pytest
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page, PageViewRestriction

from tests.factories import (
    make_craft,
    make_experience,
    make_experience_page,
    make_story_page,
    make_village,
    make_village_page,
)
from tests.pages.reading import Reader, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = [pytest.mark.django_db, pytest.mark.each_argument]


@shared
def site(page_tree):
    pottery = make_village("Phù Lãng")
    prints = make_village(
        "Đông Hồ",
        name_en="Dong Ho",
        craft=make_craft("print", name="Tranh dân gian", name_en="Folk prints"),
        address="Phường Thuận Thành, tỉnh Bắc Ninh",
        former_address="Xã Song Hồ, huyện Thuận Thành, tỉnh Bắc Ninh",
    )
    for village in (pottery, prints):
        page = make_village_page(page_tree, village, intro="Một làng nghề.")
        make_village_page(page_tree, village, language="en", translation_of=page, intro="A craft village.")
    make_experience_page(page_tree, make_experience(village=pottery), title="Nặn và vẽ bình")
    make_story_page(
        page_tree, title="Bánh khúc", slug="banh-khuc", body=[("paragraph", "<p>Lá khúc tẻ mọc ven <b>đê</b>.</p>")]
    )
    return page_tree


def ask(client, query: str, language: str = "vi"):
    return client.get("/tim/" if language == "vi" else "/en/tim/", {"q": query})


def hits(client, query: str, language: str = "vi") -> list[str]:
    response = ask(client, query, language)
    assert response.status_code == 200
    return [plain(link) for link in soup(response).select(".hits a")]


@pytest.mark.parametrize(
    "query",
    [
        "phu lang",
        "Phu Lang",
        "PHÙ LÃNG",
        "phù lãng",
        "  phù   lãng  ",
        unicodedata.normalize("NFD", "Phù Lãng"),
        unicodedata.normalize("NFKD", "PHÙ LÃNG"),
        "lãng phù",
        "phu-lang",
        "“Phù Lãng”",
        "Phù Lãng, Bắc Ninh",
    ],
)
def test_phu_lang_is_found_however_it_is_typed(client, site, query):
    assert "Phù Lãng" in hits(client, query)
    assert "Đông Hồ" not in hits(client, query)


@pytest.mark.parametrize(
    "query", ["dong ho", "Đông Hồ", "đông hồ", "ĐÔNG HỒ", unicodedata.normalize("NFD", "đông hồ"), "Dông Hô"]
)
def test_dong_ho_is_found_with_d_for_đ(client, site, query):
    assert "Đông Hồ" in hits(client, query)


@pytest.mark.parametrize("query", ["Quế Võ", "que vo", "QUE VO", "quế võ phù lãng"])
def test_old_districts_find_the_village(client, site, query):
    assert "Phù Lãng" in hits(client, query)


@pytest.mark.parametrize("query", ["Song Hồ", "song ho", "huyện thuận thành", "phuong thuan thanh"])
def test_old_and_new_communes_find_the_village(client, site, query):
    assert hits(client, query) == ["Đông Hồ"]


@pytest.mark.parametrize("query", ["phu la", "ph", "quê v", "nặn v", "dong h"])
def test_the_beginning_of_words_is_enough(client, site, query):
    assert hits(client, query)


def test_words_inside_the_body_are_found_and_its_markup_is_not(client, site):
    assert hits(client, "lá khúc") == ["Bánh khúc"]
    assert hits(client, "ven đê") == ["Bánh khúc"]
    assert hits(client, "paragraph") == []


def test_the_title_comes_first(client, site):
    make_story_page(site, title="Chuyện khác", slug="khac", body=[("paragraph", "<p>Bánh khúc làng Diềm.</p>")])
    assert hits(client, "bánh khúc")[0] == "Bánh khúc"


def test_an_experience_is_found_by_its_village_and_its_host(client, site):
    assert "Nặn và vẽ bình" in hits(client, "phu lang")
    assert "Nặn và vẽ bình" in hits(client, "gốm đồi vôi")


def test_each_language_finds_its_own_pages(client, site):
    found = {language: soup(ask(client, "dong ho", language)).select(".hits a") for language in ("vi", "en")}
    assert {link["href"].split("/")[1] for link in found["vi"]} == {"lang-nghe"}
    assert {"/".join(link["href"].split("/")[1:3]) for link in found["en"]} == {"en/villages"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_found_says_so_and_helps(client, site, language):
    response = ask(client, "zzz <b>không có</b>", language)
    page = soup(response)
    assert page.select_one(".empty")
    with translation.override(language):
        assert gettext("Nothing found for “%(query)s”") % {"query": "zzz <b>không có</b>"} in plain(page)
    assert not page.select(".empty b")
    assert page.select_one("#q")["value"] == "zzz <b>không có</b>"


def test_no_question_gives_the_form_alone(client, site):
    for query in ("", "   ", "\u200b"):
        page = soup(ask(client, query))
        assert page.select_one("#q")
        assert not page.select(".hits, .empty")


ODD = [
    "'",
    '"',
    "*",
    "()",
    "((((",
    ":",
    "&",
    "|",
    "!",
    "\\",
    "-",
    "--",
    "%",
    "_",
    "'\"*():&|",
    "phu:*",
    "phu & lang",
    "phu | !lang",
    "NOT phu",
    "AND",
    "OR",
    "NEAR(phu lang)",
    "phu AND",
    "title:phu",
    "{phu}",
    "^phu",
    "phu*",
    '"phu lang',
    "phu\x00lang",
    "\x00",
    "🏺",
    "phù 🏺 lãng",
    "'; DROP TABLE wagtailcore_page; --",
    "<->",
    "a" * 10_000,
    "á" * 10_000,
    "phu lang " * 2_000,
    "đ",
    "ﬁ",
    "ß",
    "İ",
    "١٢",
    "\ud7ff",
    "\ue000",
    "\U0010ffff",
    "ا" * 50,
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_odd_questions_are_answered(client, site, query, language):
    response = ask(client, query, language)
    assert response.status_code == 200
    assert len(soup(response).select_one("#q")["value"]) <= 100


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999", "9" * 50, "1.5", "", "\x00"])
def test_odd_page_numbers_are_answered(client, site, page):
    assert client.get("/tim/", {"q": "phu lang", "page": page}).status_code == 200


def test_bytes_that_are_no_text_are_answered(client, site):
    assert client.get("/tim/?q=%ff%fe%00").status_code == 200


def test_drafts_are_never_found(client, site):
    draft = make_story_page(site, title="Bản nháp bí mật", slug="nhap", live=False)
    assert hits(client, "ban nhap bi mat") == []
    draft.save_revision().publish()
    assert hits(client, "ban nhap bi mat") == ["Bản nháp bí mật"]
    Page.objects.get(pk=draft.pk).specific.unpublish()
    assert hits(client, "ban nhap bi mat") == []


def test_a_draft_of_a_live_page_is_not_found_by_its_new_words(client, site):
    page = make_story_page(site, title="Mùa gặt", slug="mua-gat")
    page.title = "Mùa cấy"
    page.body = [("paragraph", "<p>Chữ chưa đăng xyzzy.</p>")]
    page.save_revision()
    assert hits(client, "xyzzy") == []
    assert hits(client, "mua cay") == []
    assert hits(client, "mua gat") == ["Mùa gặt"]


def test_private_pages_are_never_found(client, site):
    page = make_story_page(site, title="Chỉ cho nhà", slug="rieng")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert hits(client, "chi cho nha") == []


def test_many_results_come_by_pages_that_keep_the_question(client, site):
    for number in range(12):
        make_story_page(site, title=f"Đất sét {number}")
    reader = Reader(client)
    reader.open("/tim/?q=đất sét")
    assert len(reader.page.select(".hits__item")) == 10
    reader.follow(".pagination [rel=next]")
    assert len(reader.page.select(".hits__item")) == 2
    assert reader.page.select_one("#q")["value"] == "đất sét"


def test_a_village_whose_facts_change_is_found_by_the_new_words(client, site):
    village = site.villages.get_children().first().specific.village
    village.former_address = "Xã Châu Phong, huyện Quế Võ"
    village.save()
    assert "Phù Lãng" in hits(client, "chau phong")


def test_a_site_whose_second_language_is_not_set_up_yet_still_answers(client, db):
    Locale.objects.exclude(language_code="vi").delete()
    assert ask(client, "phu lang", "en").status_code == 200
