"""The office answers houses that ask to join, in the CMS."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.roles import MANAGERS, VERIFIERS, sync_roles
from tests.factories import make_application, make_user
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import ApplicationState
from villages.models import Host, HostApplication

pytestmark = pytest.mark.django_db


@shared
def application():
    return make_application(email="")


def office(role: str) -> Client:
    sync_roles()
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def answer(application) -> str:
    return reverse("host_application:answer", args=[application.pk])


def test_the_home_page_says_that_somebody_waits(application):
    manager = office(MANAGERS)
    assert "1 nhà xin tham gia" in plain(soup(manager.get("/cms/")))
    rows = plain(soup(manager.get(reverse("host_application:index"))))
    assert application.name in rows
    assert "0912 345 678" in rows


def test_a_host_is_made_of_what_they_wrote(application):
    manager = office(MANAGERS)
    link = next(
        a["href"] for a in soup(manager.get(answer(application))).select("a.button") if "application=" in a["href"]
    )
    page = soup(manager.get(link))
    form = next(form for form in page.select("form[method]") if form.select_one("[name=legal_name]"))
    sent = fields_of(page, form) | {"kind": form.select_one("[name=kind] option[selected]")["value"]}
    assert (sent["name"], sent["kind"], sent["village"]) == (application.name, "household", str(application.village_id))
    assert sent["about"] == application.offer
    sent |= {"legal_name": "Hộ kinh doanh Đông Ngàn (ví dụ)", "registration_number": "21E8000000"}
    assert manager.post(form["action"], sent).status_code == 302
    application.refresh_from_db()
    host = Host.objects.get()
    assert (application.state, application.host) == (ApplicationState.JOINED, host)
    assert not host.is_verified
    assert "đã là chủ nhà" in plain(soup(manager.get(answer(application))))


def test_declining_asks_for_a_reason_and_says_whom_to_call(application):
    manager = office(MANAGERS)
    manager.post(answer(application), {"reason": " "})
    application.refresh_from_db()
    assert application.state == ApplicationState.OPEN
    page = plain(soup(manager.post(answer(application), {"reason": "Nhà ở xa bến."}, follow=True)))
    assert "0912 345 678" in page
    application.refresh_from_db()
    assert (application.state, application.reason) == (ApplicationState.DECLINED, "Nhà ở xa bến.")
    assert "Nhà ở xa bến." in plain(soup(manager.get(answer(application))))


def test_nobody_else_reads_who_asked(application):
    verifier = office(VERIFIERS)
    for url in (reverse("host_application:index"), answer(application)):
        response = verifier.get(url, follow=True)
        assert application.contact_name not in response.content.decode()
    assert (
        application.name
        not in verifier.get(reverse("host:add") + f"?application={application.pk}", follow=True).content.decode()
    )
    assert verifier.post(answer(application), {"reason": "Không"}).status_code in (302, 403)
    assert HostApplication.objects.get().state == ApplicationState.OPEN


def test_there_is_no_way_to_write_one_by_hand(application):
    page = soup(office(MANAGERS).get(reverse("host_application:index")))
    assert not page.select("a[href*='/joining/new/'], a[href*='/joining/edit/'], a[href*='/joining/delete/']")
