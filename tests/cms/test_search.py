"""What is typed in the CMS finds what it means, with marks or without, on either database; and finds quickly."""

import unicodedata

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import TranslationSource

from tests.factories import make_story_page
from tests.plugins.shared_stage import shared

pytestmark = [pytest.mark.django_db, pytest.mark.each_argument]

TYPED = ["gốm", "gom", "GỐM", unicodedata.normalize("NFD", "gốm"), "đêm gốm", "dem gom", "“gốm”", "gố"]
SIGNS = ['"', "' OR", "%", "_", "(", "gốm'", "a & b", "live:yes", "published:true gốm", '"gốm"', "\x00", "—"]


@shared
def stories(cms):
    make_story_page(cms, title="Đêm canh lò gốm", slug="dem-canh-lo-gom")
    make_story_page(cms, title="Hội Lim", slug="hoi-lim")
    call_command("update_index", verbosity=0)
    return cms


@pytest.mark.parametrize("typed", TYPED)
def test_pages(signed_in, stories, typed):
    client = signed_in("editor")
    urls = {
        "search": reverse("wagtailadmin_pages:search_results"),
        "list": reverse("wagtailadmin_explore_results", args=[stories.stories.pk]),
        "chooser": reverse("wagtailadmin_choose_page_search"),
    }
    for where, url in urls.items():
        html = client.get(url, {"q": typed}).content.decode()
        assert "Đêm canh lò gốm" in html, where
        assert "Hội Lim" not in html, where


@pytest.mark.parametrize("typed", TYPED)
def test_images_and_documents(signed_in, cms, typed):
    client = signed_in("editor")
    image, document = get_image_model(), get_document_model()
    for title in ("Đêm bên lò gốm", "Hội Lim"):
        image.objects.create(title=title, file=get_test_image_file())
        document.objects.create(title=title, file=ContentFile(b"%PDF-1.4", name="x.pdf"))
    for name in ("wagtailimages:index_results", "wagtailimages_chooser:choose_results", "wagtaildocs:index_results"):
        html = client.get(reverse(name), {"q": typed}).content.decode()
        assert "Đêm bên lò gốm" in html, name
        assert "Hội Lim" not in html, name
    html = client.get(reverse("wagtaildocs_chooser:choose_results"), {"q": typed}).content.decode()
    assert "Đêm bên lò gốm" in html
    assert "Hội Lim" not in html


@pytest.mark.parametrize("typed", SIGNS)
def test_signs_break_nothing(signed_in, stories, typed):
    client = signed_in("editor")
    for name in (
        "wagtailadmin_pages:search_results",
        "wagtailimages:index_results",
        "wagtaildocs_chooser:choose_results",
    ):
        assert client.get(reverse(name), {"q": typed}).status_code == 200, name


def _cost(client, url: str, **query) -> int:
    client.get(url, query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, query).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["editor", "writer"])
def test_a_list_of_pages_costs_the_same_however_many_there_are(signed_in, cms, role):
    """In the usual order, by title, by hand (which shows all at once), and what a search finds."""
    client = signed_in(role)
    stories = reverse("wagtailadmin_explore", args=[cms.stories.pk])
    search = reverse("wagtailadmin_pages:search")

    def costs() -> list[int]:
        ways = [{}, {"ordering": "title"}, {"ordering": "ord"}, {"q": "lo"}]
        return [*(_cost(client, stories, **way) for way in ways), _cost(client, search, q="lo")]

    for _ in range(3):
        make_story_page(cms, owner=client.user).save_revision()
    few = costs()
    for _ in range(12):
        make_story_page(cms, owner=client.user).save_revision()
    assert costs() == few


def test_each_page_of_a_list_can_be_translated_and_brought_in_step(signed_in, cms):
    client = signed_in("editor")
    story = make_story_page(cms)
    url = reverse("wagtailadmin_explore", args=[cms.stories.pk])
    submit = reverse("wagtail_localize:submit_page_translation", args=[story.pk])
    assert submit in client.get(url).content.decode()
    assert client.post(submit, {"locales": [cms.en.pk]}).status_code == 302
    html = client.get(url).content.decode()
    assert submit not in html
    assert reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk]) in html
