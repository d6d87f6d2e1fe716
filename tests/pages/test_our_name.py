"""What the site calls itself is an editor's word: in the CMS, on pages of errors, in names of files."""

from pathlib import Path

import pytest
from wagtail.models import Site

from common.words.site import file_name
from pages.models import SiteSetting
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@shared
def renamed(page_tree):
    site = Site.objects.get(is_default_site=True)
    SiteSetting.objects.update_or_create(site=site, defaults={"name": "Về Xứ Thanh"})


def test_the_cms_is_headed_by_it(client, renamed, admin_client):
    html = admin_client.get("/cms/").content.decode()
    assert "Về Xứ Thanh</title>" in html
    assert 'alt="Về Xứ Thanh"' in html


def test_files_are_named_by_it(renamed):
    assert file_name("ABC234", "ics") == "ve-xu-thanh-ABC234.ics"


def test_no_template_names_the_site_but_where_nobody_told_it():
    told = [line for path in TEMPLATES.rglob("*.*") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in told if "Về Làng" in line.replace('default:"Về Làng"', "")] == []
