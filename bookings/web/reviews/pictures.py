"""Guests' pictures, while their review is shown: a hidden one has no address."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from bookings.models import ReviewPicture

# An hour: what is hidden is gone from caches by then.
KEPT = "public, max-age=3600"


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _file(pk, "file")


@require_safe
def small(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _file(pk, "small")


def _file(pk: int, size: str) -> HttpResponseBase:
    shown = ReviewPicture.objects.filter(review__hidden_at__isnull=True, review__taken_back_at__isnull=True)
    found = shown.filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        opened = getattr(found, size).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(opened, content_type="image/jpeg")
    answer["Cache-Control"] = KEPT
    return answer
