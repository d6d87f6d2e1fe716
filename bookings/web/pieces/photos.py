"""Photos of pieces, for whoever reads a page that has their address of today."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from bookings.links import BadToken, read_photo_token
from bookings.models import PiecePhoto


@require_safe
def photo(request: HttpRequest, token: str) -> HttpResponseBase:
    return _file(token, "file")


@require_safe
def small(request: HttpRequest, token: str) -> HttpResponseBase:
    return _file(token, "small")


def _file(token: str, size: str) -> HttpResponseBase:
    try:
        found = PiecePhoto.objects.filter(pk=read_photo_token(token)).first()
        opened = getattr(found, size).open("rb") if found else None
    except (BadToken, FileNotFoundError) as error:
        raise Http404 from error
    if opened is None:
        raise Http404
    answer = FileResponse(opened, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Robots-Tag"] = "noindex"
    return answer
