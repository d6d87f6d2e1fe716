"""The owners' page of who works here."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from config.celery import app
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import make_invitation, make_user
from tests.pages.reading import fields_of, plain, soup
from villages.domain.invitations import token_of
from villages.enums import MemberRole
from villages.models import Invitation, Member

pytestmark = pytest.mark.django_db


def guide_of(desk, **fields) -> Member:
    return Member.objects.create(host=desk.host, user=make_user(**fields), role=MemberRole.GUIDE)


def invite(desk, **filled):
    page = soup(desk.get("invitation_new"))
    form = page.select_one("main form[method=post]")
    sent = fields_of(page, form) | {"name": "Vũ Thị Dẫn", "role": "guide"} | filled
    return desk.post("invitation_new", sent), sent


def test_it_says_who_is_in_as_what_and_who_is_invited(desk):
    guide_of(desk, full_name="Vũ Thị Dẫn")
    make_invitation(desk.host, name="Đỗ Văn Chèo", role=MemberRole.MANAGER)
    page = plain(soup(desk.get("team")))
    for word in (f"{desk.owner} · bạn", "Vũ Thị Dẫn", "người dẫn khách", "Đỗ Văn Chèo", "người quản lý"):
        assert word in page, word


def test_who_is_alone_reads_what_a_guide_is_good_for(desk):
    assert "mới có mình bạn" in plain(soup(desk.get("team")))
    guide_of(desk)
    assert "mới có mình bạn" not in plain(soup(desk.get("team")))


def test_inviting_leads_to_a_link_and_a_code_and_sends_a_mail_where_an_address_is_given(desk):
    response, sent = invite(desk, email="dan@example.com")
    page, invitation = soup(response), Invitation.objects.get()
    assert page.select_one("#link")["value"].endswith(f"/tham-gia/{token_of(invitation)}/")
    assert page.select_one(".desk-team__code svg")
    assert OutboxMessage.objects.get().to == "dan@example.com"

    assert "không có gì thay đổi" in said(desk.post("invitation_new", sent))
    assert Invitation.objects.count() == OutboxMessage.objects.count() == 1


def test_without_an_address_no_mail_goes_anywhere(desk):
    invite(desk)
    assert Invitation.objects.get().role == MemberRole.GUIDE
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"name": ""}, "Bạn ghi tên"), ({"name": "mua.hang.com"}, "chỉ ghi tên"), ({"role": "king"}, "king")],
)
def test_what_cannot_be_is_said_and_loses_nothing(desk, wrong, word):
    response, _sent = invite(desk, email="dan@example.com", **wrong)
    page = soup(response)
    assert word in plain(page.select_one(".form-errors"))
    assert page.select_one("[name=email]")["value"] == "dan@example.com"
    assert not Invitation.objects.exists()


def test_the_link_is_gone_after_an_hour_and_a_new_one_is_made(desk):
    invite(desk)
    Invitation.objects.update(made_at=timezone.now() - dt.timedelta(hours=2))
    invitation = Invitation.objects.get()
    page = soup(desk.get("invitation", pk=invitation.pk))
    assert not page.select("#link")
    assert token_of(invitation) not in str(page)
    form = page.select_one("form[action$='/lai/']")
    after = soup(desk.client.post(form["action"], fields_of(page, form), follow=True))
    assert token_of(invitation) not in str(after)
    assert token_of(Invitation.objects.get()) in after.select_one("#link")["value"]


def test_another_owner_makes_a_link_of_their_own(desk):
    other = make_user()
    Member.objects.create(host=desk.host, user=other, role=MemberRole.OWNER)
    invite(desk)
    client = Client()
    client.force_login(other)
    assert not soup(client.get(desk.url("invitation", pk=Invitation.objects.get().pk))).select("#link")


def test_an_invitation_that_is_over_leads_back_to_the_list(desk):
    invite(desk)
    pk = Invitation.objects.get().pk
    desk.post("invitation_revoke", pk=pk)
    response = desk.client.get(desk.url("invitation", pk=pk), follow=True)
    assert "không còn chờ nữa" in said(response)
    assert "Vũ Thị Dẫn" not in plain(soup(response).select_one("main"))


def test_who_is_taken_out_is_out_at_the_next_tap_and_comes_back_by_one(desk):
    member = guide_of(desk)
    client = Client()
    client.force_login(member.user)
    assert client.get(desk.url("today")).status_code == 200
    page = soup(desk.post("member_remove", pk=member.pk))
    assert client.get(desk.url("today")).status_code == 404
    assert client.get("/vao-viec/")["Location"] == "/"

    undo = page.select_one("form[action$='/nguoi/lay-lai/']")
    desk.client.post(undo["action"], fields_of(page, undo))
    assert client.get(desk.url("today")).status_code == 200
    assert Member.objects.get(user=member.user).role == MemberRole.GUIDE


def test_the_undo_of_one_house_brings_nobody_into_another(desk):
    member, other = guide_of(desk), make_desk()
    page = soup(desk.post("member_remove", pk=member.pk))
    token = page.select_one("input[name=undo]")["value"]
    assert "Muộn quá" in said(other.post("member_undo", {"undo": token}))
    assert not Member.objects.filter(user=member.user).exists()


def test_the_last_owner_is_told_why_they_stay(desk):
    mine = Member.objects.get(user=desk.owner)
    guide_of(desk)
    for response in (desk.post("member_remove", pk=mine.pk), desk.post("member_role", {"role": "guide"}, pk=mine.pk)):
        assert "Nhà nào cũng phải có người chủ" in said(response)
    mine.refresh_from_db()
    assert mine.role == MemberRole.OWNER


def test_a_role_that_another_owner_changed_meanwhile_is_not_overwritten(desk):
    member = guide_of(desk)
    page = soup(desk.get("team"))
    form = page.select_one(f"form[action='{desk.url('member_role', pk=member.pk)}']")
    opened = form.select_one("[name=opened]")["value"]
    desk.post("member_role", {"role": "adviser", "opened": opened}, pk=member.pk)

    response = desk.post("member_role", {"role": "owner", "opened": opened}, pk=member.pk)

    member.refresh_from_db()
    assert (member.role, "có người đổi vai trò" in said(response)) == (MemberRole.ADVISER, True)
    desk.post("member_role", {"role": "owner", "opened": "adviser"}, pk=member.pk)
    member.refresh_from_db()
    assert member.role == MemberRole.OWNER


def test_an_owner_who_leaves_or_steps_back_lands_where_they_still_may_be(desk):
    mine, other = Member.objects.get(user=desk.owner), guide_of(desk)
    desk.post("member_role", {"role": "owner"}, pk=other.pk)
    response = desk.client.post(desk.url("member_role", pk=mine.pk), {"role": "manager"})
    assert response["Location"] == desk.url("today")
    client = Client()
    client.force_login(other.user)
    Member.objects.create(host=desk.host, user=make_user(), role=MemberRole.OWNER)
    answer = client.post(desk.url("member_remove", pk=other.pk), follow=True)
    assert answer.redirect_chain[0][0] == "/vao-viec/"
    assert answer.status_code == 200


def test_the_page_asks_the_same_however_many_work_here(desk, django_assert_max_num_queries):
    for number in range(6):
        guide_of(desk)
        make_invitation(desk.host, name=f"Người {number}")
    desk.get("team")
    with django_assert_max_num_queries(8):
        desk.get("team")


@pytest.fixture
def texts(settings, tmp_path, monkeypatch):
    cache.clear()
    monkeypatch.setitem(app.conf, "task_always_eager", True)
    settings.TEXT_FOLDER = str(tmp_path / "texts")
    return lambda: [json.loads(path.read_text()) for path in tmp_path.glob("texts/*.json")]


def test_an_invitation_goes_to_a_phone_as_one_text_and_the_number_is_not_kept(desk, texts):
    response, sent = invite(desk, phone="0912 345 678")
    desk.post("invitation_new", sent)
    [text], invitation = texts(), Invitation.objects.get()
    assert text["to"] == "+84912345678"
    assert text["text"].isascii()
    assert text["text"].endswith(f"/tham-gia/{token_of(invitation)}/")
    assert "0912 345 678" in said(response)
    assert "912345678" not in str(list(Invitation.objects.values()))


def renewal(desk) -> tuple[str, dict]:
    """Of one invitation that was made long ago: the address of its form, and what the form sends."""
    invitation = make_invitation(desk.host, name="Vũ Thị Dẫn", language="en")
    Invitation.objects.update(made_at=timezone.now() - dt.timedelta(days=8), good_until=timezone.now())
    link = soup(desk.get("team")).select_one(f"a[href$='/{invitation.pk}/lai/']")
    page = soup(desk.client.get(link["href"]))
    return link["href"], fields_of(page, page.select_one("main form[method=post]"))


def test_a_new_link_goes_to_a_phone_too_once_and_in_its_language(desk, texts):
    url, sent = renewal(desk)
    for _again in range(2):
        response = desk.client.post(url, sent | {"phone": "0912 345 678"}, follow=True)
    [text] = texts()
    assert text["to"] == "+84912345678"
    assert text["text"].endswith(f"/en/tham-gia/{token_of(Invitation.objects.get())}/")
    assert "912345678" not in str(list(Invitation.objects.values()))
    assert "không có gì thay đổi" in said(response)


def test_a_new_link_for_a_number_that_cannot_be_read_is_not_made(desk, texts):
    url, sent = renewal(desk)
    before = list(Invitation.objects.values())
    response = desk.client.post(url, sent | {"phone": "12"})
    assert (response.status_code, soup(response).select_one("#id_phone")["value"]) == (200, "12")
    assert (texts(), list(Invitation.objects.values())) == ([], before)


def test_one_house_does_not_use_up_the_texts_of_the_site(desk, texts, monkeypatch):
    monkeypatch.setattr("bookings.desk.team.invitations.TEXTS_OF_A_HOUSE", "1/day")
    invite(desk, phone="0912 345 678")
    response, _sent = invite(desk, phone="0987 654 321")
    assert "đã nhắn nhiều tin" in said(response)
    assert soup(response).select_one("#link")
    assert len(texts()) == 1


def test_with_zalo_alone_no_number_from_abroad_is_taken(desk, settings):
    settings.TEXT_FOLDER, settings.TEXT_URL = None, ""
    settings.ZALO_APP_ID, settings.ZALO_TEMPLATES = "an-app", {"invitation": "7788"}
    response, _sent = invite(desk, phone="+33 6 12 34 56 78")
    assert "số Việt Nam" in plain(soup(response).select_one(".form-errors"))
    assert not Invitation.objects.exists()


def test_a_number_that_cannot_be_read_invites_nobody_and_stays_in_the_form(desk, texts):
    response, _sent = invite(desk, phone="12")
    assert soup(response).select_one("#id_phone")["value"] == "12"
    assert (texts(), Invitation.objects.count()) == ([], 0)


def test_without_a_provider_of_texts_no_number_is_asked_for(desk, settings):
    settings.TEXT_FOLDER, settings.TEXT_URL = None, ""
    assert soup(desk.get("invitation_new")).select("#id_phone") == []
