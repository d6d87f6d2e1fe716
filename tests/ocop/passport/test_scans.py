"""Scans are counted by day and code, and by nothing else."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from ocop.domain.passport import scans
from ocop.models import PassportCode, ScanDay
from page_cache.store import VERSION, look
from tests.factories import code_text, make_certificate, make_lot
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot():
    return make_lot(make_certificate().product, pieces=10)


def counted(lot) -> int:
    return sum(ScanDay.objects.filter(code__code=code_text(lot)).values_list("scans", flat=True))


def test_each_reader_is_one_and_each_day_has_its_own_number(client, lot):
    code = PassportCode.objects.get(code=code_text(lot))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    scans.count(code=code, day=yesterday)
    for _number in range(3):
        client.get(f"/p/{code}")
    assert scans.scans_on(code, timezone.localdate()) == 3
    assert scans.scans_on(code, yesterday) == 1


def test_a_head_and_what_is_loaded_ahead_are_no_readers(client, lot):
    address = f"/p/{code_text(lot)}"
    client.head(address)
    client.get(address, headers={"sec-purpose": "prefetch;prerender"})
    client.get(address, headers={"purpose": "prefetch"})
    client.get(f"/p/{code_text(lot).lower()}")
    assert counted(lot) == 0


def test_nothing_of_a_reader_is_kept(client, lot):
    client.get(f"/p/{code_text(lot)}", headers={"user-agent": "Máy của Hà"})
    assert {field.name for field in ScanDay._meta.fields} == {"id", "code", "day", "scans"}
    assert not client.cookies


def test_a_lot_read_far_more_often_than_it_has_pieces_is_called_a_copy(client, lot):
    code = PassportCode.objects.get(code=code_text(lot))
    ScanDay.objects.create(code=code, day=timezone.localdate(), scans=411)
    said = plain(soup(client.get(f"/p/{code}")))
    assert "được quét 412 lần hôm nay, lô chỉ có 10 sản phẩm" in said
    assert "Có thể bị sao chép" in said


@pytest.mark.parametrize(
    ("times", "pieces", "copied"), [(29, 1, False), (30, 1, True), (30, 10, False), (31, 10, True), (300, 100, False)]
)
def test_a_few_curious_readers_make_no_copy(times, pieces, copied):
    assert scans.looks_copied(scans=times, pieces=pieces) is copied


def test_a_scan_makes_no_page_anew(client, lot):
    look("any")
    version = cache.get(VERSION)
    client.get(f"/p/{code_text(lot)}")
    make_lot(lot.product)
    assert cache.get(VERSION) == version


def test_a_full_disk_loses_a_count_and_shows_the_page(client, lot, monkeypatch):
    def full(_code, _day):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(scans, "_one_more", full)
    assert client.get(f"/p/{code_text(lot)}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_readers_at_once_are_all_counted(lot):
    code = PassportCode.objects.get(code=code_text(lot))
    day = timezone.localdate()

    def read(_number):
        try:
            scans.count(code=code, day=day)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(read, range(30)))
    assert scans.scans_on(code, day) == 30
