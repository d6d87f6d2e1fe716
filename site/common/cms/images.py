"""Editors' photos: wide enough to be shown, and without the place where they were taken."""

from collections.abc import Callable
from io import BytesIO
from typing import IO

import pillow_heif
from django import forms
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.forms import BaseImageForm

# What the help beside every photo asks for.
LEAST_WIDTH = 1200
GPS, ORIENTATION = 0x8825, 0x0112
SIDEWAYS = (5, 6, 7, 8)

pillow_heif.register_heif_opener()


def width(file: IO[bytes]) -> int:
    """In pixels, as it is shown: phones note that a photo is to be turned, and do not turn it."""
    file.seek(0)
    with Image.open(file) as image:
        wide, high = image.size
        return high if image.getexif().get(ORIENTATION) in SIDEWAYS else wide


def without_position(file: IO[bytes]) -> BytesIO | None:
    """The photo without coordinates in its notes, in its own format; None where it has none.

    All else stays: which way is up, the camera, the colours. XMP goes as a whole where it has coordinates.
    """
    file.seek(0)
    with Image.open(file) as image:
        exif, xmp = image.getexif(), image.info.get("xmp") or b""
        in_xmp = b"GPS" in (xmp if isinstance(xmp, bytes) else xmp.encode())
        if GPS not in exif and not in_xmp:
            return None
        exif.pop(GPS, None)
        options = {"exif": exif.tobytes(), "icc_profile": image.info.get("icc_profile"), "xmp": b"" if in_xmp else xmp}
        # Of a JPEG the very same tables; the others as good as can be.
        options["quality"] = "keep" if image.format == "JPEG" else 95
        for note in ("xmp", "XML:com.adobe.xmp"):
            if in_xmp:
                image.info.pop(note, None)
        stripped = BytesIO()
        image.save(stripped, image.format, **options)
    stripped.seek(0)
    return stripped


def _or_cut_short(read: Callable) -> Callable:
    """Wagtail's field reads the whole photo and leaves it to others to catch what happens where its end is missing."""

    def to_python(data):
        try:
            return read(data)
        except OSError as error:
            raise forms.ValidationError(_("This photo is cut short. Choose the file again, or another one.")) from error

    return to_python


class ImageForm(BaseImageForm):
    """For every way of adding a photo, and of putting another in its place."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            file.to_python = _or_cut_short(file.to_python)

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if (wide := width(file)) < LEAST_WIDTH:
            text = _("This photo is %(wide)d px wide. Choose one of at least %(least)d px, as it came from the camera.")
            raise forms.ValidationError(text % {"wide": wide, "least": LEAST_WIDTH})
        stripped = without_position(file)
        file.seek(0)
        if stripped is None:
            return file
        size = stripped.getbuffer().nbytes
        clean = InMemoryUploadedFile(stripped, "file", file.name, file.content_type, size, None)
        clean.image = file.image  # type: ignore[attr-defined]  # what Wagtail has read of it already
        return clean
