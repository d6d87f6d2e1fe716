"""From the desk of a house to the certificate, by the pages of everyone on the way."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ocop.domain.dossier.sheets import sheet_for
from ocop.enums import CouncilSeat, DossierState, OfficeRole
from ocop.models import AgendaItem, Council, CouncilSession, Dossier, OcopProduct, OfficeMember
from tests.factories import make_user
from tests.factories.dossiers import Path, best, worth
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Office:
    """An office's pages by name, as one member sees them."""

    def __init__(self, office, user) -> None:
        self.slug, self.client = office.slug, signed_in(user)

    def url(self, name, *args) -> str:
        return reverse(f"office:{name}", args=[self.slug, *args])

    def get(self, name, *args):
        return self.client.get(self.url(name, *args))

    def post(self, name, *args, **data):
        return self.client.post(self.url(name, *args), data)


@pytest.fixture
def path():
    return Path()


def sent_form(choices, **more) -> dict:
    """A sheet as its page sends it."""
    levels = {f"level-{code}": f"{choice.case}:{choice.level}" for code, choice in choices.items()}
    return levels | {"seen": "0"} | more


def test_a_house_hands_in_and_five_seats_later_it_has_four_stars(path):
    dossier = path.dossier(worth(80))
    house = signed_in(path.potter)
    form = reverse("desk:dossier_hand_in", args=[path.host.slug, dossier.pk])
    page = soup(house.get(form))
    assert page.select_one("[name=unit]")["value"] == path.host.legal_name
    told = {
        "unit": "HTX Gốm Đồi Vôi",
        "representative": "Nguyễn Thị Hà",
        "position": "Giám đốc",
        "address": "Phù Lãng",
        "phone": "0912 345 678",
        "truth": "on",
    }
    assert house.post(form, told | {"truth": ""}).status_code == 200
    assert not dossier.submissions.exists()
    assert house.post(form, told).status_code == 302

    commune, province = Office(path.commune, path.clerk), Office(path.province, path.officer)
    assert dossier.name in commune.get("dossiers").content.decode()
    assert commune.post("dossier_take_in", dossier.pk, received_on=TODAY).status_code == 302
    report = {
        "materials": "Đất tại xã",
        "labour": "Năm người trong thôn",
        "origin": "traditional",
        "identity": "Men da lươn",
        "request_number": "9/TTr-UBND",
        "requested_on": TODAY,
    }
    refused = commune.post("dossier_request", dossier.pk, **report | {"identity": ""})
    assert refused.status_code == 400
    assert "Năm người trong thôn" in refused.content.decode()
    assert commune.post("dossier_request", dossier.pk, **report).status_code == 302
    assert province.post("dossier_take_in", dossier.pk, received_on=TODAY).status_code == 302
    assert province.post("dossier_report", dossier.pk, findings="Đủ", reported_on=TODAY).status_code == 302

    set_up = {"name": "Hội đồng (ví dụ)", "decision_number": "1/QĐ", "decided_on": TODAY, "quorum_percent": "75"}
    made = province.client.post(province.url("councils"), set_up)
    council = Council.objects.get()
    assert made["Location"] == province.url("council", council.pk)
    members = [make_user() for _ in range(5)]
    for seat, user in zip(list(CouncilSeat), members, strict=False):
        assert province.post("council", council.pk, email=user.email, seat=seat, scores="on").status_code == 302
    province.post("session_hold", council.pk, held_on=TODAY, mode="meeting")
    session = CouncilSession.objects.get()
    assert province.post("dossier_agenda", dossier.pk, session=session.pk).status_code == 302
    item = AgendaItem.objects.get()
    assert province.post("session_close", session.pk).status_code == 400
    for user in members[:4]:
        judge = Office(path.province, user)
        assert judge.get("sessions").status_code == 200
        assert judge.post("sheet", session.pk, item.pk, **sent_form(worth(80), sign="1")).status_code == 302
    assert province.post("session_close", session.pk).status_code == 302
    assert province.post("session_minutes", session.pk, number="2/BB", text="Thống nhất").status_code == 302
    page = soup(province.get("dossier", dossier.pk))
    acts = [form["action"] for form in page.select(".office-act form")]
    # First what follows from the result; beside it the ways out of it.
    assert acts == [province.url(f"dossier_{name}", dossier.pk) for name in ("recognise", "refuse", "send_back")]
    decision = {"outcome": "4", "number": "88/QĐ-UBND", "issuer": "UBND tỉnh", "decided_on": TODAY}
    assert province.post("dossier_recognise", dossier.pk, **decision).status_code == 302
    product = OcopProduct.objects.get()
    public = Client().get(reverse("ocop_product_short", args=[product.pk]), follow=True).content.decode()
    assert "OCOP 4 sao" in public
    assert "88/QĐ-UBND" in public
    own = house.get(reverse("desk:dossier", args=[path.host.slug, dossier.pk])).content.decode()
    assert "88/QĐ-UBND" in own


def test_what_an_office_asks_for_is_read_at_the_desk_and_leads_to_the_criterion(path):
    dossier = path.dossier()
    submission = path.hand_in(dossier)
    path.take_in(submission, path.commune)
    commune = Office(path.commune, path.clerk)
    empty = commune.post("dossier_send_back", dossier.pk)
    assert empty.status_code == 400
    sent = {"note": "Bổ sung", "reason-1.1": "Thiếu quyết định thành lập"}
    assert commune.client.post(commune.url("dossier_send_back", dossier.pk), sent).status_code == 302
    page = soup(signed_in(path.potter).get(reverse("desk:dossier", args=[path.host.slug, dossier.pk])))
    asked = page.select_one(".dossier-path .notice")
    assert "Thiếu quyết định thành lập" in asked.text
    assert asked.select_one("a")["href"] == reverse("desk:criterion", args=[path.host.slug, dossier.pk, "1.1"])


def test_an_officer_is_told_where_a_dossier_has_moved_on_meanwhile(path):
    dossier = path.dossier()
    submission = path.hand_in(dossier)
    path.take_in(submission, path.commune)
    path.request(submission)
    commune = Office(path.commune, path.clerk)
    answer = commune.client.post(commune.url("dossier_send_back", dossier.pk), {"note": "Thiếu"}, follow=True)
    assert answer.status_code == 400
    assert Dossier.objects.get().state == DossierState.REQUESTED


def test_an_officer_who_opens_a_sheet_of_a_closed_session_sees_why_not(path):
    submission = path.scored(worth(80))
    sheet = submission.item.sheets.first()
    answer = Office(path.province, path.officer).post("sheet_open_again", submission.item.session_id, sheet.pk)
    assert answer.status_code == 400
    assert soup(answer).select_one("[role=alert], .notice--error")
    sheet.refresh_from_db()
    assert sheet.signed_at


def test_a_sheet_is_kept_while_it_is_filled_in_and_what_two_windows_say_is_told(path):
    item = path.on_agenda()
    user = item.session.council.members.first().user
    judge = Office(path.province, user)
    url = judge.url("sheet", item.session_id, item.pk)
    one = {"seen": "0", "level-1.1": ":1"}
    quiet = judge.client.post(url, one, headers={"HX-Request": "true"})
    assert 'name="seen" value="1"' in quiet.content.decode()
    other = judge.client.post(url, {"seen": "0", "level-1.1": ":0"}, headers={"HX-Request": "true"})
    assert 'role="alert"' in other.content.decode()
    assert item.sheets.get().levels == {"1.1": ["", 1]}
    page = soup(judge.client.get(url))
    assert page.select_one("[name='level-1.1'][checked]")["value"] == ":1"


def test_a_sheet_that_is_signed_too_early_names_what_is_open_and_loses_nothing(path):
    item = path.on_agenda()
    judge = Office(path.province, item.session.council.members.first().user)
    choices = best()
    choices.pop("1.1")
    answer = judge.post("sheet", item.session_id, item.pk, **sent_form(choices, sign="1", opinion="Khá tốt"))
    assert answer.status_code == 400
    page = soup(answer)
    assert "1.1" in page.select_one("[role=alert]").text
    assert len(page.select("input[type=radio][checked]")) == len(choices)
    assert page.select_one("#opinion").text == "Khá tốt"
    assert sheet_for(item.submission).by_code.keys() - choices.keys() == {"1.1"}


def test_lists_of_dossiers_cost_the_same_for_one_and_for_many(path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office = Office(path.province, path.officer)
    counts = []
    for number in (1, 5):
        for n in range(number):
            submission = path.hand_in(path.dossier(name=f"Lọ {number}.{n}"))
            path.take_in(submission, path.commune)
            path.request(submission)
        office.get("dossiers")
        with CaptureQueriesContext(connection) as queries:
            office.get("dossiers")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_council_member_begins_with_the_sessions(path):
    judge = make_user()
    OfficeMember.objects.create(office=path.province, user=judge, role=OfficeRole.COUNCIL)
    answer = signed_in(judge).get(reverse("office:home"))
    assert answer["Location"] == reverse("office:sessions", args=[path.province.slug])


def test_rounds_of_the_law_stand_there_and_can_be_changed(path):
    office = Office(path.province, path.officer)
    year = timezone.localdate().year
    assert "30/10/" in office.get("rounds").content.decode()
    assert not path.province.rounds.exists(), "who only looks writes nothing"
    sent = {"year": year, "number": 3, "requests_before": f"{year}-12-01", "decide_before": f"{year}-11-01"}
    assert office.client.post(office.url("rounds"), sent).status_code == 400
    later = sent | {"decide_before": f"{year + 1}-01-15"}
    assert office.client.post(office.url("rounds"), later).status_code == 302
    assert path.province.rounds.get(number=3).decide_before == dt.date(year + 1, 1, 15)
    assert path.province.rounds.filter(year=year).count() == 3


def test_the_forms_of_a_dossier_are_taken_with_their_own_token(path):
    """As a browser sends them: an include that leaves the page's token behind would close every act."""
    dossier = path.dossier()
    path.hand_in(dossier)
    client = Client(enforce_csrf_checks=True)
    client.force_login(path.clerk)
    page = soup(client.get(reverse("office:dossier", args=[path.commune.slug, dossier.pk])))
    form = page.select_one(".office-act form")
    token = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    sent = client.post(form["action"], {"csrfmiddlewaretoken": token, "received_on": TODAY})
    assert sent.status_code == 302
