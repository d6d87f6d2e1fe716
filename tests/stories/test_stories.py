"""Stories: newest first, by pages, beside each other, drafts unseen."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.translation import gettext

from stories.models import PER_PAGE
from tests.factories import NOW, make_story_page, make_village
from tests.pages.reading import Reader, plain, soup

pytestmark = pytest.mark.django_db
DAY = NOW.date()


def titles(page) -> list[str]:
    return [plain(heading) for heading in page.select("main .card h3")]


@pytest.mark.parametrize(("language", "path"), [("vi", "/chuyen-lang/"), ("en", "/en/stories/")])
def test_before_the_first_story_the_list_says_so(client, page_tree, language, path):
    with translation.override(language):
        assert gettext("No stories yet") in plain(soup(client.get(path)).select_one(".empty"))


def test_the_newest_story_comes_first_and_the_later_written_of_one_day(client, page_tree):
    for title, days in (("Cũ", 9), ("Sáng nay", 0), ("Trưa nay", 0), ("Hôm qua", 1)):
        make_story_page(page_tree, title=title, published_on=DAY - dt.timedelta(days=days))
    assert titles(soup(client.get("/chuyen-lang/"))) == ["Trưa nay", "Sáng nay", "Hôm qua", "Cũ"]


def test_a_long_list_comes_by_pages_without_losing_or_repeating_one(client, page_tree):
    for number in range(2 * PER_PAGE + 1):
        make_story_page(page_tree, title=f"Chuyện {number}", published_on=DAY - dt.timedelta(days=number // 2))
    reader = Reader(client)
    reader.open("/chuyen-lang/")
    seen = titles(reader.page)
    assert len(seen) == PER_PAGE
    assert not reader.page.select(".pagination [rel=prev]")
    while reader.page.select(".pagination [rel=next]"):
        reader.follow(".pagination [rel=next]")
        seen += titles(reader.page)
    assert sorted(seen) == sorted(f"Chuyện {number}" for number in range(2 * PER_PAGE + 1))
    reader.follow(".pagination [rel=prev]")
    assert len(titles(reader.page)) == PER_PAGE


@pytest.mark.parametrize(
    ("asked", "shown"), [("2", 1), ("99", 1), ("0", 1), ("-1", 1), ("abc", PER_PAGE), ("", PER_PAGE)]
)
def test_a_page_that_is_not_there_shows_the_nearest(client, page_tree, asked, shown):
    for _ in range(PER_PAGE + 1):
        make_story_page(page_tree)
    assert len(titles(soup(client.get("/chuyen-lang/", {"page": asked})))) == shown


def test_a_short_list_has_no_page_numbers(client, page_tree):
    make_story_page(page_tree)
    assert not soup(client.get("/chuyen-lang/")).select(".pagination")


def test_drafts_are_seen_by_nobody(client, page_tree):
    draft = make_story_page(page_tree, title="Bản nháp", live=False)
    shown = make_story_page(page_tree, title="Đã đăng")
    assert titles(soup(client.get("/chuyen-lang/"))) == ["Đã đăng"]
    assert client.get(draft.url).status_code == 404
    assert "Bản nháp" not in plain(soup(client.get(shown.url)))


def test_a_story_reads_whole_with_its_day_and_village(client, page_tree):
    village = make_village("Diềm")
    story = make_story_page(
        page_tree,
        village,
        title="Đêm hát canh",
        intro="Trầu têm cánh phượng.",
        published_on=dt.date(2026, 2, 22),
        body=[
            ("heading", "Lề lối"),
            ("paragraph", "<p>Liền anh <b>liền chị</b> &amp; trầu cau</p>"),
            ("quote", {"text": "Người ơi người ở đừng về", "source": "Dân ca"}),
            ("steps", [{"title": "Mời trầu", "text": "Hai tay"}]),
            ("facts", [{"term": "Khi nào", "text": "Tháng Giêng"}]),
        ],
    )
    page = soup(client.get(story.url))
    text = plain(page.main)
    for word in (
        "Đêm hát canh",
        "Trầu têm",
        "Diềm",
        "22/02/2026",
        "Lề lối",
        "liền chị & trầu cau",
        "Người ơi",
        "Dân ca",
    ):
        assert word in text
    assert [plain(item) for item in page.select("main .steps__title")] == ["Mời trầu"]
    assert "Tháng Giêng" in text
    assert page.select_one(".breadcrumb a")["href"] == "/chuyen-lang/"


def test_a_story_in_english_has_its_date_in_english(client, page_tree):
    story = make_story_page(page_tree, language="en", title="Night of song", published_on=dt.date(2026, 2, 22))
    assert "Sunday 22 February 2026" in plain(soup(client.get(story.url)))


def test_beside_a_story_stand_three_others_and_never_itself(client, page_tree):
    stories = [make_story_page(page_tree, published_on=DAY - dt.timedelta(days=number)) for number in range(5)]
    beside = titles(soup(client.get(stories[1].url)))
    assert beside == [stories[0].title, stories[2].title, stories[3].title]


def test_a_story_alone_has_nothing_beside_it(client, page_tree):
    story = make_story_page(page_tree)
    assert not soup(client.get(story.url)).select("#more-stories")


def test_an_intro_is_text_and_a_script_in_a_body_never_runs(client, page_tree):
    evil = "<script>alert(1)</script>"
    story = make_story_page(page_tree, title=f"Tựa {evil}", intro=evil, body=[("heading", evil)])
    for address in (story.url, "/chuyen-lang/", "/"):
        page = soup(client.get(address))
        assert not [item for item in page.select("script") if not item.get("src")]
        assert evil in plain(page)
