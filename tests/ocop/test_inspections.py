"""Inspections after recognition (Decision 26/2026/QĐ-TTg, art. 9): planned, held, and what they lead to."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ocop.domain import inspections
from ocop.domain.certificates import NoReason
from ocop.domain.inspections import AlreadyHeld, Cancelled, DayAhead, DayBehind, Found, NoGround, NothingFound
from ocop.domain.once import WrittenOtherwise
from ocop.domain.withdrawal import AlreadyOpen
from ocop.enums import InspectionOutcome, OfficeRole, WithdrawalGround
from ocop.models import Inspection, OfficeMember, Withdrawal
from tests.factories import make_certificate, make_product, make_user
from tests.factories.dossiers import Path
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def seen(path, outcome=InspectionOutcome.KEPT, **more) -> Found:
    return Found(**{"held_on": path.today, "criteria": "Đủ", "mark": "", "outcome": outcome} | more)


def held(path, product, found, planned=None) -> Inspection:
    told = {"product": product, "office": path.province, "by": path.officer, "now": path.now}
    return inspections.write_down(found=found, planned=planned, **told)


@pytest.fixture
def path():
    return Path()


@pytest.fixture
def product(path):
    return make_certificate(make_product(path.host)).product


def test_a_planned_visit_is_planned_once_and_written_down_once(path, product):
    told = {"product": product, "office": path.province, "by": path.officer, "now": path.now}
    planned = inspections.plan(day=path.today + DAY, **told)
    assert inspections.plan(day=path.today + DAY, **told) == planned
    with pytest.raises(DayBehind):
        inspections.plan(day=path.today - DAY, **told)
    assert not held(path, product, seen(path), planned).unannounced
    with pytest.raises(AlreadyHeld):
        held(path, product, seen(path), planned)
    unannounced = held(path, product, seen(path, mark="Đúng tem"))
    assert unannounced.unannounced
    assert held(path, product, seen(path, mark="Đúng tem")) == unannounced


def test_a_planned_visit_is_cancelled_once_with_its_reason_and_stays_to_be_read(path, product):
    told = {"by": path.officer, "now": path.now}
    planned = inspections.plan(product=product, office=path.province, day=path.today + DAY, **told)
    with pytest.raises(NoReason):
        inspections.cancel(planned=planned, reason=" ", **told)
    for _twice in range(2):
        inspections.cancel(planned=planned, reason="Xưởng nghỉ sửa lò", **told)
    with pytest.raises(WrittenOtherwise):
        inspections.cancel(planned=planned, reason="Chưa sắp xếp được", **told)
    with pytest.raises(Cancelled):
        held(path, product, seen(path), planned)
    again = inspections.plan(product=product, office=path.province, day=path.today + DAY, **told)
    assert again != planned
    held(path, product, seen(path), again)
    with pytest.raises(AlreadyHeld):
        inspections.cancel(planned=again, reason="Muộn", **told)
    planned.refresh_from_db()
    assert (planned.cancel_reason, planned.cancelled_on, planned.by) == ("Xưởng nghỉ sửa lò", path.today, path.officer)


def test_another_day_to_mend_by_is_another_inspection(path, product):
    first = held(path, product, seen(path, InspectionOutcome.MEND, mend_by=path.today + DAY))
    assert held(path, product, seen(path, InspectionOutcome.MEND, mend_by=path.today + DAY)) == first
    assert held(path, product, seen(path, InspectionOutcome.MEND, mend_by=path.today + 2 * DAY)) != first


def test_a_visit_is_cancelled_on_its_page_and_the_reason_is_read_there(path, product):
    told = {"by": path.officer, "now": path.now}
    planned = inspections.plan(product=product, office=path.province, day=path.today + DAY, **told)
    client = Client()
    client.force_login(path.officer)
    url = reverse("office:inspection", args=[path.province.slug, planned.pk])
    assert client.post(url, {"reason": " "}).status_code == 400
    assert client.post(url, {"reason": "Xưởng nghỉ sửa lò"}).status_code == 302
    other = client.post(url, {"reason": "Chưa sắp xếp được"})
    assert other.status_code == 400
    assert "Chưa sắp xếp được" in other.content.decode()
    late = {"held_on": path.today.isoformat(), "criteria": "Đủ tem", "mark": "", "outcome": "kept"}
    assert "Đủ tem" in client.post(url, late).content.decode()
    listed = soup(client.get(reverse("office:inspections", args=[path.province.slug])))
    assert listed.select_one(".office-table tbody td:last-child").text.strip() == "đã hủy"
    page = reverse("office:inspection_product", args=[path.province.slug, product.pk])
    for address in (url, page):
        assert "Xưởng nghỉ sửa lò" in client.get(address).content.decode()
    planned.refresh_from_db()
    assert (planned.held_on, planned.cancel_reason) == (None, "Xưởng nghỉ sửa lò")


@pytest.mark.parametrize(
    ("refusal", "wrong"),
    [
        (DayAhead, {"held_on": dt.date(2099, 1, 1)}),
        (NothingFound, {"criteria": " "}),
        (DayBehind, {"outcome": InspectionOutcome.MEND}),
        (NoGround, {"outcome": InspectionOutcome.WITHDRAW}),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(path, product, refusal, wrong):
    with pytest.raises(refusal):
        held(path, product, seen(path, **wrong))
    assert not Inspection.objects.exists()


def test_a_ground_opens_the_withdrawal_and_only_one(path, product):
    found = seen(path, InspectionOutcome.WITHDRAW, ground=WithdrawalGround.MARK, mark="Dán tem trên hàng khác")
    row = held(path, product, found)
    assert row.withdrawal == Withdrawal.objects.get()
    assert row.withdrawal.note == "Đủ\nDán tem trên hàng khác"
    assert held(path, product, found) == row
    with pytest.raises(AlreadyOpen):
        held(path, product, seen(path, InspectionOutcome.WITHDRAW, ground=WithdrawalGround.LAW))


def test_an_inspector_writes_a_visit_down_and_sees_nothing_else(path, product):
    inspector = make_user()
    OfficeMember.objects.create(office=path.province, user=inspector, role=OfficeRole.INSPECTOR)
    client = Client()
    client.force_login(inspector)
    assert client.get(reverse("office:home"))["Location"] == reverse("office:inspections", args=[path.province.slug])
    url = reverse("office:inspection_product", args=[path.province.slug, product.pk])
    sent = {"held_on": path.today.isoformat(), "criteria": "", "mark": "", "outcome": "kept"}
    refused = client.post(url, sent)
    assert refused.status_code == 400
    assert client.post(url, sent | {"mark": "Đúng tem"}).status_code == 302
    assert product.name in client.get(reverse("office:inspections", args=[path.province.slug])).content.decode()
    assert client.get(reverse("office:products", args=[path.province.slug])).status_code == 404
