"""A photo whose notes nobody can read is taken as one without any."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


def photo(kind: str, notes: bytes) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1600, 1000), "teal").save(out, kind, exif=notes)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("notes", [b"II*\x00", b"Exif\x00\x00MM", b"\x00" * 7], ids=["cut", "short", "zeros"])
def test_notes_that_cannot_be_read_break_nothing(admin_client, kind, notes):
    file = SimpleUploadedFile(f"lo-gom.{kind.lower()}", photo(kind, notes), content_type=f"image/{kind.lower()}")
    answer = admin_client.post(reverse("wagtailimages:add"), {"title": "Lò gốm", "file": file})
    assert answer.status_code == 302, answer.content[:2000]
    assert get_image_model().objects.get().width == 1600
