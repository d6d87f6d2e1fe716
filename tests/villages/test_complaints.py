"""Anybody complains without an account, has a number, a time and a page of their own; the office answers once."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_commune, make_host, make_office, make_user
from tests.pages.reading import plain, soup
from villages.domain.complaints import (
    AnsweredMeanwhile,
    Complained,
    NoWay,
    answer,
    complain,
    complaints_of,
    due_at,
    forget_complaints,
)
from villages.enums import ComplaintKind
from villages.models import Complaint, Host, Province
from villages.web.complaint import complaint_token

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "visit", "words": "Chủ nhà không có ở nhà.", "name": "Nguyễn Thị Hà", "phone": "0912345678", "consent": "on"
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def said(**fields) -> Complained:
    told = {"kind": "visit", "host": None, "about": "", "words": "Chủ nhà đi vắng.", "name": "Hà", "email": ""}
    return Complained(**told | {"phone": "+84912345678"} | fields)


def make_complaint(**fields) -> Complaint:
    return complain(said=said(**fields), key=uuid.uuid4(), language="vi", now=timezone.now())


@pytest.fixture
def officer(client):
    """Signed in at the office of a province; `office` is that office."""
    user = make_user("tinh@example.org")
    user.office = make_office(member=user)
    client.force_login(user)
    return user


def test_what_is_unlawful_is_due_in_a_day_and_data_in_two_working_days_and_the_rest_in_a_week():
    friday = dt.datetime(2026, 12, 4, 10, 0, tzinfo=timezone.get_default_timezone())
    assert due_at(ComplaintKind.UNLAWFUL, friday) == friday + dt.timedelta(hours=24)
    assert timezone.localtime(due_at(ComplaintKind.DATA, friday)).date() == dt.date(2026, 12, 8)
    assert due_at(ComplaintKind.VISIT, friday) == friday + dt.timedelta(days=7)


def test_somebody_without_an_account_complains_and_follows_it(client):
    answer_page = client.post(reverse("complain"), TYPED, follow=True)
    complaint = Complaint.objects.get()
    text = plain(soup(answer_page))
    assert complaint.number in text
    assert "Chủ nhà không có ở nhà." in text
    assert answer_page.redirect_chain == [(reverse("complaint", args=[complaint_token(complaint)]), 302)]


def test_a_link_that_was_changed_shows_nothing(client):
    token = complaint_token(make_complaint())
    for wrong in (token[:-2], "a" + token, "x"):
        assert client.get(reverse("complaint", args=[wrong])).status_code == 404


def test_without_a_way_to_answer_it_is_asked_for(client):
    with pytest.raises(NoWay):
        make_complaint(phone="")
    page = client.post(reverse("complain"), TYPED | {"phone": ""})
    assert page.status_code == 422
    assert str(NoWay.message) in plain(soup(page))


def test_the_same_form_again_is_one_complaint(client):
    key = {"key": str(uuid.uuid4())}
    first, second = (client.post(reverse("complain"), TYPED | key) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Complaint.objects.count() == 1


def test_a_flood_is_stopped_with_a_sentence(client, settings):
    settings.CONTACT_RATE = "2/hour"
    codes = [client.post(reverse("complain"), TYPED).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


def test_the_office_answers_and_the_sender_reads_it_with_the_day(client, officer):
    complaint = make_complaint()
    late = make_complaint(words="Chờ lâu rồi.")
    Complaint.objects.filter(pk=late.pk).update(due_at=timezone.now() - dt.timedelta(hours=1))
    rows = soup(client.get(reverse("office:complaints", args=[officer.office.slug]))).select("tbody tr")
    assert [late.number in plain(rows[0]), complaint.number in plain(rows[1])] == [True, True]
    assert rows[0].select_one(".office-late")
    page = reverse("office:complaint", args=[officer.office.slug, complaint.pk])
    assert client.post(page, {"words": ""}).status_code == 400
    told = {"words": "Chủ nhà đã xin lỗi và trả lại tiền.", "done_by": "2026-12-08", "stood": ""}
    assert client.post(page, told).status_code == 302
    text = plain(soup(client.get(reverse("complaint", args=[complaint_token(complaint)]))))
    assert "Chủ nhà đã xin lỗi và trả lại tiền." in text
    assert "8" in text.split("xong trước hết ngày")[1][:12]


def test_of_two_who_answer_the_second_reads_the_first(officer):
    complaint, now = make_complaint(), timezone.now()
    answer(complaint=complaint, words="Đã xem.", done_by=None, stood="", by=officer, now=now)
    with pytest.raises(AnsweredMeanwhile):
        answer(complaint=complaint, words="Đang xem.", done_by=None, stood="", by=officer, now=now)
    again = answer(complaint=complaint, words="Đã xem.", done_by=None, stood="", by=officer, now=now)
    assert again.answer == "Đã xem."
    assert answer(complaint=again, words="Xong.", done_by=None, stood="Đã xem.", by=officer, now=now).answer == "Xong."


def test_an_office_sees_complaints_of_its_province_and_of_no_house(officer):
    here = officer.office.province_id
    of_none = make_complaint()
    away = make_commune("Xa", province=Province.objects.create(code="99", name="Tỉnh Khác"))
    host = make_host(commune=away)
    Host.objects.filter(pk=host.pk).update(village=None)
    near = make_complaint(host=make_host(commune=make_commune("Gần")))
    elsewhere = make_complaint(host=host)
    assert {of_none, near} <= set(complaints_of(here))
    assert elsewhere not in complaints_of(here)
    assert elsewhere in complaints_of(away.province_id)


def test_what_was_answered_long_ago_is_forgotten_and_what_waits_is_not(officer, settings):
    now = timezone.now()
    old, waits = make_complaint(), make_complaint()
    answer(complaint=old, words="Đã xem.", done_by=None, stood="", by=officer, now=now)
    later = now + dt.timedelta(days=settings.PERSONAL_DATA_DAYS + 1)
    assert forget_complaints(now=later) == 1
    assert list(Complaint.objects.all()) == [waits]


def test_every_page_leads_to_the_form(client):
    foot = soup(client.get(reverse("complain"))).select_one(".site-footer")
    assert foot.select_one(f"a[href='{reverse('complain')}']")


def test_an_answer_sent_late_shows_the_one_that_stands_and_can_then_replace_it(client, officer):
    complaint = make_complaint()
    answer(complaint=complaint, words="Đã xem.", done_by=None, stood="", by=officer, now=timezone.now())
    page = reverse("office:complaint", args=[officer.office.slug, complaint.pk])
    late = client.post(page, {"words": "Đang xem.", "stood": ""})
    assert late.status_code == 400
    assert str(AnsweredMeanwhile.message) in plain(soup(late))
    stood = soup(late).select_one("input[name=stood]")["value"]
    assert client.post(page, {"words": "Đang xem.", "stood": stood}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.answer == "Đang xem."
