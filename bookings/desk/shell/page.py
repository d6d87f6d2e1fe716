"""What templates/desk/shell/base.html shows around every page of the desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.desk.shell.access import DeskRequest
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
        "desk_may": request.desk_may,
        "offline": waiting_frame(
            user_pk=request.user.pk, host=host.slug if host else "", hosts=[mine.slug for mine in request.desk_hosts]
        ),
    }


def desk_links(request: DeskRequest) -> list[dict]:
    """All desks of the person, with the one they are at marked."""
    return [
        {
            "name": mine.name,
            "url": reverse("desk:today", args=[mine.slug]),
            "current": mine == request.desk_host,
        }
        for mine in request.desk_hosts
    ]


def _nav(request: DeskRequest, current: str) -> list[dict]:
    slug, manage = request.desk_host.slug, request.desk_may.manage
    items = [
        ("today", _("Today"), "sun", True),
        ("calendar", _("Calendar"), "calendar-days", manage),
        ("bookings", _("Bookings"), "clipboard-list", manage),
        ("scan", _("Scan"), "scan-qr-code", True),
        ("setup", _("Set-up"), "sliders-horizontal", manage),
    ]
    return [
        {
            "title": title,
            "url": reverse(f"desk:{name}", args=[slug]),
            "icon": icon,
            "current": name == current,
        }
        for name, title, icon, may in items
        if may
    ]
