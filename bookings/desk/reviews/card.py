"""A card to print, A6 or larger: its code leads guests to where they say how it was."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from common.look.qr import svg


@require_safe
def card(request: DeskRequest) -> HttpResponse:
    """The code holds no guest and no house: whoever scans it writes the reference of their own booking."""
    with translation.override("vi"):
        url = settings.BASE_URL + reverse("bookings:review_find")
    context = {"qr_svg": mark_safe(svg(url)), "url": url}  # noqa: S308  (drawn here, from a URL of ours)
    return desk_page(request, "desk/reviews/card.html", context, current="setup")
