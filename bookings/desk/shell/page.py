"""What templates/desk/shell/base.html shows around every page of the desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.desk.shell.access import GUIDE, DeskRequest, first_page, may_at
from bookings.desk.shell.waiting import waiting_frame
from bookings.desk.shell.words import date_line


def desk_page(
    request: DeskRequest, template: str, context: dict, *, current: str = "", status: int = 200
) -> HttpResponse:
    """`template` in the desk's frame; `current` is the name of the address that the bar marks."""
    return render(request, template, _frame(request, current) | context, status=status)


def _frame(request: DeskRequest, current: str) -> dict:
    host = request.desk_host
    return {
        "host": host,
        "desk_date_text": date_line(timezone.localdate()),
        "desk_host_name": host.name if host else "",
        "desk_hosts": desk_links(request) if host else [],
        "desk_nav": _nav(request, current) if host else [],
        "desk_add_url": reverse("desk:guests", args=[host.slug]) if host and request.desk_may.manage else "",
        "desk_may": request.desk_may,
        # A phone keeps no lists of a house whose guests its owner does not see.
        "offline": waiting_frame(
            user_pk=request.user.pk,
            host=host.slug if host and request.desk_may.receive else "",
            hosts=[mine.slug for mine in request.desk_hosts if may_at(mine, GUIDE)],
        ),
    }


def desk_links(request: DeskRequest) -> list[dict]:
    """All desks of the person, with the one they are at marked."""
    return [
        {
            "name": mine.name,
            "url": first_page(mine),
            "current": mine == request.desk_host,
            "example": mine.is_made_up,
        }
        for mine in request.desk_hosts
    ]


def _nav(request: DeskRequest, current: str) -> list[dict]:
    slug, may = request.desk_host.slug, request.desk_may
    # Dossiers lie in the set-up, where there is one.
    marked = "dossiers" if current == "setup" and not may.manage else current
    if current == "pieces":
        # Whoever manages finds them in the set-up, a guide on the day's page.
        marked = "setup" if may.manage else "today"
    items = [
        ("today", _("Today"), "sun", may.receive),
        ("calendar", _("Calendar"), "calendar-days", may.manage),
        ("bookings", _("Bookings"), "clipboard-list", may.manage),
        ("scan", _("Scan"), "scan-qr-code", may.receive),
        ("setup", _("Set-up"), "sliders-horizontal", may.manage),
        ("dossiers", _("OCOP dossiers"), "star", may.prepare and not may.manage),
    ]
    return [
        {
            "title": title,
            "url": reverse(f"desk:{name}", args=[slug]),
            "icon": icon,
            "current": name == marked,
        }
        for name, title, icon, shown in items
        if shown
    ]
