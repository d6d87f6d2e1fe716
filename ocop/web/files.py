"""Files of dossiers: handed out to be saved, and refused for their size before they are read."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from common.http.sheets import attachment
from common.words.text import fold
from ocop.domain.evidence.contents import LARGEST

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What a form adds to its file.
FORM = 100_000


def handed_out(found: Any) -> FileResponse:
    """A SubmittedFile or a SignedPaper to be saved; never shown inside a page. Raises Http404 where it is lost."""
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(opened, as_attachment=True, filename=found.name or str(found))
    answer["Content-Type"] = found.media_type or "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def docx_answer(content: bytes, *words: str) -> HttpResponse:
    """A paper to be saved under a name of `words`."""
    name = "-".join(filter(None, (slugify(fold(word))[:60] for word in words)))
    return attachment(content, DOCX, f"{name}.docx")


def too_long(request: HttpRequest) -> bool:
    """By what it says of its size, before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > LARGEST + FORM
