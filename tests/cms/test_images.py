"""Photos tell nobody where a house stands, and are wide enough for the page."""

from io import BytesIO

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db

pillow_heif.register_heif_opener()
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>21,9N</exif:GPSLatitude></x:xmpmeta>'
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "heic": "HEIF"}


def photo(suffix: str = "jpg", *, size=(1200, 1200), place: bool = True, turned: bool = False, **more):
    exif = Image.Exif()
    exif[MAKE] = "May anh cu"
    if turned:
        exif[ORIENTATION] = 6
    if place:
        exif.get_ifd(GPS).update({1: "N", 2: (21.0, 8.0, 58.9), 3: "E", 4: (106.0, 14.0, 25.8)})
    file = BytesIO()
    Image.new("RGB", size, "#7a4a21").save(file, FORMATS[suffix], exif=exif, **more)
    return SimpleUploadedFile(f"lo-bau.{suffix}", file.getvalue(), content_type=f"image/{suffix}")


def upload(client, file, name: str = "add"):
    return client.post(reverse(f"wagtailimages:{name}"), {"title": "Lò bầu", "file": file})


def kept() -> Image.Image:
    return Image.open(get_image_model().objects.get().file.open())


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_place_is_taken_out_of_the_original_and_all_else_stays(signed_in, cms, suffix):
    response = upload(signed_in("writer"), photo(suffix, turned=suffix == "jpg"))
    assert response.status_code == 302, response.context["form"].errors
    image = kept()
    assert GPS not in image.getexif()
    assert not image.getexif().get_ifd(GPS)
    assert image.getexif()[MAKE] == "May anh cu"
    assert image.format == FORMATS[suffix]
    if suffix == "jpg":
        assert image.getexif()[ORIENTATION] == 6


def test_coordinates_in_xmp_too(signed_in, cms):
    upload(signed_in("writer"), photo(place=False, xmp=XMP))
    assert b"GPS" not in get_image_model().objects.get().file.open().read()


def test_a_photo_without_a_place_stays_byte_for_byte(signed_in, cms):
    file = photo(place=False)
    upload(signed_in("writer"), file)
    file.seek(0)
    assert get_image_model().objects.get().file.open().read() == file.read()


def test_from_the_chooser_many_at_once_and_in_the_place_of_another(signed_in, cms):
    client = signed_in("writer")
    client.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Lò bầu", "image-chooser-upload-file": photo()},
    )
    assert GPS not in kept().getexif()
    image = get_image_model().objects.get()
    client.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "Lò mới", "file": photo()})
    assert get_image_model().objects.get().title == "Lò mới"
    assert GPS not in kept().getexif()
    image.delete()
    client.post(reverse("wagtailimages:add_multiple"), {"title": "Lò bầu", "files[]": photo()})
    assert GPS not in kept().getexif()


@pytest.mark.parametrize(("size", "turned"), [((1199, 1199), False), ((640, 480), False), ((1600, 900), True)])
def test_a_photo_that_is_too_narrow_is_refused_in_words(signed_in, cms, size, turned):
    response = upload(signed_in("writer"), photo(size=size, turned=turned))
    wide = size[1] if turned else size[0]
    assert f"{wide} px" in str(response.context["form"].errors["file"])
    assert "1200 px" in str(response.context["form"].errors["file"])
    assert not get_image_model().objects.exists()


def test_a_photo_that_is_cut_short_is_refused_and_breaks_nothing(signed_in, cms):
    broken = SimpleUploadedFile("anh.jpg", photo(size=(1300, 1300)).read()[:-2000], content_type="image/jpeg")
    assert upload(signed_in("writer"), broken).context["form"].errors["file"]
