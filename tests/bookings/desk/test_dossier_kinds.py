"""Which product an upgrade or a re-evaluation is of, at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from ocop.models import Dossier
from tests.factories import make_certificate, make_host, make_product, make_user
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def potter():
    return make_user()


@pytest.fixture
def host(potter):
    return make_host(owner=potter)


@pytest.fixture
def send(potter, host):
    client = Client()
    client.force_login(potter)

    def post(**told):
        asked = {"name": "Bình gốm", "criteria_set": "21", "kind": "first"} | told
        return client.post(reverse("desk:dossiers", args=[host.slug]), asked)

    return post


def test_a_re_evaluation_is_of_a_certified_product_of_this_house(send, host):
    mine, theirs = make_certificate(make_product(host)).product, make_certificate().product
    assert "đã được công nhận" in send(kind="again").content.decode()
    assert send(kind="again", product=theirs.pk).status_code == 200
    assert not Dossier.objects.exists()
    assert send(kind="again", product=mine.pk).status_code == 302
    assert Dossier.objects.get().product == mine


def test_a_house_without_a_certified_product_is_told_so(send):
    answer = send(kind="upgrade")
    assert "đã được công nhận" in answer.content.decode()
    assert not Dossier.objects.exists()


def test_a_first_evaluation_is_of_no_product_whatever_was_chosen_before(send, host):
    mine = make_certificate(make_product(host)).product
    assert send(kind="first", product=mine.pk).status_code == 302
    assert Dossier.objects.get().product is None


def test_what_ends_an_assessment_is_saved_with_the_pages_own_token(potter, host, send):
    send(practice="on")
    client = Client(enforce_csrf_checks=True)
    client.force_login(potter)
    url = reverse("desk:dossier", args=[host.slug, Dossier.objects.get().pk])
    form = soup(client.get(url)).select_one("form[action$='/loai-tru/']")
    token = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert client.post(form["action"], {"csrfmiddlewaretoken": token}).status_code == 302
