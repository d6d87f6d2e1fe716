"""The host's own number and bank account at the desk: the account holds once a verifier has looked."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import make_experience_page, make_user
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.proposals import accept, decline
from villages.models import Host, HostProposal

pytestmark = pytest.mark.django_db
NEW = {"bank_bin": "970422", "bank_account": "0987 654 321", "bank_account_name": "GOM DOI VOI"}


@shared
def desk():
    desk = make_desk()
    Host.objects.filter(pk=desk.host.pk).update(bank_bin="970436", bank_account="001", bank_account_name="HTX GOM")
    return desk


@shared
def verifier():
    user = make_user("xac-minh@example.com")
    user.user_permissions.add(Permission.objects.get(codename="verify_host"))
    return user


def form(desk, **typed) -> dict:
    page = soup(desk.get("house"))
    shown = page.select_one(".desk-form")
    sent = fields_of(page, shown)
    sent["bank_bin"] = shown.select_one("[name=bank_bin] option[selected]")["value"]
    return sent | typed


def stored(desk) -> tuple:
    return Host.objects.values_list("bank_bin", "bank_account", "bank_account_name").get(pk=desk.host.pk)


def test_a_new_account_waits_for_a_verifier_and_the_old_one_holds(desk, verifier):
    assert "văn phòng" in said(desk.post("house", form(desk, **NEW)))
    assert stored(desk) == ("970436", "001", "HTX GOM")
    proposal = HostProposal.objects.get()
    assert proposal.proposed_by == desk.owner
    assert OutboxMessage.objects.filter(audience="verifier", to=verifier.email).exists()
    page = plain(soup(desk.get("house")))
    assert "Vietcombank → MB Bank" in page
    accept(proposal_id=proposal.pk, by=verifier, now=timezone.now())
    assert stored(desk) == ("970422", "0987654321", "GOM DOI VOI")
    assert "→" not in plain(soup(desk.get("house")))


def test_the_same_proposal_twice_is_one(desk):
    sent = form(desk, **NEW)
    desk.post("house", sent)
    assert "không có gì thay đổi." in said(desk.post("house", sent))
    assert HostProposal.objects.count() == 1


def test_a_host_reads_why_it_was_declined(desk, verifier):
    desk.post("house", form(desk, **NEW))
    why = "Thẻ mang tên người khác"
    decline(proposal_id=HostProposal.objects.get().pk, by=verifier, now=timezone.now(), reason=why)
    assert why in plain(soup(desk.get("house")))


def test_a_new_number_is_read_by_the_next_guest(desk, page_tree):
    page = make_experience_page(page_tree, desk.experience)
    guest = Client()
    guest.get(page.url)
    assert "Đã lưu" in said(desk.post("house", form(desk, phone="0988 777 666")))
    assert "0988 777 666" in plain(soup(guest.get(page.url)))
    assert not HostProposal.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(desk):
    before = form(desk)
    desk.post("house", before | {"phone": "0988 777 666"})
    desk.post("house", before | {"email": "gom@example.com"})
    host = Host.objects.get(pk=desk.host.pk)
    assert (str(host.phone), host.email) == ("+84988777666", "gom@example.com")
    answer = desk.post("house", before | {"phone": "0988 777 555"})
    assert "có người đổi thành" in plain(soup(answer))
    assert str(Host.objects.get(pk=desk.host.pk).phone) == "+84988777666"


def test_what_cannot_be_read_is_refused_and_nothing_is_lost(desk):
    page = soup(desk.post("house", form(desk, phone="không nhớ", bank_account="00-11")))
    assert page.select_one("[name=phone]")["value"] == "không nhớ"
    assert page.select_one("[name=bank_account]")["value"] == "00-11"
    assert not HostProposal.objects.exists()


def test_a_host_without_an_account_changes_its_number(desk):
    Host.objects.filter(pk=desk.host.pk).update(bank_bin="", bank_account="", bank_account_name="")
    empty = {"bank_bin": "", "bank_account": "", "bank_account_name": ""}
    page = soup(desk.get("house"))
    sent = fields_of(page, page.select_one(".desk-form")) | empty | {"phone": "0988 777 666"}
    assert "Đã lưu" in said(desk.post("house", sent))
    assert stored(desk) == ("", "", "")
