"""The home page of the CMS: in Vietnamese, under our name, with what is to do. It calls nobody."""

import datetime as dt

import pytest
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.urls import reverse
from django.utils import timezone

from tests.cms.conftest import OFFICE
from tests.factories import make_host

pytestmark = pytest.mark.django_db


def home(client) -> str:
    return client.get("/cms/").content.decode()


@pytest.mark.parametrize("role", ["superuser", *OFFICE])
def test_it_is_in_vietnamese_and_ours(signed_in, role):
    text = home(signed_in(role))
    assert '<html lang="vi"' in text
    assert "Về Làng</title>" in text
    assert "Tài khoản" in text
    assert "art/favicon.svg" in text
    assert "css/cms.css" in text


@pytest.mark.parametrize("role", ["superuser", *OFFICE])
def test_it_names_no_other_machine(signed_in, role):
    text = home(signed_in(role))
    for stranger in ("gravatar", "releases.wagtail", "guide.wagtail", "docs.wagtail"):
        assert stranger not in text


def test_it_says_what_to_do(signed_in, cms):
    story = reverse("wagtailadmin_pages:add", args=["stories", "storypage", cms.stories.pk])
    add_experience, waiting = reverse("experience:add"), reverse("host:index") + "?verified=no"
    make_host(verified=False)

    assert story in home(signed_in("writer"))
    assert story in home(signed_in("editor"))
    for_manager = home(signed_in("manager"))
    assert add_experience in for_manager
    assert story not in for_manager
    assert waiting not in for_manager
    for_verifier = home(signed_in("verifier"))
    assert waiting in for_verifier
    assert story not in for_verifier


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (dt.timedelta(seconds=1), "1 giây trước"),
        (dt.timedelta(minutes=5), "5 phút trước"),
        (dt.timedelta(hours=3), "3 giờ trước"),
    ],
)
def test_how_long_ago_is_said_in_vietnamese(ago, text):
    assert naturaltime(timezone.now() - ago - dt.timedelta(milliseconds=50)) == text


def test_dialogs_of_links_and_rights_of_groups_are_in_vietnamese(signed_in):
    client = signed_in("superuser")
    for name in ("external", "email", "phone", "anchor"):
        html = client.get(reverse(f"wagtailadmin_choose_page_{name}_link")).json()["html"]
        for english in ("Link text", "Email address", "Phone number", "Subject", "Body"):
            assert english not in html, name
    assert "Can verify hosts" not in client.get("/cms/groups/new/").content.decode()
    report = client.get(reverse("wagtail_localize:translations_report")).content.decode()
    assert "Source locale" not in report
    assert "Target locale" not in report
