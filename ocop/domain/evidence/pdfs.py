"""PDFs that prove something: kept as they are, for a signature may stand in them, where nothing in them would run."""

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.domain.evidence import pdf_objects

# For readers that find objects where ours sees none. Long enough not to stand in packed bytes by chance.
WORDS = (b"/JavaScript", b"/EmbeddedFile", b"/RichMedia", b"/SubmitForm", b"/ImportData")
# Seconds on the clock: a machine that is busy takes longer than the work.
PATIENCE = 30


class ActivePdf(Refused):
    message = _(
        "Something in this PDF would run, send or unpack itself when it is opened, so it is not taken. Print it to PDF "
        "anew, then send that."
    )


class LockedPdf(Refused):
    message = _("The file asks for a password. Save a copy without one, then send that.")


class SpoiltPdf(Refused):
    message = _("This PDF cannot be read to its end. Print it to PDF anew, then send that.")


def check_pdf(content: bytes) -> None:
    """Raises ActivePdf, LockedPdf, SpoiltPdf."""
    if any(word in content for word in WORDS):
        raise ActivePdf
    found = _looked_through(content)
    if found == pdf_objects.ACTIVE:
        raise ActivePdf
    if found == pdf_objects.LOCKED:
        raise LockedPdf
    if found != pdf_objects.QUIET:
        raise SpoiltPdf


def _looked_through(content: bytes) -> int:
    """How `pdf_objects` ended; one that took too much was ended by the machine."""
    command = [sys.executable, "-I", str(Path(pdf_objects.__file__))]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603  (our own file; what was sent is its input and no part of the command)
            command, input=content, stdout=quiet, stderr=quiet, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return pdf_objects.SPOILT
    return done.returncode
