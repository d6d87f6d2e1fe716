"""What a photo shows is said in the language of its page; documents can be linked from any text."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.segments.extract import extract_segments

from common.cms.blocks import RICH
from tests.factories import make_artisan_page, make_experience_page, make_story_page, make_village_page
from tests.pages.reading import soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def photo():
    return get_image_model().objects.create(title="IMG_2041", description="Lò bầu đỏ lửa", file=get_test_image_file())


def alt(client, page) -> str:
    return soup(client.get(page.url)).main.select_one(".picture img")["alt"]


def make_pages(tree, **fields):
    village = make_village_page(tree, **fields)
    return [
        make_story_page(tree, **fields),
        village,
        make_experience_page(tree, **fields),
        make_artisan_page(village, **fields),
    ]


def test_a_page_says_what_its_photo_shows(client, page_tree, photo):
    for page in make_pages(page_tree, photo=photo, photo_alt="Cụ Chế canh lò"):
        assert alt(client, page) == "Cụ Chế canh lò", page


def test_where_it_says_nothing_the_photos_own_words_do_and_never_a_files_name(client, page_tree, photo):
    for page in make_pages(page_tree, photo=photo):
        assert alt(client, page) == "Lò bầu đỏ lửa", page


def test_an_english_page_says_it_in_english_or_not_at_all(client, page_tree, photo):
    told = make_story_page(page_tree, language="en", photo=photo, photo_alt="The kiln at night")
    untold = make_story_page(page_tree, language="en", photo=photo)
    assert (alt(client, told), alt(client, untold)) == ("The kiln at night", "")


def test_our_print_in_the_place_of_a_photo_says_what_is_drawn_and_not_what_a_photo_showed(client, page_tree):
    for page in make_pages(page_tree, photo_alt="Không có ảnh"):
        assert alt(client, page).startswith("Tranh vẽ: "), page


def test_its_words_are_translated_with_the_page(page_tree, photo):
    page = make_story_page(page_tree, photo=photo, photo_alt="Cụ Chế canh lò")
    assert "photo_alt" in {segment.path for segment in extract_segments(page)}


def test_a_document_is_linked_and_opens(client, page_tree, settings, tmp_path):
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.MEDIA_ROOT, settings.STORAGES = tmp_path, settings.STORAGES | {"default": disk}
    assert "document-link" in RICH
    file = ContentFile(b"%PDF-1.4 gio mo cua", name="gio-mo-cua.pdf")
    document = get_document_model().objects.create(title="Giờ mở cửa", file=file)
    text = f'<p>Xem <a linktype="document" id="{document.pk}">giờ mở cửa</a>.</p>'
    page = make_story_page(page_tree, body=[("paragraph", text)])
    link = soup(client.get(page.url)).main.find("a", string="giờ mở cửa")["href"]
    response = client.get(link)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"%PDF-1.4 gio mo cua"
