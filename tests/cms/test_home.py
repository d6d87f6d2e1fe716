"""The home page of the CMS: in Vietnamese, under our name, with what is to do. It calls nobody."""

import pytest
from django.urls import reverse

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
