"""What somebody sent as proof, taken for what it is and not for what it is called."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.domain.evidence.pdfs import check_pdf
from ocop.domain.evidence.pictures import written_anew
from ocop.enums import EvidenceKind

# Bytes of one file as it is sent, and of all that stand in a dossier.
LARGEST, LARGEST_DOSSIER = 10_000_000, 100_000_000
PDF = "application/pdf"
SUFFIXES = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


class EmptyFile(Refused):
    message = _("The file is empty (0 bytes). Save it again where it shows its pages, then send it.")


class TooLargeFile(Refused):
    message = _("The file is larger than 10 MB. Scan it less finely, or split it, then send that.")


class NotTaken(Refused):
    message = _(
        "This is neither a PDF nor a picture (JPEG, PNG, WebP). Print it to PDF, or photograph it, then send that."
    )


@dataclass(frozen=True)
class Content:
    """Bytes as they may be kept."""

    data: bytes
    media_type: str

    @property
    def kind(self) -> EvidenceKind:
        return EvidenceKind.FILE if self.media_type == PDF else EvidenceKind.PICTURE

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.media_type]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def check_size(size: int) -> None:
    """Before anything is read. Raises EmptyFile, TooLargeFile."""
    if size == 0:
        raise EmptyFile
    if size > LARGEST:
        raise TooLargeFile


def take(data: bytes) -> Content:
    """What was sent, as it may be kept: a PDF as it is, a picture written anew.

    Raises EmptyFile, TooLargeFile, NotTaken, and what `check_pdf` and `written_anew` raise.
    """
    check_size(len(data))
    if data.startswith(b"%PDF-"):
        check_pdf(data)
        return Content(data, PDF)
    if _is_picture(data):
        return Content(*written_anew(data))
    raise NotTaken


def _is_picture(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
