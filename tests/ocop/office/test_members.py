"""Who works at an office: named in the CMS by who manages facts, and led there by the sign-in."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.roles import MANAGERS, WRITERS, sync_roles
from ocop.enums import OfficeRole
from ocop.models import Office, OfficeMember
from tests.factories import make_land, make_office, make_user

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    sync_roles()
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def form(**fields) -> dict:
    sent = {"name": "Văn phòng OCOP", "slug": "ocop-moi", "province": make_land().province_id, "commune": ""}
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    sent |= {f"members-{name}": number for name, number in rows.items()}
    return sent | {"members-0-role": "province", "members-0-user": ""} | fields


def test_a_facts_manager_names_somebody_by_their_address():
    officer = make_user("tinh@example.com")
    client = signed_in(MANAGERS)
    client.post(reverse("ocop_office:add"), form(**{"members-0-user": "Tinh@Example.com "}))
    member = OfficeMember.objects.get()
    assert (member.user, member.role) == (officer, OfficeRole.PROVINCE)
    page = client.get(reverse("ocop_office:edit", args=[member.office_id])).content.decode()
    assert 'value="tinh@example.com"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"members-0-user": "ai@example.com"},
        {"members-0-user": "tinh@example.com", "members-0-role": "commune"},
        {"members-0-user": "tinh@example.com", "province": ""},
    ],
    ids=["nobody", "a role of another level", "neither province nor commune"],
)
def test_what_does_not_fit_is_asked_back(wrong):
    make_user("tinh@example.com")
    answer = signed_in(MANAGERS).post(reverse("ocop_office:add"), form(**wrong))
    assert answer.status_code == 200
    assert not Office.objects.exists()


def test_a_writer_names_nobody():
    answer = signed_in(WRITERS).get(reverse("ocop_office:add"))
    assert answer.status_code in (302, 403)


def test_an_officer_is_led_to_the_office_by_the_sign_in():
    officer = make_user()
    office = make_office(member=officer)
    client = Client()
    client.force_login(officer)
    answer = client.get(reverse("after_login"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("office:products", args=[office.slug])


def test_who_works_at_two_offices_chooses():
    officer = make_user()
    offices = [make_office(member=officer), make_office(member=officer, commune=make_land())]
    client = Client()
    client.force_login(officer)
    page = client.get(reverse("office:home")).content.decode()
    for office in offices:
        assert reverse("office:products", args=[office.slug]) in page
