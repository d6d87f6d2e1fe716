"""What is sent as proof is taken for what it is: a PDF in which nothing runs, or a picture, written anew."""

import io
import struct
import zlib

import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from ocop.domain.evidence.contents import LARGEST, EmptyFile, NotTaken, TooLargeFile, take
from ocop.domain.evidence.pdfs import ActivePdf, LockedPdf, SpoiltPdf
from ocop.domain.evidence.pictures import LONGEST_SIDE, SpoiltPicture, TooManyDots
from ocop.enums import EvidenceKind
from tests.ocop.evidence.files import located, packed, pdf, picture, written


def test_a_pdf_is_kept_to_the_byte():
    sent = pdf()
    taken = take(sent)
    assert (taken.data, taken.kind, taken.media_type) == (sent, EvidenceKind.FILE, "application/pdf")


@pytest.mark.parametrize(("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_picture_keeps_its_kind_whatever_it_is_called(kind, media):
    taken = take(picture(kind))
    assert (taken.kind, taken.media_type) == (EvidenceKind.PICTURE, media)
    with Image.open(io.BytesIO(taken.data)) as again:
        assert (again.format, again.size) == (kind, (40, 30))


def test_where_and_with_what_a_photo_was_taken_is_gone_and_it_stands_upright():
    sent = located()
    assert b"May anh" in sent
    taken = take(sent)
    with Image.open(io.BytesIO(taken.data)) as again:
        assert not again.getexif()
        assert again.size == (30, 40)
    assert b"Exif" not in taken.data
    assert b"chup tai nha" not in taken.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_notes_in_other_kinds_of_pictures_are_gone_too(kind):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "Nha ong Ba"
    sent = picture(kind, exif=exif, **({} if kind == "PNG" else {"xmp": b"<x>Nha ong Ba</x>"}))
    assert b"Nha ong Ba" in sent
    assert b"Nha ong Ba" not in take(sent).data


def test_a_picture_is_no_larger_than_anybody_sees():
    taken = take(picture(size=(LONGEST_SIDE + 400, 100)))
    with Image.open(io.BytesIO(taken.data)) as again:
        assert again.width == LONGEST_SIDE


def bomb() -> bytes:
    """A PNG of few bytes that says it has ten thousand million dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("sent", [bomb(), picture(size=(60, 40)) + b"\xff\xda" * 101], ids=["dots", "passes"])
def test_a_picture_that_would_fill_the_machine_is_refused(sent):
    with pytest.raises(TooManyDots):
        take(sent)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_short_is_refused_in_a_sentence(kind):
    with pytest.raises(SpoiltPicture):
        take(picture(kind, size=(400, 300))[:150])


@pytest.mark.parametrize(
    "sent",
    [
        b"MZ\x90\x00" + b"\0" * 200,
        b"PK\x03\x04 zip",
        b"<svg onload='x()'/>",
        b"GIF89a" + b"\0" * 50,
        b"\n%PDF-1.4 late",
    ],
    ids=["exe", "zip", "svg", "gif", "late"],
)
def test_what_is_neither_is_refused(sent):
    with pytest.raises(NotTaken):
        take(sent)


def test_nothing_and_too_much_are_refused():
    with pytest.raises(EmptyFile):
        take(b"")
    with pytest.raises(TooLargeFile):
        take(b"%PDF-" + b"\0" * LARGEST)


def action(kind: str, **more) -> DictionaryObject:
    told = {NameObject("/S"): NameObject(kind)} | {NameObject(f"/{k}"): TextStringObject(v) for k, v in more.items()}
    return DictionaryObject(told)


def in_root(name: str, value: DictionaryObject):
    return lambda writer: writer.root_object.update({NameObject(name): value})


def launches_by_reference(writer) -> None:
    """What would run is named by an object of its own."""
    named = writer._add_object(NameObject("/Launch"))
    writer.root_object.update({NameObject("/OpenAction"): DictionaryObject({NameObject("/S"): named})})


ACTIVE = {
    "by reference": launches_by_reference,
    "script": in_root("/OpenAction", action("/JavaScript", JS="app.alert('Chào')")),
    "launch": in_root("/OpenAction", action("/Launch", F="cmd.exe")),
    "attached": lambda writer: writer.add_attachment("macro.docm", b"PK"),
    "sends": in_root("/AA", DictionaryObject({NameObject("/WC"): action("/SubmitForm")})),
    "form": in_root("/AcroForm", DictionaryObject({NameObject("/XFA"): TextStringObject("x")})),
}


@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE)
def test_a_pdf_in_which_something_would_run_is_refused(change):
    with pytest.raises(ActivePdf):
        take(written(change))


def test_what_would_run_is_found_in_packed_objects_and_behind_other_spellings():
    with pytest.raises(ActivePdf):
        take(packed(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"))
    with pytest.raises(ActivePdf):
        take(pdf_with(b"<</S/J#61vaScript/J#53(app.alert)>>"))


def test_a_packed_pdf_in_which_nothing_runs_is_taken():
    assert take(packed(b"<</S/GoTo/D[3 0 R/Fit]>>")).kind == EvidenceKind.FILE


def pdf_with(action: bytes) -> bytes:
    """With `action` in the place of an object, unpacked."""
    plain = pdf()
    return plain.replace(b"/Type /Catalog", b"/OpenAction " + action + b" /Type /Catalog", 1)


def test_a_pdf_behind_a_password_is_refused_and_one_that_only_forbids_copying_is_taken():
    with pytest.raises(LockedPdf):
        take(written(lambda writer: writer.encrypt("bí mật", algorithm="AES-256")))
    assert take(written(lambda writer: writer.encrypt("", "chủ", algorithm="AES-128")))


@pytest.mark.parametrize(
    "sent", [b"%PDF-1.7\nno more", pdf()[:300], b"%PDF-1.4\n" + b"[" * 50_000], ids=["no", "cut", "deep"]
)
def test_a_pdf_that_cannot_be_read_is_refused(sent):
    with pytest.raises(SpoiltPdf):
        take(sent)


def hungry() -> bytes:
    """A PDF of few megabytes whose one array would fill the machine."""
    page = b"<</Type/Page/Parent 2 0 R/X[" + b"0 " * 4_900_000 + b"]>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    rows = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, row) for number, row in enumerate(objects, 1))
    return b"%PDF-1.4\n" + rows + b"trailer<</Root 1 0 R/Size 4>>\n"


def test_a_pdf_that_would_fill_the_machine_ends_its_own_reader_alone():
    with pytest.raises(SpoiltPdf):
        take(hungry())
