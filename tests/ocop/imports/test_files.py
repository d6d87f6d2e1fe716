"""Files as they come, and as somebody means harm by them: each ends in a table or in a sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from common.data.refusal import Refused
from ocop.domain.imports import opening
from ocop.domain.imports.reading import NoHeading, find_table
from tests.factories import make_sheet
from tests.factories.ocop import HEADING, ROW


def rows_of(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in find_table(content).rows()]


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize("size", [0, opening.LARGEST + 1, 2 << 30])
def test_size_is_looked_at_before_anything_is_read(size):
    with pytest.raises(Refused):
        opening.check_size(size)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 400, opening.NotOurs),
        (b"PK\x03\x04 and nothing more", opening.NotOurs),
        (b"%PDF-1.7 just words", opening.NotOurs),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, opening.NotOurs),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), opening.Locked),
        (b"\xff\xff\xff", opening.NotOurs),
        (packed(readme=b"no sheet"), opening.NotOurs),
        (packed(xl__workbook_xml=b"<broken"), opening.NotOurs),
        (b"a;b;c\n1;2;3\n", NoHeading),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", "file"),
)
def test_what_is_no_register_is_refused_in_a_sentence(content, refusal):
    with pytest.raises(refusal) as caught:
        find_table(content)
    assert str(caught.value.message).endswith(".")


def test_a_bomb_is_refused_by_what_it_unpacks_to(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(opening.Bomb):
        find_table(packed(xl__workbook_xml=b"\x00" * 5_000_000))


def test_a_bomb_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 1_000_000)
    content = bytearray(packed(xl__workbook_xml=b"\x00" * 5_000_000))
    real = (5_000_000).to_bytes(4, "little")
    while (found := content.find(real)) >= 0:
        content[found : found + 4] = (1_000).to_bytes(4, "little")
    with pytest.raises(opening.Bomb):
        find_table(bytes(content))


def test_of_forty_sheets_the_one_with_a_heading_is_read_and_the_others_are_named():
    book = Workbook()
    for number in range(39):
        book.create_sheet(f"Trang {number}").append(["ghi chú"])
    sheet = book.create_sheet("Danh sách")
    sheet.append(HEADING)
    sheet.append(ROW)
    table = find_table(saved(book))
    assert table.sheet.title == "Danh sách"
    assert len(table.others) == 40


def test_a_protected_sheet_is_read():
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(ROW)
    book.active.protection.set_password("mat khau")
    assert rows_of(saved(book)) == [ROW]


def test_a_formula_is_never_evaluated():
    name = rows_of(make_sheet(["=cmd|' /C calc'!A0"]))[0][0]
    assert name == ""


def test_a_text_that_looks_like_a_formula_stays_a_text():
    content = (";".join(HEADING) + "\n" + ";".join(["=cmd|' /C calc'!A0", *ROW[1:]])).encode()
    assert rows_of(content)[0][0] == "=cmd|' /C calc'!A0"


def test_a_file_that_claims_a_whole_sheet_is_read_as_far_as_it_goes():
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(ROW)
    book.active.cell(1_000_000, 1).value = "xa"
    assert rows_of(saved(book)) == [ROW]


def test_merged_cells_stand_in_every_row():
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(ROW)
    book.active.append(["Chum sành", None, *ROW[2:]])
    book.active.merge_cells("B2:B3")
    assert [row[1] for row in rows_of(saved(book))] == [ROW[1], ROW[1]]


def opendocument(*rows: list[str]) -> bytes:
    """An .ods as LibreOffice ends it: with a row that stands for all that are left."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    table = f'<table:table table:name="OCOP">{body}{rest}</table:table>'
    sheet = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{sheet}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    manifest = {"META-INF/manifest.xml": f'<m:manifest xmlns:m="{space}">{entry}</m:manifest>'.encode()}
    return packed(mimetype=kind.encode(), content_xml=content.encode(), **manifest)


def test_a_file_of_libreoffice_is_read():
    assert rows_of(opendocument(HEADING, ROW)) == [ROW]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_its_encoding(encoding, mark):
    content = f"{mark.join(HEADING)}\r\n{mark.join(ROW)}\r\n".encode(encoding)
    assert rows_of(content) == [ROW]


def test_more_rows_than_a_register_has_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MOST_ROWS", 3)
    with pytest.raises(opening.TooManyRows):
        rows_of(make_sheet(ROW, ROW, ROW))
