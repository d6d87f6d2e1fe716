"""What Wagtail's own pages never send gets a page that says so, and what they do send goes on working."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from tests.factories import make_experience, make_user
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db
LINKS = ("external", "email", "phone", "anchor")


@pytest.fixture
def administrator(client):
    client.force_login(make_user("quan-tri@example.com", is_superuser=True))
    return client


@pytest.mark.parametrize("pk", ["abc", "²", "1e400", "2026-02-30"])
@pytest.mark.parametrize("chooser", ["experience-chooser", "images/chooser", "documents/chooser"])
def test_a_thing_that_cannot_be_is_not_chosen(administrator, chooser, pk):
    assert administrator.get(f"/cms/{chooser}/chosen/{pk}/").status_code == 404


def test_a_thing_that_is_there_is_chosen(administrator):
    experience = make_experience()
    answer = administrator.get(f"/cms/experience-chooser/chosen/{experience.pk}/")
    assert answer.json()["result"]["id"] == str(experience.pk)


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_below_a_page_that_cannot_be_is_not_found(administrator, kind):
    address = reverse(f"wagtailadmin_choose_page_{kind}_link")
    assert administrator.get(address, {"parent_page_id": "x"}).status_code == 404
    assert administrator.get(address, {"parent_page_id": "1"}).status_code == 200
    assert administrator.get(address).status_code == 200


def test_a_link_without_its_field_is_refused_and_an_empty_one_is_asked_again(administrator):
    address = reverse("wagtailadmin_choose_page_external_link")
    assert administrator.post(address, {}).status_code == 400
    assert administrator.post(address, {"external-link-chooser-url": ""}).status_code == 200
    chosen = administrator.post(
        address, {"external-link-chooser-url": "https://example.org/", "external-link-chooser-link_text": "ví dụ"}
    )
    assert chosen.json()["step"] == "external_link_chosen"


def test_redirects_are_imported_and_a_form_out_of_nowhere_leads_to_the_start(administrator):
    start = reverse("wagtailredirects:start_import")
    process = reverse("wagtailredirects:process_import")
    for invented in ({}, {"import_file_name": "/etc/passwd", "input_format": "0:sai"}):
        answer = administrator.post(process, invented)
        assert (answer.status_code, answer["Location"]) == (302, start)
    file = SimpleUploadedFile("doi-huong.csv", b"from,to\n/cu/,https://example.org/moi/\n", content_type="text/csv")
    page = soup(administrator.post(start, {"import_file": file, "input_format": "0"}))
    form = page.select_one(f"form[action='{process}']")
    fields = {box["name"]: box.get("value", "") for box in form.select("input[name]")}
    answer = administrator.post(process, fields | {"from_index": "0", "to_index": "1", "permanent": "on"})
    assert answer.status_code == 302, soup(answer).select_one("main").get_text(" ", strip=True)
    assert Redirect.objects.get().old_path == "/cu"


def test_the_page_that_fails_on_purpose_is_none_of_ours(administrator):
    assert administrator.get("/cms/failwhale/").status_code == 404
