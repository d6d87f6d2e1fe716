"""`make_site`: a fresh installation has a home, lists and drafts in both languages; a second run changes nothing."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Revision, Site

from pages.models import HomePage, StandardPage
from pages.tree import HOME, LANGUAGES, LISTS, make_tree
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOMES = {"vi": "/", "en": "/en/"}
KEYS = {"about", "how", "terms", "privacy", "contact"}


@shared
def site(db):
    call_command("make_site")


def everything() -> dict[str, list]:
    return {
        "pages": list(Page.objects.order_by("path").values()),
        "sites": list(Site.objects.order_by("pk").values()),
        "locales": list(Locale.objects.order_by("pk").values()),
        "revisions": list(Revision.objects.order_by("pk").values_list("pk", flat=True)),
    }


def test_a_second_run_changes_nothing_and_says_so(site, capsys):
    before = everything()
    capsys.readouterr()
    call_command("make_site")
    assert everything() == before
    assert "already" in capsys.readouterr().out


def test_where_a_home_stands_nothing_is_touched(page_tree):
    before = everything()
    assert make_tree() is None
    call_command("make_site")
    assert everything() == before


def test_what_editors_changed_or_removed_stays_so(site):
    StandardPage.objects.get(key="about", locale__language_code="vi").delete()
    page = StandardPage.objects.get(key="terms", locale__language_code="vi")
    page.slug, page.title = "quy-dinh", "Quy định"
    page.save_revision().publish()
    before = everything()
    call_command("make_site")
    assert everything() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_answers_with_our_words(client, site, language):
    response = client.get(HOMES[language])
    assert response.status_code == 200
    page = soup(response)
    assert page.html["lang"] == language
    assert plain(page.h1) == HOME[language]["headline"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_are_in_the_menu_and_open(client, site, language):
    links = {plain(link): link["href"] for link in soup(client.get(HOMES[language])).select("header nav a")}
    for _model, texts in LISTS.values():
        title, _slug, intro = texts[language]
        page = soup(client.get(links[title]))
        assert page.html["lang"] == language
        assert plain(page.h1) == title
        assert intro in plain(page.main)


def test_every_page_has_its_translation(site):
    for page in Page.objects.filter(depth__gt=1, locale__language_code="vi"):
        other = page.get_translations().get()
        assert other.locale.language_code == "en"
        assert other.live == page.live
        assert other.content_type == page.content_type


def test_the_welcome_page_gives_way_and_the_site_is_at_its_address(settings):
    settings.BASE_URL = "https://ve-lang.example.org"
    call_command("make_site")
    assert set(Page.objects.filter(depth=2)) == {home.page_ptr for home in HomePage.objects.all()}
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("ve-lang.example.org", 443, True)
    assert site.root_page.locale.language_code == "vi"
    assert Page.get_first_root_node().numchild == 2
    assert not Page.find_problems()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_drafts_wait_for_the_office_and_are_not_public(client, admin_client, site, language):
    drafts = StandardPage.objects.filter(locale__language_code=language)
    assert {page.key for page in drafts} == KEYS
    assert soup(client.get(HOMES[language])).select("footer a[href='/dieu-khoan/'], footer a[href='/en/terms/']") == []
    for page in drafts:
        assert not page.live
        assert page.has_unpublished_changes
        assert client.get(f"{HOMES[language]}{page.slug}/").status_code == 404
        page.latest_revision.as_object().full_clean()
        assert admin_client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_once_published_is_in_the_footer(client, site, language):
    page = StandardPage.objects.get(locale__language_code=language, key="terms")
    page.latest_revision.publish()
    links = [link["href"] for link in soup(client.get(HOMES[language])).select("footer a")]
    address = f"{HOMES[language]}{page.slug}/"
    assert address in links
    assert "19/2023/QH15" in plain(soup(client.get(address)).main)


def test_nothing_speaks_of_a_demo(site):
    texts = [str(page.specific.__dict__) for page in Page.objects.filter(depth__gt=1)]
    assert [text for text in texts if any(word in text.lower() for word in ("demo", "trình diễn", "ví dụ"))] == []
