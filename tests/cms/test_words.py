"""Editors write the words of the site in the CMS."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from pages.models import SiteSetting
from tests.cms.forms import fields, submit
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


def test_an_editor_writes_them(client, cms, signed_in):
    site = Site.objects.get(is_default_site=True)
    client.get("/")
    editor = signed_in("editor")
    address = reverse("wagtailsettings:edit", args=["pages", "sitesetting", site.pk])
    assert editor.get(address).status_code == 200
    names = [field.name for field in SiteSetting._meta.fields if field.name not in ("id", "site")]
    response = editor.post(address, dict.fromkeys(names, "") | {"name": "Về Xứ Thanh"})
    assert response.status_code == 302
    assert plain(soup(client.get("/")).select_one(".site-header__brand")) == "Về Xứ Thanh"


def test_of_two_editors_at_them_each_keeps_what_they_changed(cms, signed_in):
    site, editor = Site.objects.get(is_default_site=True), signed_in("editor")
    address = reverse("wagtailsettings:edit", args=["pages", "sitesetting", site.pk])
    before = fields(editor.get(address).content.decode())
    submit(editor, address, region="Bắc Ninh")

    assert editor.post(address, before | {"name": ["Về Xứ Thanh"]}).status_code == 302
    words = SiteSetting.objects.get(site=site)
    assert (words.name, words.region) == ("Về Xứ Thanh", "Bắc Ninh")

    answer = editor.post(address, before | {"region": ["Thanh Hóa"]})
    assert "có người đổi thành “Bắc Ninh”" in plain(soup(answer))
    words.refresh_from_db()
    assert words.region == "Bắc Ninh"
    assert editor.post(address, fields(answer.content.decode())).status_code == 302
    words.refresh_from_db()
    assert words.region == "Thanh Hóa"
