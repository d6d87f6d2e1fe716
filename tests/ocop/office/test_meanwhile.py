"""What was typed while somebody else was quicker comes back with the sentence; nothing unseen is written over."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ocop.domain import certificates, withdrawal
from ocop.domain.dossier import council, deciding, handing_in, offices
from ocop.domain.dossier.path import last_step
from ocop.domain.once import WrittenOtherwise
from ocop.domain.programme import keeping
from ocop.enums import DossierState, Outcome, WithdrawalGround
from ocop.models import Activity, Certificate, CommuneReport, Dossier, Intake
from tests.factories import make_user
from tests.factories.dossiers import Path, worth
from tests.factories.programme import make_activity
from tests.ocop.office.test_path import TODAY, Office
from tests.ocop.programme.test_figures import certified
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
FORM_03 = {
    "materials": "Đất sét đồi Vôi",
    "labour": "Chín người trong thôn",
    "origin": "traditional",
    "identity": "Men da lươn",
    "request_number": "15/TTr-UBND",
    "requested_on": TODAY,
}


@pytest.fixture
def path():
    return Path()


@pytest.fixture
def commune(path):
    return Office(path.commune, path.clerk)


@pytest.fixture
def province(path):
    return Office(path.province, path.officer)


def shown(answer, text: str):
    """The form in which `text` stands, of a refused answer."""
    assert answer.status_code == 400
    page = soup(answer)
    fields = [
        field for field in page.select("form textarea, form input") if text in (field.text + field.get("value", ""))
    ]
    assert len(fields) == 1, plain(page)
    return fields[0].find_parent("form")


def test_reasons_typed_while_the_dossier_went_on_come_back_to_be_read(path, commune):
    submission = path.hand_in(path.dossier())
    path.take_in(submission, path.commune)
    path.request(submission)
    answer = commune.post("dossier_send_back", submission.dossier_id, **{"reason-1.1": "Thiếu hợp đồng thuê đất"})
    form = shown(answer, "Thiếu hợp đồng thuê đất")
    assert form.select_one("[role=alert]")
    assert not form.select_one("button")


def test_form_03_typed_while_another_was_sent_is_no_success(path, commune):
    submission = path.hand_in(path.dossier())
    path.take_in(submission, path.commune)
    path.request(submission)
    form = shown(commune.post("dossier_request", submission.dossier_id, **FORM_03), "Chín người trong thôn")
    assert not form.select_one("button")
    assert CommuneReport.objects.get().labour == "Sáu người trong thôn"


def test_the_same_words_again_are_what_they_were(path, commune):
    submission = path.hand_in(path.dossier())
    path.take_in(submission, path.commune)
    seen = last_step(submission.dossier)
    for _twice in range(2):
        assert commune.post("dossier_request", submission.dossier_id, seen=seen, **FORM_03).status_code == 302
    assert submission.dossier.steps.count() == 3


def test_returned_twice_with_the_same_reasons_is_returned_once(path, commune):
    submission = path.hand_in(path.dossier())
    sent = {"note": "Bổ sung", "reason-1.1": "Thiếu quyết định", "seen": last_step(submission.dossier)}
    for _twice in range(2):
        assert commune.post("dossier_send_back", submission.dossier_id, **sent).status_code == 302
    assert commune.post("dossier_send_back", submission.dossier_id, **sent | {"note": "Khác"}).status_code == 400
    assert submission.dossier.steps.count() == 2


def test_a_new_version_is_not_taken_in_by_who_saw_the_one_before(path, commune):
    dossier = path.dossier()
    first = path.hand_in(dossier)
    page = soup(commune.get("dossier", dossier.pk))
    seen = page.select_one("form [name=seen]")["value"]
    asked = {"submission": first, "office": path.commune, "note": "Thiếu", "reasons": {}}
    offices.send_back(by=path.clerk, now=path.now, **asked)
    dossier.refresh_from_db()
    path.hand_in(dossier)
    sent = {"seen": seen, "received_on": TODAY, "number": "77/PĐK"}
    form = shown(commune.post("dossier_take_in", dossier.pk, **sent), "77/PĐK")
    assert "Từ lúc bạn mở trang này" in form.select_one("[role=alert]").text
    assert not Intake.objects.exists()
    again = sent | {"seen": form.select_one("[name=seen]")["value"]}
    assert commune.post("dossier_take_in", dossier.pk, **again).status_code == 302
    assert Intake.objects.get().submission.version == 2


def test_what_was_typed_while_the_host_took_it_back_comes_back_and_the_draft_stays_theirs(path, commune):
    dossier = path.dossier()
    path.hand_in(dossier)
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    assert dossier.state == DossierState.DRAFT
    answer = commune.post("dossier_send_back", dossier.pk, note="Thiếu ảnh xưởng")
    assert not shown(answer, "Thiếu ảnh xưởng").select_one("button")
    assert commune.get("dossier", dossier.pk).status_code == 404
    other = path.dossier(name="Chưa nộp bao giờ")
    assert commune.post("dossier_send_back", other.pk, note="Thiếu").status_code == 404


def test_a_decision_with_another_number_is_no_success(path, province):
    submission = path.scored(worth(80))
    told = {"issuer": "UBND tỉnh", "decided_on": path.today, "by": path.officer, "now": path.now}
    first = deciding.recognise(submission=submission, outcome=Outcome.FOUR, number="88/QĐ", **told)
    assert deciding.recognise(submission=submission, outcome=Outcome.FOUR, number="88/QĐ", **told) == first
    with pytest.raises(WrittenOtherwise):
        deciding.recognise(submission=submission, outcome=Outcome.FOUR, number="89/QĐ", **told)
    sent = {"outcome": "4", "number": "89/QĐ-UBND", "issuer": "UBND tỉnh", "decided_on": TODAY}
    shown(province.post("dossier_recognise", submission.dossier_id, **sent), "89/QĐ-UBND")
    sent = {"note": "Chưa đủ hồ sơ", "decided_on": TODAY}
    shown(province.post("dossier_refuse", submission.dossier_id, **sent), "Chưa đủ hồ sơ")
    assert Certificate.objects.get().decision_number == "88/QĐ"


def test_a_report_and_a_slip_otherwise_than_they_stand_are_no_success(path, province):
    submission = path.at_province()
    sent = {"findings": "Còn thiếu hợp đồng", "reported_on": TODAY}
    shown(province.post("dossier_report", submission.dossier_id, **sent), "Còn thiếu hợp đồng")
    sent = {"received_on": TODAY, "number": "99/PĐK"}
    shown(province.post("dossier_take_in", submission.dossier_id, **sent), "99/PĐK")


def test_a_dossier_that_was_put_off_the_agenda_and_on_again_is_not_taken_off_unseen(path, province):
    item = path.on_agenda()
    dossier = item.submission.dossier
    seen = last_step(dossier)
    council.take_off_agenda(item=item, by=path.officer, now=path.now)
    path.on_agenda(item.submission, path.session())
    assert province.post("dossier_off_agenda", dossier.pk, seen=seen).status_code == 400
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.COUNCIL


def test_minutes_typed_while_others_were_written_come_back(path, province):
    item = path.on_agenda()
    path.sign(item, worth(80))
    path.close(item.session)
    answer = province.post("session_minutes", item.session_id, number="4/BB", text="Hội đồng họp lại.")
    form = shown(answer, "Hội đồng họp lại.")
    assert form.select_one("[role=alert]")
    assert not form.select_one("button")
    same = {"number": "3/BB-HĐ", "text": "Hội đồng thống nhất."}
    assert province.post("session_minutes", item.session_id, **same).status_code == 302


def test_minutes_typed_before_the_session_is_closed_come_back(path, province):
    item = path.on_agenda()
    assert shown(province.post("session_minutes", item.session_id, number="4/BB", text="Đã họp."), "Đã họp.")


def test_words_on_a_certificate_that_was_ended_meanwhile_come_back(path, province):
    product = certified()
    one = product.certificates.get()
    told = {"by": path.officer, "now": timezone.now()}
    opened = withdrawal.open_withdrawal(certificate=one, ground=WithdrawalGround.choices[0][0], seen="Sai mác", **told)
    page = reverse("office:withdrawal_open", args=[path.province.slug, product.pk, one.pk])
    sent = {f"open-{one.pk}-ground": WithdrawalGround.choices[0][0], f"open-{one.pk}-seen": "Bán hàng nơi khác"}
    shown(province.client.post(page, sent), "Bán hàng nơi khác")
    held = {"withdrawal": opened, "concluded_on": timezone.localdate()}
    withdrawal.conclude(upheld=True, conclusion="Đúng", **held, **told)
    page = reverse("office:withdrawal_conclude", args=[path.province.slug, product.pk, opened.pk])
    start = f"conclude-{opened.pk}"
    sent = {f"{start}-upheld": "no", f"{start}-conclusion": "Không đúng như báo", f"{start}-concluded_on": TODAY}
    shown(province.client.post(page, sent), "Không đúng như báo")
    withdrawal.withdraw(withdrawal=opened, decision_number="5/QĐ", decided_on=timezone.localdate(), **told)
    page = reverse("office:withdrawal_decide", args=[path.province.slug, product.pk, opened.pk])
    start = f"withdraw-{opened.pk}"
    shown(province.client.post(page, {f"{start}-decision_number": "6/QĐ", f"{start}-decided_on": TODAY}), "6/QĐ")
    page = reverse("office:extend", args=[path.province.slug, product.pk, one.pk])
    sent = {f"extend-{one.pk}-until": "2028-09-01", f"extend-{one.pk}-reason": "Chờ hội đồng họp"}
    shown(province.client.post(page, sent), "Chờ hội đồng họp")
    one.refresh_from_db()
    assert (one.extended_until, opened.decision_number) == (None, "5/QĐ")


def test_another_reason_for_the_same_extension_is_kept(path):
    one = certified().certificates.get()
    until, now = one.valid_until + dt.timedelta(days=30), timezone.now()
    for reason in ("Chờ hội đồng họp", "Hội đồng hoãn họp"):
        seen = certificates.extension_mark(one)
        certificates.extend(certificate=one, until=until, reason=reason, seen=seen, by=make_user(), now=now)
    one.refresh_from_db()
    assert one.extension_reason == "Hội đồng hoãn họp"


def filled(page) -> dict[str, str]:
    form = page.select_one(".programme-form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    sent |= {field["name"]: field.text.strip("\n") for field in form.select("textarea")}
    for field in form.select("select"):
        chosen = field.select_one("[selected]")
        sent[field["name"]] = chosen["value"] if chosen else ""
    return sent


def test_two_at_one_row_of_the_books_keep_both_changes_and_are_asked_where_both_changed(path, province):
    row = make_activity(path.province.province, name="Hội chợ Đà Nẵng", place="Đà Nẵng")
    url = reverse("office:activity_change", args=[path.province.slug, row.pk])
    sent = filled(soup(province.client.get(url)))
    keeping.correct(row=row, version=1, values={"place": "Hà Nội"}, by=None)
    assert province.client.post(url, sent | {"name": "Hội chợ xuân"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.place) == ("Hội chợ xuân", "Hà Nội")
    answer = province.client.post(url, sent | {"place": "Huế"})
    page = soup(answer)
    assert "Hà Nội" in page.select_one(".form-errors").text
    assert page.select_one("[name=place]")["value"] == "Huế"
    assert Activity.objects.get().place == "Hà Nội"
    assert province.client.post(url, filled(page)).status_code == 302
    assert Activity.objects.get().place == "Huế"


def test_a_correction_typed_while_the_row_was_put_away_comes_back(path, province):
    row = make_activity(path.province.province, name="Hội chợ Đà Nẵng")
    url = reverse("office:activity_change", args=[path.province.slug, row.pk])
    sent = filled(soup(province.client.get(url)))
    keeping.put_away(row=row, by=None, now=timezone.now())
    page = soup(province.client.post(url, sent | {"result": "Bán được ba mươi bình"}))
    assert "Bán được ba mươi bình" in page.select_one("[name=result]").text
    assert page.select_one(".form-errors")


def sheet_of(path):
    item = path.on_agenda()
    judge = Office(path.province, item.session.council.members.first().user)
    return item, judge, judge.url("sheet", item.session_id, item.pk)


def test_an_old_window_of_a_sheet_does_not_write_over_the_other_by_itself(path):
    item, judge, url = sheet_of(path)
    judge.client.post(url, {"seen": "0", "level-1.1": ":1"}, headers={"HX-Request": "true"})
    seen = "0"
    for _twice in range(2):
        told = soup(judge.client.post(url, {"seen": seen, "level-1.1": ":0"}, headers={"HX-Request": "true"}))
        assert told.select_one("[role=alert]")
        seen = told.select_one("[name=seen]")["value"]
    assert item.sheets.get().levels == {"1.1": ["", 1]}


def test_both_windows_of_a_sheet_are_shown_and_saving_again_decides(path):
    item, judge, url = sheet_of(path)
    judge.client.post(url, {"seen": "0", "save": "1", "level-1.1": ":1", "opinion": "Đẹp"})
    typed = {"seen": "0", "save": "1", "level-1.1": ":0", "opinion": "Khá"}
    answer = judge.client.post(url, typed)
    assert answer.status_code == 400
    page = soup(answer)
    assert page.select_one("[name='level-1.1'][checked]")["value"] == ":0"
    told = [notice.text for notice in page.select("#sheet .office-sheet__all .notice")]
    assert len(told) == 2
    assert "Đẹp" in told[1]
    assert judge.client.post(url, typed | {"seen": page.select_one("[name=seen]")["value"]}).status_code == 302
    sheet = item.sheets.get()
    assert (sheet.levels, sheet.opinion) == ({"1.1": ["", 0]}, "Khá")
