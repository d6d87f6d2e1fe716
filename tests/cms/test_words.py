"""Editors write the words of the site in the CMS."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from pages.models import SiteSetting
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
