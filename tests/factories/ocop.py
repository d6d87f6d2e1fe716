"""Offices, and spreadsheets as they send them."""

import io

from openpyxl import Workbook

from accounts.models import User
from ocop.models import Office, OfficeMember
from tests.factories.clock import number
from tests.factories.people import make_user
from villages.models import Commune, FormerCommune, Province

HEADING = ["Tên sản phẩm", "Chủ thể", "Xã", "Nhóm", "Số sao", "Số QĐ", "Ngày QĐ"]
ROW = ["Bình gốm men nâu", "HTX Gốm Bến Mơ", "Phù Lãng", "IV", "4 sao", "77/QĐ-UBND", "26/06/2025"]


def make_land() -> Commune:
    """The commune Phù Lãng of Bắc Ninh, which took in one of the same name and Châu Phong."""
    province, _ = Province.objects.get_or_create(code="24", defaults={"name": "Bắc Ninh"})
    commune, _ = Commune.objects.get_or_create(code="09292", defaults={"name": "Phù Lãng", "province": province})
    for code, name in (("09277", "Phù Lãng"), ("09280", "Châu Phong")):
        facts = {"commune": commune, "name": name, "district": "thị xã Quế Võ", "province": "Bắc Ninh"}
        FormerCommune.objects.get_or_create(code=code, defaults=facts)
    return commune


def make_commune(name: str, *, province: Province | None = None) -> Commune:
    province = province or make_land().province
    # Above the real codes that other rows here have, which a long run would count its way to.
    return Commune.objects.create(code=f"{50_000 + number() % 50_000:05d}", name=name, province=province)


def make_office(*, member: User | None = None, commune: Commune | None = None) -> Office:
    """The province's, or a commune's, with somebody who works there."""
    place = {"commune": commune} if commune else {"province": make_land().province}
    office = Office.objects.create(slug=f"ocop-{number()}", name="Văn phòng OCOP (ví dụ)", **place)
    OfficeMember.objects.create(office=office, user=member or make_user(), role=office.level)
    return office


def make_sheet(*rows: list, heading: list | None = None, title: str = "OCOP") -> bytes:
    """An .xlsx of a heading and `rows`; those of `ROW` where a row is shorter."""
    book = Workbook()
    book.active.title = title
    book.active.append(heading or HEADING)
    for row in rows:
        book.active.append([*row, *ROW[len(row) :]] if heading is None else row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
