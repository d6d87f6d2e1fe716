"""Accounts in the CMS: one name, an address or a phone number, and allauth's list in step."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from accounts.roles import EDITORS
from tests.cms.forms import errors, fields, submit
from tests.factories import make_user
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db

PASSWORD = {"password1": "gốm Phù Lãng 2026", "password2": "gốm Phù Lãng 2026"}


@pytest.fixture
def administrator(signed_in):
    return signed_in("superuser")


def add(client, **data):
    return submit(client, reverse("wagtailusers_users:add"), **data)


def test_an_account_with_a_role(administrator, client):
    editors = Group.objects.get(name=EDITORS)
    response = add(
        administrator,
        email="Lan@Example.com",
        full_name="Nguyễn  Thị Lan",
        phone="0912 345 678",
        groups=[editors.pk],
        **PASSWORD,
    )
    assert response.status_code == 302, errors(response)
    lan = User.objects.get(email="lan@example.com")
    assert (lan.full_name, str(lan.phone), lan.groups.get()) == ("Nguyễn Thị Lan", "+84912345678", editors)
    response = client.post(reverse("account_login"), {"login": "lan@example.com", "password": PASSWORD["password1"]})
    assert response.status_code == 302
    assert client.get("/cms/").status_code == 200


def test_two_accounts_with_a_phone_number_alone(administrator):
    for phone in ("0912345678", "0912345679"):
        response = add(administrator, full_name="Phạm Thị Gốm", phone=phone, **PASSWORD)
        assert response.status_code == 302, errors(response)
    assert User.objects.filter(email__isnull=True).count() == 2


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"full_name": "Không Địa Chỉ"} | PASSWORD, "email"),
        ({"email": "SUPERUSER@example.com"} | PASSWORD, "email"),
        ({"email": "a@example.com", "phone": "+84912000111"} | PASSWORD, "phone"),
        ({"email": "a@example.com", "password1": "ngan", "password2": "ngan"}, "password2"),
        ({"email": "a@example.com"} | PASSWORD | {"password2": "khác hẳn nhau"}, "password2"),
    ],
)
def test_what_an_account_cannot_be(administrator, data, where):
    make_user(phone="+84912000111")
    before = User.objects.count()
    response = add(administrator, **data)
    assert list(response.context["form"].errors) == [where]
    assert User.objects.count() == before


def test_editing_keeps_the_password_and_drops_the_former_address(administrator):
    user = make_user("cu@example.com")
    EmailAddress.objects.create(user=user, email="cu@example.com", verified=True, primary=True)
    response = submit(
        administrator,
        reverse("wagtailusers_users:edit", args=[user.pk]),
        email="moi@example.com",
        full_name="Lê Văn Viết",
    )
    assert response.status_code == 302, errors(response)
    password = user.password
    user.refresh_from_db()
    assert (user.email, user.full_name, user.password) == ("moi@example.com", "Lê Văn Viết", password)
    assert not EmailAddress.objects.filter(user=user, email="cu@example.com").exists()


def test_nobody_takes_their_own_rights_away(administrator):
    url = reverse("wagtailusers_users:edit", args=[administrator.user.pk])
    submit(administrator, url, is_superuser="", is_active="")
    administrator.user.refresh_from_db()
    assert administrator.user.is_superuser
    assert administrator.user.is_active


@pytest.mark.parametrize("query", ["au duong thi lan", "AULAN@", "0912345678", "+84912345678", "biên tập"])
def test_search(administrator, query):
    lan = make_user("aulan@example.com", full_name="Âu Dương Thị Lan", phone="+84912345678")
    found = administrator.get(reverse("wagtailusers_users:index_results"), {"q": query}).context["object_list"]
    assert (lan in found) == (query not in ("biên tập",))
    assert administrator.user not in found


def test_the_list_names_roles_and_shows_no_none(administrator, person):
    person("editor")
    make_user(email=None, phone="+84912345678")
    html = administrator.get(reverse("wagtailusers_users:index")).content.decode()
    assert EDITORS in html
    assert ">None<" not in html.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("role", ["superuser", "editor", "writer", "verifier", "manager"])
def test_ones_own_account_page(signed_in, role):
    client = signed_in(role)
    url = reverse("wagtailadmin_account")
    page = client.get(url).content.decode()
    assert "first_name" not in page
    assert 'type="password"' not in page
    assert "name_email-email" not in page
    assert client.user.full_name in page
    changes = {"name_email-full_name": "Trần Thị Biên", "locale-preferred_language": "en"}
    response = client.post(url, fields(page) | changes)
    assert response.status_code == 302
    client.user.refresh_from_db()
    assert client.user.full_name == "Trần Thị Biên"
    assert '<html lang="en"' in client.get("/cms/").content.decode()


def test_of_two_administrators_at_one_account_each_keeps_what_they_changed(administrator):
    user = make_user("lan@example.com", full_name="Lan", phone="+84912345678")
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    before = fields(administrator.get(url).content.decode())
    submit(administrator, url, phone="0912 345 679")

    assert administrator.post(url, before | {"full_name": "Nguyễn Thị Lan"}).status_code == 302
    user.refresh_from_db()
    assert (user.full_name, str(user.phone)) == ("Nguyễn Thị Lan", "+84912345679")

    answer = administrator.post(url, before | {"phone": "0912 345 670"})
    assert answer.status_code == 200
    assert "có người đổi thành" in plain(soup(answer))
    user.refresh_from_db()
    assert str(user.phone) == "+84912345679"
    assert administrator.post(url, fields(answer.content.decode())).status_code == 302
    user.refresh_from_db()
    assert str(user.phone) == "+84912345670"


def test_who_changes_their_language_keeps_the_name_that_the_office_mended_meanwhile(signed_in):
    client = signed_in("writer")
    url = reverse("wagtailadmin_account")
    before = fields(client.get(url).content.decode())
    User.objects.filter(pk=client.user.pk).update(full_name="Lê Văn Viết")
    client.post(url, before | {"locale-preferred_language": "en"})
    client.user.refresh_from_db()
    assert client.user.full_name == "Lê Văn Viết"
    client.post(url, before | {"name_email-full_name": "Lê Viết"})
    client.user.refresh_from_db()
    assert client.user.full_name == "Lê Viết"


def test_an_address_has_one_spelling_from_the_first_account_on(client):
    call_command("createsuperuser", email="Quan.Tri@Example.COM", interactive=False, verbosity=0)
    administrator = User.objects.get(email="QUAN.tri@example.com")
    assert administrator.email == "quan.tri@example.com"
    administrator.set_password("gốm Phù Lãng 2026")
    administrator.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("QUAN.TRI@example.com")
    answer = client.post("/tai-khoan/login/", {"login": "Quan.Tri@example.com", "password": "gốm Phù Lãng 2026"})
    assert answer.status_code == 302
