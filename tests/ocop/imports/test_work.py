"""A file's way through workers: each step once, whoever dies or taps twice, all rows or none."""

import datetime as dt
import io
import time
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook

from demo.messy import FIVE, FOUR, THREE, messy_register
from ocop.domain.imports import work, writing
from ocop.domain.imports.forget import forget_imports
from ocop.enums import ImportState, RowOutcome
from ocop.models import Certificate, OcopProduct
from ocop.tasks import do_imports
from tests.factories import make_commune, make_office, make_sheet, make_user
from tests.factories.ocop import ROW
from tests.ocop.imports.test_judging import outcomes, private, read, written  # noqa: F401  a fixture
from villages.models import FormerCommune, Host

pytestmark = pytest.mark.django_db


def test_a_messy_register_of_611_products_is_read_written_and_then_the_same():
    office, other = make_office(), make_commune("Thuận Thành")
    facts = {"commune": other, "name": "Song Hồ", "code": "09412", "district": "Thuận Thành", "province": "Bắc Ninh"}
    FormerCommune.objects.create(**facts)
    kinh_bac = make_commune("Kinh Bắc")
    facts = {"commune": kinh_bac, "name": "Hòa Long", "code": "09214", "district": "Bắc Ninh", "province": "Bắc Ninh"}
    FormerCommune.objects.create(**facts)
    content = messy_register()
    row = written(office, content)
    assert row.counts == {"new": 611, "changed": 0, "same": 0, "duplicate": 6, "problem": 4, "note": 6}
    assert row.sheet == "DS OCOP 2025"
    stars = [Certificate.objects.filter(stars=n).count() for n in (5, 4, 3)]
    assert stars == [FIVE, FOUR, THREE] == [1, 21, 589]
    assert all(OcopProduct.objects.values_list("is_example", flat=True))
    again = read(office, content)
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (611, 0, 0)


def test_ten_thousand_rows_cost_few_queries_and_less_than_a_minute(django_assert_max_num_queries):
    office = make_office()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("OCOP")
    sheet.append(["Tên sản phẩm", "Chủ thể", "Xã", "Nhóm", "Số sao", "Số QĐ", "Ngày QĐ"])
    for number in range(10_000):
        decision = f"{number % 50}/QĐ-UBND"
        sheet.append([f"Bình {number}", f"HTX {number // 3}", "Phù Lãng", "IV", "3 sao", decision, "1/7/2025"])
    out = io.BytesIO()
    book.save(out)
    started = time.process_time()
    # SQLite takes 999 values a statement.
    with django_assert_max_num_queries(900):
        row = written(office, out.getvalue())
    assert row.counts[RowOutcome.NEW] == OcopProduct.objects.count() == 10_000
    assert time.process_time() - started < 60


@pytest.mark.django_db(transaction=True)
def test_all_good_rows_are_written_or_none(monkeypatch):
    office = make_office()
    row = read(office, make_sheet(ROW))
    work.decide(row=row, now=timezone.now())

    def breaks(*_args, **_kwargs):
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(writing, "_write_history", breaks)
    with pytest.raises(RuntimeError):
        work.work(row.pk, now=timezone.now())
    row.refresh_from_db()
    assert row.state == ImportState.FAILED
    assert not OcopProduct.objects.exists()
    assert not Host.objects.exists()


def test_the_task_does_what_waits():
    office, now = make_office(), timezone.now()
    row = work.send(office=office, content=make_sheet(ROW), name="a.xlsx", language="vi", by=make_user(), now=now)
    do_imports.run()
    row.refresh_from_db()
    assert row.state == ImportState.READY


def test_a_file_that_cannot_be_read_says_so_in_its_officers_language():
    row = read(make_office(), b"MZ" + b"\x00" * 100)
    assert row.state == ImportState.REFUSED
    assert row.said.startswith("This is no spreadsheet")


def test_a_step_is_claimed_once():
    row = read(make_office(), make_sheet(ROW))
    assert not work.work(row.pk, now=timezone.now())
    work.decide(row=row, now=timezone.now())
    work.decide(row=row, now=timezone.now())
    assert work.work(row.pk, now=timezone.now())
    assert not work.work(row.pk, now=timezone.now())
    assert OcopProduct.objects.count() == 1


def test_what_a_dead_worker_held_is_tried_once_more_and_then_left():
    row, now = read(make_office(), make_sheet(ROW)), timezone.now()
    held = {"state": ImportState.READING, "claimed_at": now - dt.timedelta(minutes=5)}
    type(row).objects.filter(pk=row.pk).update(attempts=1, **held)
    assert work.due(now=now) == []
    assert work.due(now=now + dt.timedelta(minutes=5)) == [row.pk]
    type(row).objects.filter(pk=row.pk).update(attempts=work.ATTEMPTS, **held)
    assert work.due(now=now + dt.timedelta(minutes=5)) == []
    row.refresh_from_db()
    assert row.state == ImportState.FAILED


def test_what_somebody_wrote_meanwhile_is_not_made_twice():
    office = make_office()
    first, second = read(office, make_sheet(ROW)), read(office, make_sheet(ROW, title="khác"))
    for row in (first, second):
        work.decide(row=row, now=timezone.now())
        work.work(row.pk, now=timezone.now())
    assert outcomes(second) == [RowOutcome.SAME]
    assert OcopProduct.objects.count() == 1


def test_the_same_file_sent_twice_while_it_waits_is_one_import():
    office, now, by = make_office(), timezone.now(), make_user()
    sent = {"office": office, "content": make_sheet(ROW), "name": "a.xlsx", "language": "vi", "by": by, "now": now}
    assert work.send(**sent) == work.send(**sent)


def test_a_file_is_forgotten_after_a_year_and_what_it_wrote_is_not():
    row = written(make_office(), make_sheet(ROW))
    path, now = row.file.path, timezone.now()
    assert forget_imports(now=now + dt.timedelta(days=364)) == 0
    assert forget_imports(now=now + dt.timedelta(days=366)) == 1
    assert not Path(path).exists()
    assert OcopProduct.objects.count() == 1


def test_a_file_that_cannot_be_removed_keeps_its_row_and_the_next_is_removed(monkeypatch):
    stuck, _other = (written(make_office(), make_sheet([name, *ROW[1:]])) for name in ("Bình gốm men nâu", "Chum sành"))
    storage, now = stuck.file.storage, timezone.now() + dt.timedelta(days=366)
    delete = storage.delete

    def refuse(name):
        if name == stuck.file.name:
            raise OSError("read-only")
        delete(name)

    monkeypatch.setattr(type(storage), "delete", lambda _storage, name: refuse(name))
    assert forget_imports(now=now) == 1
    assert [row.pk for row in type(stuck).objects.all()] == [stuck.pk]
    assert Path(stuck.file.path).exists()
    monkeypatch.undo()
    assert forget_imports(now=now) == 1
