"""The way into the CMS: strangers sign in and come back, others are told, nobody goes in circles."""

import pytest
from django.urls import reverse

from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

DEEP = "/cms/images/"


def test_a_stranger_signs_in_and_comes_back_to_where_they_wanted(client, person):
    person("editor")
    response = client.get(DEEP, follow=True)
    login = reverse("account_login")
    assert response.redirect_chain[-1][0] == f"{login}?next={DEEP}"
    assert response.status_code == 200
    response = client.post(
        f"{login}?next={DEEP}", {"login": "editor@example.com", "password": PASSWORD, "next": DEEP}, follow=True
    )
    assert response.request["PATH_INFO"] == DEEP
    assert response.status_code == 200


@pytest.mark.parametrize("role", ["member", "plain"])
@pytest.mark.parametrize("address", ["/cms/", DEEP, "/cms/hosts/", "/cms/nothing-here/"])
def test_someone_without_rights_is_told_so(signed_in, role, address):
    response = signed_in(role).get(address, follow=True)
    assert len(response.redirect_chain) <= 2
    assert response.status_code == 403
    assert reverse("after_login") in response.content.decode()


def test_someone_with_rights_goes_on(signed_in):
    editor = signed_in("editor")
    assert editor.get(f"/cms/login/?next={DEEP}").url == DEEP
    assert editor.get("/cms/login/?next=https://example.com/").url == "/cms/"


def test_a_foreign_address_is_not_passed_on(client):
    assert "example.com" not in client.get("/cms/login/?next=https://example.com/").url


def test_signing_out_of_the_cms_signs_out(signed_in):
    editor = signed_in("editor")
    editor.post(reverse("wagtailadmin_logout"))
    assert editor.get("/cms/").status_code == 302
