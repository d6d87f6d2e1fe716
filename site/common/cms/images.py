"""Photos of the office and of houses: wide enough to be shown, and without the place where they were taken."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

import pillow_heif
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageSequence
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import AbstractImage
from wagtail.utils.file import hash_filelike

from common.cms import photo_notes

# What the help beside every photo asks for.
LEAST_WIDTH = 1200
GPS, ORIENTATION = 0x8825, 0x0112
SIDEWAYS = (5, 6, 7, 8)
# Files that are lists of parts; of the others the picture is written again.
PARTS = {"JPEG": photo_notes.jpeg, "PNG": photo_notes.png, "WEBP": photo_notes.webp}

pillow_heif.register_heif_opener()


def _notes(image: Image.Image) -> Image.Exif:
    """What the camera wrote beside the picture; nothing where it cannot be read."""
    try:
        return image.getexif()
    except (ValueError, SyntaxError, struct.error):
        return Image.Exif()


def width(file: IO[bytes]) -> int:
    """In pixels, as it is shown: phones note that a photo is to be turned, and do not turn it."""
    file.seek(0)
    with Image.open(file) as image:
        wide, high = image.size
        return high if _notes(image).get(ORIENTATION) in SIDEWAYS else wide


def without_position(file: IO[bytes]) -> BytesIO | None:
    """The photo without the place where it was taken, in its own format; None where it says nothing of it.

    All else stays: which way is up, the camera, the colours, the frames. What tells a place goes as a whole.
    """
    file.seek(0)
    data = file.read()
    clean: bytes | None
    with Image.open(BytesIO(data)) as image:
        exif = _notes(image)
        changed = GPS in exif
        exif.pop(GPS, None)
        strip = PARTS.get(image.format or "")
        try:
            if strip:
                clean = strip(data, _bytes(exif) if changed else None)
            else:
                changed = changed or (image.format == "MPO" and photo_notes.jpeg(data, None) != data)
                clean = _saved_again(image, exif, changed)
        except (ValueError, LookupError, struct.error, zlib.error):
            # Its parts are not where they should be; the picture itself was understood.
            clean = _saved(image, exif, b"")
    return None if clean is None or clean == data else BytesIO(clean)


def _saved_again(image: Image.Image, exif: Image.Exif, changed: bool) -> bytes | None:
    """Of the other formats, as good as can be; None where nothing tells a place."""
    xmp = image.info.get("xmp") or b""
    xmp = xmp if isinstance(xmp, bytes) else xmp.encode()
    in_xmp = photo_notes.xmp_tells(xmp)
    if not changed and not in_xmp and not _in_another_picture(image):
        return None
    return _saved(image, exif, b"" if in_xmp else xmp)


def _saved(image: Image.Image, exif: Image.Exif, xmp: bytes) -> bytes:
    for note in ("xmp", "XML:com.adobe.xmp"):
        image.info.pop(note, None)
    again = BytesIO()
    profile = image.info.get("icc_profile")
    image.save(again, image.format, quality=95, exif=_bytes(exif), icc_profile=profile, xmp=xmp)
    return again.getvalue()


def _in_another_picture(image: Image.Image) -> bool:
    """Some phones put a second one behind a JPEG, with notes of its own."""
    if image.format != "MPO":
        return False
    found = any(GPS in _notes(frame) for frame in ImageSequence.Iterator(image))
    image.seek(0)
    return found


def _bytes(exif: Image.Exif) -> bytes:
    try:
        return exif.tobytes() if len(exif) else b""
    except (ValueError, TypeError, struct.error):
        return b""


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
        return fit_to_show(file) if "file" in self.changed_data else file


class PhotoField(WagtailImageField):
    """A photo from a phone, by the office's rules: a real picture, of a size and a format that are taken."""

    def __init__(self, **told: Any) -> None:
        super().__init__(widget=forms.FileInput(), **told)
        self.help_text = gettext_lazy("From your phone, held sideways.")

    def to_python(self, data: Any) -> Any:
        return _or_cut_short(super().to_python)(data)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        return fit_to_show(file) if file and file is not initial else None


def fit_to_show(file: Any) -> UploadedFile:
    """What was sent and understood as a picture, as it may be kept. Raises ValidationError where it is too narrow."""
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


def keep_photo(file: UploadedFile, *, shows: str, by: AbstractBaseUser) -> AbstractImage:
    """The photo in the library, where editors find it as any other; `shows` says what is on it.

    The same photo from the same person is kept once, however often a phone with a poor signal sends it.
    """
    photos = get_image_model().objects
    file.seek(0)
    there = photos.filter(file_hash=hash_filelike(file), uploaded_by_user=by).order_by("pk").first()
    if there is not None:
        return there
    file.seek(0)
    photo = photos.model(title=shows[:255], description=shows[:255], file=file, uploaded_by_user=by)
    photo._set_image_file_metadata()
    photo.save()
    return photo
