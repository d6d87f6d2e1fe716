"""Where a photo was taken leaves its file from every corner in which cameras and programs write it."""

import struct
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo
from wagtail.images import get_image_model

from tests.cms.test_images import GPS, MAKE, XMP, kept, photo, upload

pytestmark = pytest.mark.django_db

LONG_XMP = b"http://ns.adobe.com/xmp/extension/\0"
CITY = b"\x1c\x02\x5a\x00\x09Phu Lang."
CAPTION = b"\x1c\x02\x78\x00\x06Lo bau"


def part(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body


def with_parts(*parts: bytes, place: bool = False) -> SimpleUploadedFile:
    plain = photo(place=place).read()
    return SimpleUploadedFile("lo.jpg", plain[:2] + b"".join(parts) + plain[2:], content_type="image/jpeg")


def long_xmp(*pieces: bytes) -> list[bytes]:
    whole, at, found = sum(map(len, pieces)), 0, []
    for piece in pieces:
        found.append(part(0xE1, LONG_XMP + b"0" * 32 + struct.pack(">II", whole, at) + piece))
        at += len(piece)
    return found


def iptc(*datasets: bytes) -> bytes:
    body = b"".join(datasets)
    return part(
        0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)
    )


def stored() -> bytes:
    return get_image_model().objects.get().file.open().read()


def test_in_a_long_xmp_also_where_a_word_is_cut_in_two(signed_in, cms):
    upload(signed_in("writer"), with_parts(*long_xmp(b"<exif:GP", b"SLatitude>21,9N")))
    assert b"SLatitude" not in stored()
    assert LONG_XMP not in stored()


def test_in_iptc_and_all_other_bytes_stay(signed_in, cms):
    file = with_parts(iptc(CITY, CAPTION))
    upload(signed_in("writer"), file)
    file.seek(0)
    assert stored() == file.read().replace(iptc(CITY, CAPTION), b"")


def test_a_caption_tells_no_place_and_stays_beside_coordinates_that_go(signed_in, cms):
    upload(signed_in("writer"), with_parts(iptc(CAPTION), place=True))
    assert b"Lo bau" in stored()
    assert GPS not in kept().getexif()


@pytest.mark.parametrize(
    "words", [b"photoshop:City", b"Iptc4xmpCore:Location", b"Iptc4xmpExt:LocationCreated", b"geo:lat"]
)
def test_a_place_in_words(signed_in, cms, words):
    upload(signed_in("writer"), photo("webp", place=False, xmp=XMP.replace(b"exif:GPSLatitude", words)))
    assert words not in stored()


def test_a_moving_picture_keeps_its_frames(signed_in, cms):
    exif = Image.Exif()
    exif[MAKE] = "May anh cu"
    exif.get_ifd(GPS).update({1: "N", 2: (21.0, 8.0, 58.9)})
    frames = [Image.new("RGB", (1200, 1200), colour) for colour in ("#7a4a21", "#1f5a52", "#ad3418")]
    out = BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=[100, 200, 300], exif=exif)
    assert upload(signed_in("writer"), SimpleUploadedFile("lo.webp", out.getvalue())).status_code == 302
    image = kept()
    durations = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        durations.append(frame.info["duration"])
    assert durations == [100, 200, 300]
    assert GPS not in image.getexif()
    assert image.getexif()[MAKE] == "May anh cu"


def test_in_a_pngs_texts_as_other_programs_write_them(signed_in, cms):
    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    notes.add_text("Raw profile type iptc", "\niptc\n  14\n" + CITY.hex(), zip=True)
    notes.add_text("Title", "Lo bau")
    upload(signed_in("writer"), photo("png", pnginfo=notes))
    image = kept()
    image.load()
    assert {name for name in image.info if name != "exif"} == {"Title"}
    assert image.getexif()[MAKE] == "May anh cu"


def test_a_second_picture_behind_the_first(signed_in, cms):
    out = BytesIO()
    second = Image.open(photo())
    Image.new("RGB", (1200, 1200)).save(out, "MPO", save_all=True, append_images=[second], exif=second.getexif())
    file = SimpleUploadedFile("lo.jpg", out.getvalue(), content_type="image/jpeg")
    assert upload(signed_in("writer"), file).status_code == 302
    image = kept()
    assert image.getpixel((0, 0)) == (0, 0, 0)
    assert not any(GPS in frame.getexif() for frame in ImageSequence.Iterator(image))


def test_a_jpeg_whose_parts_are_out_of_order_is_written_again(signed_in, cms):
    plain = photo().read()
    file = SimpleUploadedFile("lo.jpg", plain[:2] + b"\xff" + plain[2:], content_type="image/jpeg")
    client = signed_in("writer")
    assert client.post(reverse("wagtailimages:add"), {"title": "Lò", "file": file}).status_code == 302
    assert GPS not in kept().getexif()
