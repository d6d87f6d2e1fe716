"""An adviser works on a house's dossiers, and finds nothing of its guests, its money and its signature."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import PushDevice
from bookings.desk.calendar.feed import visits
from bookings.domain.notices import readers
from bookings.enums import MessageKind
from bookings.links import check_in_token
from ocop.enums import DossierState
from ocop.models import Dossier, Evidence, Submission
from tests.bookings.desk.test_access import signed_in
from tests.bookings.desk.test_notices import make_phone
from tests.bookings.desk.test_roles import member
from tests.factories import make_host, make_user
from tests.factories.villages import make_dossier, make_paper, make_signed
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.members import change_role, remove
from villages.enums import MemberRole
from villages.models import Invitation, Member

pytestmark = pytest.mark.django_db


@shared
def dossier(desk) -> Dossier:
    return make_dossier(desk.host, criteria_set=26)


def advising(desk):
    return member(desk, MemberRole.ADVISER)


def at(dossier: Dossier, name: str, **more) -> str:
    return reverse(f"desk:{name}", kwargs={"host": dossier.host.slug, "pk": dossier.pk} | more)


def test_an_adviser_answers_and_proves_in_their_own_name(desk, dossier):
    adviser = advising(desk)
    client = signed_in(adviser)
    client.post(at(dossier, "criterion", code="1.1"), {"level": ":1", "reason": "Có hợp đồng với vùng nguyên liệu"})
    answer = dossier.answers.get(code="1.1")
    assert (answer.level, answer.changed_by) == (1, adviser)

    client.post(at(dossier, "criterion_evidence", code="1.1"), {"link": "https://example.org/hop-dong"})
    proof = Evidence.objects.get(dossier=dossier)
    assert (proof.code, proof.added_by) == ("1.1", adviser)


def test_an_adviser_hands_nothing_in_and_takes_nothing_back(desk, dossier):
    client = signed_in(advising(desk))
    for name in ("dossier_hand_in", "dossier_back", "dossier_cycle", "dossier_put_away", "dossier_to_sign"):
        assert client.post(at(dossier, name), {"idea": "Ý tưởng", "unit": "Xưởng gốm"}).status_code == 404, name
    dossier.refresh_from_db()
    assert (dossier.state, dossier.idea, dossier.put_away_at) == ("draft", "", None)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_of_an_adviser_has_money_or_guests_in_it_or_leads_to_a_closed_door(desk, dossier, language, handed_in):
    party = desk.book(name="Trần Văn Long", adults=3)
    make_paper(dossier)
    if handed_in:
        make_signed(dossier)
        Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.HANDED_IN)
    client = signed_in(advising(desk))
    urls = [desk.url("dossiers"), *(at(dossier, name) for name in ("dossier", "dossier_details", "dossier_papers"))]
    urls += [at(dossier, "criterion", code=code) for code in ("1.1", "2.2", "3.1", "4.1", "4.3", "16")]
    for url in urls:
        answer = client.get(language + url)
        assert answer.status_code == 200, url
        html = answer.content.decode()
        assert party.contact_name not in html
        assert not re.findall(r"₫|VND", html)
        page = soup(answer)
        ways = {link["href"].partition("#")[0] for link in page.select("a[href*='/desk/']")}
        ways |= {form["action"] for form in page.select("form[action*='/desk/']")}
        for way in ways:
            assert client.get(way).status_code != 404, (url, way)


def test_what_is_counted_from_guests_is_the_house_s_to_show(desk, dossier):
    desk.book(adults=2)
    url = at(dossier, "criterion", code="4.3")
    assert soup(desk.client.get(url)).select(".evidence__offer")
    page = soup(signed_in(advising(desk)).get(url))
    assert not page.select(".evidence__offer")
    assert "Nhà thấy con số đó" in plain(page)
    assert "Nhà thấy con số đó" not in plain(soup(desk.client.get(url)))


def test_an_adviser_s_desk_is_the_dossiers(desk, dossier):
    client = signed_in(advising(desk))
    answer = client.get(reverse("desk:home"))
    assert answer["Location"] == desk.url("dossiers")
    page = soup(client.get(answer["Location"]))
    assert [link["href"] for link in page.select(".desk-nav a")] == [desk.url("dossiers")]
    assert page.select_one(".desk-nav [aria-current=page]")
    assert dossier.name in plain(page)


def test_a_phone_of_an_adviser_keeps_no_lists(desk, dossier):
    adviser = advising(desk)
    own = make_host(owner=adviser)
    page = soup(signed_in(adviser).get(desk.url("dossiers")))
    told = page.select_one("[data-desk]")
    assert (told["data-host"], told["data-hosts"].split()) == ("", [own.slug])


def test_a_guest_s_code_leads_an_adviser_to_no_booking(desk):
    code = reverse("desk:scan_token", args=[check_in_token(desk.book())])
    person = member(desk, MemberRole.GUIDE)
    make_host(owner=person)
    assert signed_in(person).get(code).status_code == 302
    Member.objects.filter(user=person, host=desk.host).update(role=MemberRole.ADVISER)
    assert signed_in(person).get(code).status_code == 404


def test_an_adviser_s_calendar_has_no_visits_of_the_house(desk):
    desk.book(adults=2)
    assert len(visits(desk.owner, now=timezone.now(), named=False)) == 1
    assert visits(advising(desk), now=timezone.now(), named=False) == []


def test_a_phone_that_was_told_as_a_guide_is_told_nothing_as_an_adviser(desk):
    person = member(desk, MemberRole.GUIDE)
    signed_in(person).post(desk.url("notices_phone_on"), make_phone().sent)
    booking = desk.book(adults=2)
    assert PushDevice.objects.filter(user=person).exists()
    assert len(readers(booking=booking, kind=MessageKind.CONFIRMED)) == 1
    change_role(host=desk.host, member_id=Member.objects.get(user=person).pk, role=MemberRole.ADVISER, by=desk.owner)
    assert readers(booking=booking, kind=MessageKind.CONFIRMED) == []


def test_a_house_invites_an_adviser_and_ends_it(desk, dossier):
    page = soup(desk.get("invitation_new"))
    key = page.select_one("[name=key]")["value"]
    desk.post("invitation_new", {"key": key, "name": "Đỗ Văn Tư", "role": "adviser", "email": ""})
    assert Invitation.objects.get(host=desk.host).role == MemberRole.ADVISER

    person = advising(desk)
    assert "không thấy khách" in plain(soup(desk.get("team")))
    client = signed_in(person)
    assert client.get(at(dossier, "dossier")).status_code == 200
    remove(host=desk.host, member_id=Member.objects.get(user=person).pk, by=desk.owner)
    assert client.get(at(dossier, "dossier")).status_code == 404


def test_an_adviser_of_two_houses_chooses_between_them(desk):
    adviser = advising(desk)
    other = make_host(owner=make_user())
    Member.objects.create(host=other, user=adviser, role=MemberRole.ADVISER)
    page = soup(signed_in(adviser).get(reverse("desk:home")))
    assert {link["href"] for link in page.select(".desk-page ul a")} >= {
        desk.url("dossiers"),
        reverse("desk:dossiers", args=[other.slug]),
    }
