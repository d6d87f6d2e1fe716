"""Lists, villages, experiences and plain pages."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from experiences.texts import ages_text
from tests.factories import (
    make_certificate,
    make_experience,
    make_experience_page,
    make_host,
    make_product,
    make_slot,
    make_standard_page,
    make_village,
    make_village_page,
)
from tests.pages.reading import Reader, plain, soup
from villages.models import Place

pytestmark = pytest.mark.django_db


def test_the_list_of_villages_leads_to_each_and_leaves_drafts_out(client, page_tree):
    for name in ("Phù Lãng", "Diềm"):
        make_village_page(page_tree, make_village(name), intro=f"Chuyện {name}.")
    make_village_page(page_tree, make_village("Chưa Đăng"), live=False)
    page = soup(client.get("/lang-nghe/"))
    cards = [plain(card) for card in page.select("main .card")]
    assert len(cards) == 2
    assert "Chuyện Diềm." in cards[1]
    for link in page.select("main .card a"):
        assert client.get(link["href"]).status_code == 200


def test_a_village_says_where_it_is_now_and_where_it_was(client, page_tree):
    village = make_village()
    make_host(village, name="Hợp tác xã Bến Lò")
    Place.objects.create(village=village, name="Lò Bến", kind="kiln", latitude=21.15, longitude=106.25)
    page = make_village_page(page_tree, village, body=[("heading", "Lửa"), ("paragraph", "<p>Men <b>da lươn</b></p>")])
    content = soup(client.get(page.url))
    text = plain(content)
    for word in (village.address, village.former_address, "Hợp tác xã Bến Lò", "Lửa", "Men da lươn", "60 km"):
        assert word in text
    assert content.select_one("main b")
    frame = content.select_one("iframe")
    assert frame["loading"] == "lazy"
    assert client.get(frame["src"]).status_code == 200


def test_a_village_names_only_hosts_whose_papers_were_seen(client, page_tree):
    village = make_village()
    make_host(village, name="Hợp tác xã Bến Lò")
    make_host(village, name="Xưởng Chưa Xét", verified=False)
    text = plain(soup(client.get(make_village_page(page_tree, village).url)))
    assert "Hợp tác xã Bến Lò" in text
    assert "Xưởng Chưa Xét" not in text


def test_the_list_of_experiences_is_by_village_with_price_and_next_time(client, page_tree):
    for name in ("Phù Lãng", "Diềm"):
        experience = make_experience(make_host(make_village(name)), name=f"Một buổi ở {name}")
        make_experience_page(page_tree, experience)
        make_slot(experience, hour=9, minute=0)
    off = make_experience(active=False)
    make_experience_page(page_tree, off, title="Đã ngừng")
    page = soup(client.get("/trai-nghiem/"))
    assert [plain(heading) for heading in page.select("main h2")] == ["Phù Lãng", "Diềm"]
    cards = [plain(card) for card in page.select("main .card")]
    assert len(cards) == 2
    assert all("350.000" in card and "09:00" in card for card in cards)
    assert "Đã ngừng" not in plain(page)


@pytest.mark.parametrize(("language", "path"), [("vi", "/trai-nghiem/"), ("en", "/en/experiences/")])
def test_empty_lists_say_so(client, page_tree, language, path):
    with translation.override(language):
        assert gettext("Nothing to book yet") in plain(soup(client.get(path)))


def test_an_experience_shows_its_facts_in_both_languages(client, page_tree):
    experience = make_experience(min_age=6, free_cancel_hours=48)
    page = make_experience_page(page_tree, experience, meeting="Cổng đình")
    other = make_experience_page(page_tree, experience, language="en", translation_of=page, slug="clay")
    words = {
        "vi": (
            page,
            ["350.000 ₫", "3 giờ", "Tiếng Việt", "48 giờ", "Đất sét", "Cổng đình", experience.host.legal_name],
        ),
        "en": (other, ["₫350,000", "3 hours", "Vietnamese", "48 hours"]),
    }
    for language, (story, said) in words.items():
        text = plain(soup(client.get(story.url)))
        with translation.override(language):
            said = [*said, ages_text(6, None)]
        assert [word for word in said if word not in text] == []


def test_stars_are_shown_while_the_certificate_holds_and_not_after(client, page_tree):
    today = timezone.localdate()
    host = make_host()
    for title, until in (("Còn hạn", today), ("Hết hạn", today - dt.timedelta(days=1))):
        product = make_product(host)
        make_certificate(
            product, stars=4, issued_on=today - dt.timedelta(days=900), valid_until=until, decision_number="12/QĐ-UBND"
        )
        make_experience_page(page_tree, make_experience(host, ocop_product=product), title=title)
    cards = {plain(card.h3): card for card in soup(client.get("/trai-nghiem/")).select("main .card")}
    assert cards["Còn hạn"].select(".stars")
    assert not cards["Hết hạn"].select(".stars")
    for title, past in (("Còn hạn", False), ("Hết hạn", True)):
        mark = soup(client.get(cards[title].a["href"])).select_one(".ocop-mark")
        assert "12/QĐ-UBND" in plain(mark)
        assert ("ocop-mark--past" in mark["class"]) == past


def test_what_is_made_up_is_marked_so(client, page_tree):
    page = make_experience_page(page_tree, make_experience(make_host(is_example=True)))
    real = make_experience_page(page_tree, make_experience())
    assert soup(client.get(page.url)).select("main .example-mark")
    assert not soup(client.get(real.url)).select("main .example-mark")


def test_an_experience_that_cannot_be_booked_now_says_when_or_whom_to_call(client, page_tree):
    experience = make_experience()
    page = make_experience_page(page_tree, experience)
    panel = plain(soup(client.get(page.url)).select_one("#dat"))
    assert experience.host.phone.as_national in panel
    slot = make_slot(experience, days=8)
    day = timezone.localtime(slot.starts_at).date() - dt.timedelta(days=1)
    panel = soup(client.get(f"{page.url}?day={day}")).select_one("#dat")
    assert f"{timezone.localtime(slot.starts_at):%d/%m/%Y}" in plain(panel)
    assert not panel.select("[name=slot]")


def test_a_plain_page_and_its_place_in_the_footer(client, page_tree):
    page = make_standard_page(page_tree, "about", title="Về chúng tôi", slug="gioi-thieu", intro="Chúng tôi là ai.")
    hidden = make_standard_page(page_tree, title="Không có vai", slug="khac")
    draft = make_standard_page(page_tree, "terms", title="Bản nháp", live=False)
    reader = Reader(client)
    reader.open("/")
    footer = plain(reader.page.select_one("footer"))
    assert page.title in footer
    assert hidden.title not in footer
    assert draft.title not in footer
    reader.follow(".site-footer__links a")
    assert plain(reader.page.h1) == "Về chúng tôi"
    assert "Chúng tôi là ai." in reader.text
    assert client.get(draft.url).status_code == 404


def test_the_menu_marks_where_the_reader_is(client, page_tree):
    nav = soup(client.get("/lang-nghe/")).select_one(".site-header__nav")
    assert [plain(link) for link in nav.select("a[aria-current=page]")] == ["Làng nghề"]
    assert [plain(link) for link in nav.select("a")][2] == gettext("Map")


@pytest.mark.parametrize("method", ["head", "options"])
def test_pages_answer_other_safe_methods(client, page_tree, method):
    assert getattr(client, method)("/").status_code == 200


@pytest.mark.parametrize("query", ["page=abc", "page=%00", "page=-1", "page=" + "9" * 400, "day=%ff", "x" * 3_000])
@pytest.mark.parametrize("path", ["/", "/lang-nghe/", "/trai-nghiem/", "/chuyen-lang/", "/ban-do/"])
def test_odd_questions_to_lists_are_answered(client, page_tree, path, query):
    assert client.get(f"{path}?{query}").status_code == 200


def test_the_title_and_description_are_those_of_the_page(client, page_tree):
    page = make_village_page(page_tree, search_description="Mô tả cho tìm kiếm", seo_title="Gốm Phù Lãng, Bắc Ninh")
    content = soup(client.get(page.url))
    assert plain(content.title) == "Gốm Phù Lãng, Bắc Ninh · Về Làng"
    assert content.select_one("meta[name=description]")["content"] == "Mô tả cho tìm kiếm"
    assert content.select_one("meta[property='og:title']")["content"] == page.title
