"""The page that an invitation's link opens."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.http.logs import without_tokens
from tests.factories import make_host, make_invitation, make_user
from tests.factories.people import PASSWORD
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.invitations import accept, revoke, token_of
from villages.enums import MemberRole
from villages.models import Invitation, Member

pytestmark = pytest.mark.django_db
FILLED = {"full_name": "Vũ  Thị Dẫn", "login": "Dan@Example.com", "password": PASSWORD}


@shared
def host():
    return make_host(owner=make_user(full_name="Phạm Thị Gốm"))


@shared
def invitation(host) -> Invitation:
    return make_invitation(host)


@pytest.fixture
def url(invitation) -> str:
    return reverse("join", args=[token_of(invitation)])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_says_who_invites_to_which_house_as_what(client, url, host):
    page = plain(soup(client.get(url)))
    for word in ("Vũ Thị Dẫn", "Phạm Thị Gốm", host.name, "đón khách", "Tiền nong để nhà lo"):
        assert word in page, word
    english = plain(soup(client.get(f"/en{url}")))
    assert "invites you to receive guests" in english


def test_nothing_keeps_or_tells_the_link(client, url):
    response = client.get(url)
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "strict-origin"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    token = url.strip("/").rpartition("/")[2]
    for said in (f"GET {url}", f"/en{url.upper()}", f"/tai-khoan/login/?next={url.replace('/', '%2F')}"):
        assert token.lower() not in str(without_tokens(None, "info", {"event": said})).lower()


def test_looking_changes_nothing(client, url):
    signed_in(make_user()).get(url)
    client.get(url)
    assert Invitation.objects.unanswered().count() == Member.objects.count() == 1


def test_who_is_signed_in_joins_with_one_button_and_a_second_tap_says_so(url, host):
    guide = make_user()
    client = signed_in(guide)
    assert len(soup(client.get(url)).select(f"form[action='{url}'] button")) == 1
    response = client.post(url, follow=True)
    assert response.redirect_chain[-1][0] == reverse("desk:today", args=[host.slug])
    assert f"bàn làm việc của {host.name}" in plain(soup(response))
    assert "không có gì thay đổi" in plain(soup(client.post(url, follow=True)))
    assert Member.objects.get(user=guide).role == MemberRole.GUIDE


def test_who_is_not_signed_in_is_sent_there_and_comes_back(client, url):
    guide = make_user("dan@example.com")
    link = next(link["href"] for link in soup(client.get(url)).select("main a[href*='login']"))
    form = soup(client.get(link)).select_one("form[action*='login']")
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    response = client.post(form["action"], hidden | {"login": "dan@example.com", "password": PASSWORD})
    assert response["Location"] == url
    client.post(url)
    assert Member.objects.filter(user=guide).exists()


def test_somebody_new_makes_an_account_right_there(client, url, host):
    response = client.post(url, FILLED)
    assert response["Location"] == reverse("desk:today", args=[host.slug])
    account = User.objects.get(email="dan@example.com")
    assert (account.full_name, account.is_staff, account.check_password(PASSWORD)) == ("Vũ Thị Dẫn", False, True)
    assert client.get(response["Location"]).status_code == 200
    assert (
        Client().post(reverse("account_login"), {"login": "dan@example.com", "password": PASSWORD}).status_code == 302
    )


def test_a_phone_number_is_as_good_as_an_address(client, url):
    client.post(url, FILLED | {"login": "0912 345 678"})
    account = User.objects.get(phone="+84912345678")
    assert account.email is None
    assert account.memberships.count() == 1


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"password": "matkhau"}, "ngắn"),
        ({"password": "dan@example.com"}, "giống"),
        ({"login": "không phải"}, "số điện thoại"),
        ({"login": "dan@"}, "Email này chưa đúng"),
        ({"full_name": "mua.hang.com"}, "chỉ ghi tên"),
        ({"full_name": " "}, "Họ tên"),
    ],
)
def test_what_cannot_be_is_said_and_loses_nothing(client, url, wrong, word):
    page = soup(client.post(url, FILLED | wrong))
    assert word in plain(page.select_one(".form-errors"))
    name = next(iter(wrong))
    for field in {"full_name", "login"} - {name}:
        assert page.select_one(f"[name={field}]")["value"] == FILLED[field]
    assert not User.objects.filter(full_name="Vũ Thị Dẫn").exists()
    assert Invitation.objects.unanswered().count() == 1


def test_an_address_that_has_an_account_is_told_to_sign_in(client, url):
    make_user("dan@example.com")
    page = plain(soup(client.post(url, FILLED)).select_one(".form-errors"))
    assert "đăng nhập" in page
    assert Invitation.objects.unanswered().count() == 1


def test_who_works_here_already_is_told_and_the_link_stays_good(url, host):
    client = signed_in(host.members.get().user)
    for answer in (client.get(url), client.post(url, follow=True)):
        assert "Bạn đã làm ở bàn này rồi" in plain(soup(answer))
        assert not soup(answer).select(f"form[action='{url}']")
    assert Invitation.objects.unanswered().count() == 1


def used(invitation):
    accept(invitation=invitation, user=make_user(), now=timezone.now())


def taken_back(invitation):
    revoke(host=invitation.host, invitation_id=invitation.pk, by=make_user(), now=timezone.now())


def old(invitation):
    Invitation.objects.update(good_until=timezone.now() - dt.timedelta(minutes=1))


@pytest.mark.parametrize(("end", "word"), [(used, "có người dùng"), (taken_back, "rút lại"), (old, "bảy ngày")])
def test_a_link_that_is_over_says_why_and_whom_to_ask(client, url, invitation, host, end, word):
    end(invitation)
    for answer in (client.get(url), client.post(url, FILLED), signed_in(make_user()).post(url)):
        page = plain(soup(answer))
        assert answer.status_code == 410
        assert word in page
        assert f"xin {host.name}" in page
    assert not User.objects.filter(email="dan@example.com").exists()


def test_an_account_that_was_made_by_a_lost_first_tap_is_asked_to_sign_in(client, url):
    client.post(url, FILLED)
    page = soup(Client().post(url, FILLED))
    assert page.select_one(f"main a[href='{reverse('account_login')}']")
    assert User.objects.filter(email="dan@example.com").count() == 1


def test_a_link_that_was_cut_says_so(client, url):
    answer = client.get(url[:-3] + "/")
    assert answer.status_code == 404
    assert "rơi mất một đoạn" in plain(soup(answer))


def test_sign_up_stays_closed_elsewhere(client):
    assert (
        client.post(reverse("account_signup"), {"email": "dan@example.com", "password1": PASSWORD}).status_code == 200
    )
    assert not User.objects.filter(email="dan@example.com").exists()


def test_guessing_ends_after_a_while(client, url):
    cache.clear()
    guesses = [client.get(f"/tham-gia/{number:032d}/").status_code for number in range(61)]
    assert set(guesses[:60]) == {404}
    assert guesses[60] == 429
    # A link that is good is still looked at, by others in the same market.
    assert client.get(url).status_code == 200
    cache.clear()
