"""A product manager's form proposes, a verifier decides on a page of before and after."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.cms.conftest import EVERYBODY
from tests.cms.forms import submit
from tests.factories import make_experience, make_experience_page, make_host, make_proposal
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db

NEW = "Công ty TNHH Gốm Lò Bầu"


@shared
def host(cms):
    return make_host(legal_name="Hợp tác xã Gốm Lò Bầu")


def said(response) -> dict[str, str]:
    return {message.level_tag: str(message) for message in get_messages(response.wsgi_request)}


def test_a_managers_form_proposes_and_guests_read_what_was_verified(signed_in, cms, host, client):
    page = make_experience_page(cms, make_experience(host))
    manager = signed_in("manager")
    url = reverse("host:edit", args=[host.pk])
    response = submit(manager, url, legal_name=NEW, about="Ba đời làm gốm.")
    assert response.status_code == 302
    assert "người xác minh" in said(response)["warning"]
    host.refresh_from_db()
    assert (host.legal_name, host.about, host.is_verified) == ("Hợp tác xã Gốm Lò Bầu", "Ba đời làm gốm.", True)
    assert host.proposals.get().proposed_by == manager.user
    assert NEW not in client.get(page.url).content.decode()
    form = manager.get(url).content.decode()
    assert NEW in form
    assert f'value="{NEW}"' not in form
    assert "warning" not in said(submit(manager, url, about="Bốn đời làm gốm."))


def test_a_verifier_finds_it_sees_before_and_after_and_puts_it_in_force(signed_in, host):
    proposal = make_proposal(host, legal_name=NEW)
    verifier = signed_in("verifier")
    url = reverse("host:proposal", args=[proposal.pk])
    assert reverse("host:index") + "?verified=change" in verifier.get("/cms/").content.decode()
    for where in (reverse("host:index") + "?verified=change", reverse("host:inspect", args=[host.pk])):
        assert url in verifier.get(where).content.decode()
    html = verifier.get(url).content.decode()
    assert f"Thay đổi của {host}" in html
    assert "Hợp tác xã Gốm Lò Bầu" in html
    assert NEW in html
    assert verifier.post(url, {"accept": "1"}).url == reverse("host:inspect", args=[host.pk])
    host.refresh_from_db()
    assert (host.legal_name, host.verified_by) == (NEW, verifier.user)
    assert ModelLogEntry.objects.for_instance(host).filter(action="villages.accept_change").count() == 1
    assert "change" not in verifier.get("/cms/").content.decode().split('id="tasks-heading"')[1].split("</section>")[0]


def test_declining_wants_a_reason_and_keeps_what_was_typed(signed_in, host):
    proposal = make_proposal(host, legal_name=NEW)
    verifier = signed_in("verifier")
    url = reverse("host:proposal", args=[proposal.pk])
    for reason in ("", "x" * 601):
        response = verifier.post(url, {"decline": "1", "reason": reason})
        assert response.status_code == 200
        assert reason in response.content.decode()
    assert host.proposals.open().exists()
    verifier.post(url, {"decline": "1", "reason": "Giấy tờ chưa đủ."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("declined", "Giấy tờ chưa đủ.")


def test_a_decision_on_what_was_replaced_meanwhile_is_refused_in_words(signed_in, host):
    seen = make_proposal(host, legal_name=NEW)
    make_proposal(host, address="Thôn Đoàn Kết, xã Phù Lãng, tỉnh Bắc Ninh")
    response = signed_in("verifier").post(reverse("host:proposal", args=[seen.pk]), {"accept": "1"})
    assert "vừa" in said(response)["error"]
    host.refresh_from_db()
    assert host.legal_name != NEW


@pytest.mark.parametrize("role", [role for role in EVERYBODY if role not in ("superuser", "verifier")])
def test_nobody_else_decides(signed_in, host, role):
    proposal = make_proposal(host, legal_name=NEW)
    url = reverse("host:proposal", args=[proposal.pk])
    client = signed_in(role)
    client.get(url)
    client.post(url, {"accept": "1"})
    client.post(url, {"decline": "1", "reason": "Không"})
    assert host.proposals.open().get() == proposal


def test_a_host_that_cannot_be_written_to_is_to_be_called_at_the_number_that_was_verified(signed_in, cms):
    host = make_host(email="", phone="+84912345678")
    submit(signed_in("manager"), reverse("host:edit", args=[host.pk]), phone="0987654321", legal_name=NEW)
    verifier = signed_in("verifier")
    url = reverse("host:proposal", args=[host.proposals.get().pk])
    html = verifier.get(url).content.decode()
    assert "chưa ai bên đó được báo" in html
    assert "0912 345 678" in html.split("proposal__untold")[1].split("</p>")[0]
    assert "0987 654 321" in html.split("verification__since")[1].split("</ul>")[0]
    assert "0912 345 678" in said(verifier.post(url, {"accept": "1"}))["warning"]


def test_nothing_of_the_kind_is_said_of_a_host_that_was_told(signed_in, host):
    url = reverse("host:proposal", args=[make_proposal(host, legal_name=NEW).pk])
    html = signed_in("verifier").get(url).content.decode()
    assert "proposal__untold" not in html
    assert "verification__since" not in html
