"""Menu, footer and language switch are kept for all readers, and what an editor changes shows at once."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction, Site

from page_cache.store import VERSION, cached, forget
from pages.models import StandardPage
from tests.factories import PageTree, make_standard_page, make_story_page, make_user
from tests.pages.reading import Reader, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def about(page_tree: PageTree) -> StandardPage:
    return make_standard_page(page_tree, "about", title="Giới thiệu", slug="gioi-thieu")


def links(client, where: str = ".site-header__nav", address: str = "/") -> dict[str, str]:
    """Addresses of one part of the frame, by title."""
    return {link.get_text(strip=True): link["href"] for link in soup(client.get(address)).select(f"{where} a")}


def footer(client, address: str = "/") -> dict[str, str]:
    return links(client, ".site-footer__links", address)


def english(client, address: str) -> str:
    """Where the language switch of a Vietnamese page leads."""
    return soup(client.get(address)).select_one(".language-switch a[hreflang=en]")["href"]


def test_a_page_kept_asks_for_nothing_of_the_frame(client, page_tree, about):
    cache.clear()
    with CaptureQueriesContext(connection) as cold:
        client.get(about.url)
    with CaptureQueriesContext(connection) as warm:
        client.get(about.url)
    asked = "\n".join(query["sql"] for query in warm)
    assert len(warm) <= len(cold) - 7, asked


def test_a_page_that_is_published_or_unpublished(client, page_tree):
    draft = make_standard_page(page_tree, "terms", title="Điều khoản", live=False)
    assert "Điều khoản" not in footer(client)
    draft.save_revision().publish()
    assert footer(client)["Điều khoản"] == draft.url
    draft.refresh_from_db()
    draft.unpublish()
    assert "Điều khoản" not in footer(client)


def test_a_draft_of_a_live_page_changes_nothing(client, about):
    assert "Giới thiệu" in footer(client)
    about.title = "Chưa đăng"
    about.save_revision()
    assert "Giới thiệu" in footer(client)


def test_a_new_name_and_a_new_address(client, page_tree, about):
    assert footer(client)["Giới thiệu"] == "/gioi-thieu/"
    about.title, about.slug = "Về chúng tôi", "ve-chung-toi"
    about.save_revision().publish()
    assert footer(client) == {"Về chúng tôi": "/ve-chung-toi/"}


def test_a_page_that_is_moved(client, page_tree):
    assert links(client)["Chuyện làng"] == "/chuyen-lang/"
    order = list(links(client))
    page_tree.stories.move(page_tree.villages, pos="left")
    moved = list(links(client))
    assert moved != order
    assert moved[0] == "Chuyện làng"
    Page.objects.get(pk=page_tree.stories.pk).move(Page.objects.get(pk=page_tree.villages.pk), pos="last-child")
    assert "Chuyện làng" not in links(client)


def test_a_page_that_is_deleted(client, page_tree, about):
    assert "Giới thiệu" in footer(client)
    Page.objects.get(pk=about.pk).delete()
    assert "Giới thiệu" not in footer(client)


def test_a_page_that_leaves_the_menu(client, page_tree):
    assert "Chuyện làng" in links(client)
    page_tree.stories.show_in_menus = False
    page_tree.stories.save()
    assert "Chuyện làng" not in links(client)


def test_a_page_that_becomes_private_and_public_again(client, page_tree, about):
    assert "Giới thiệu" in footer(client)
    restriction = PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    assert "Giới thiệu" not in footer(client)
    client.force_login(make_user(is_superuser=True))
    # What one reader may see does not get into what is kept for all.
    client.get(about.url)
    client.logout()
    assert "Giới thiệu" not in footer(client)
    restriction.delete()
    assert "Giới thiệu" in footer(client)


def test_each_language_has_its_own(client, page_tree, about):
    make_standard_page(page_tree, "about", title="About us", language="en", translation_of=about, slug="about")
    for _ in range(2):
        assert list(footer(client)) == ["Giới thiệu"]
        assert footer(client, "/en/") == {"About us": "/en/about/"}


def test_the_mark_of_where_the_reader_is_is_not_kept(client, page_tree):
    for address in ("/lang-nghe/", "/trai-nghiem/", "/lang-nghe/"):
        marked = soup(client.get(address)).select(".site-header__nav a[aria-current=page]")
        assert [link["href"] for link in marked] == [address]


def test_a_translation_that_comes_goes_and_gets_a_new_address(client, page_tree):
    story = make_story_page(page_tree)
    assert english(client, story.url) == "/en/"
    twin = make_story_page(page_tree, language="en", translation_of=story, slug="fire", live=False)
    assert english(client, story.url) == "/en/"
    twin.save_revision().publish()
    assert english(client, story.url) == twin.url
    parent = Page.objects.get(pk=page_tree.stories_en.pk).specific
    parent.slug = "tales"
    with transaction.atomic():
        parent.save()
    # Those below it follow; the test's own transaction has no end after which readers would be told.
    forget()
    assert english(client, story.url) == "/en/tales/fire/"
    twin.refresh_from_db()
    twin.unpublish()
    assert english(client, story.url) == "/en/"


def test_the_question_of_one_reader_is_not_in_the_links_of_another(client, page_tree):
    story = make_story_page(page_tree)
    twin = make_story_page(page_tree, language="en", translation_of=story)
    assert english(client, f"{story.url}?page=2") == f"{twin.url}?page=2"
    assert english(client, story.url) == twin.url


def test_another_site_has_addresses_of_its_own(client, page_tree, about, settings):
    settings.ALLOWED_HOSTS = ["testserver", "phu-lang.example"]
    assert footer(client) == {"Giới thiệu": "/gioi-thieu/"}
    other = Site.objects.create(hostname="phu-lang.example", root_page=page_tree.villages)
    page = soup(client.get("/", headers={"host": "phu-lang.example"}))
    assert [link["href"] for link in page.select(".site-footer__links a")] == ["http://testserver/gioi-thieu/"]
    assert footer(client) == {"Giới thiệu": "/gioi-thieu/"}
    other.delete()
    assert footer(client) == {"Giới thiệu": "/gioi-thieu/"}


@pytest.mark.parametrize("model", [Site, Locale])
def test_sites_and_locales_are_watched(page_tree, model):
    cached("here", lambda: "old")
    model.objects.first().save()
    assert cached("here", lambda: "new") == "new"


def test_what_a_slow_reader_read_before_a_change_is_not_kept():
    def slow() -> str:
        forget()
        return "old"

    assert cached("here", slow) == "old"
    assert cached("here", lambda: "new") == "new"


def test_what_was_kept_is_given_again_until_the_version_is_lost():
    assert cached("here", lambda: "one") == "one"
    assert cached("here", lambda: "two") == "one"
    cache.delete(VERSION)
    assert cached("here", lambda: "three") == "three"


def test_others_are_told_when_they_can_see_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        forget()
    # Another process read the database before the end of the transaction.
    cached("here", lambda: "old")
    for callback in callbacks:
        callback()
    assert cached("here", lambda: "new") == "new"


def test_a_reader_who_follows_the_footer_arrives(client, about):
    reader = Reader(client)
    for _ in range(2):
        reader.open("/")
        reader.follow(".site-footer__links a")
        assert (reader.path, reader.response.status_code) == ("/gioi-thieu/", 200)
