"""What templates/ocop/office/base.html shows around every page of an office."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ocop.enums import OfficeRole
from ocop.models import Office
from ocop.web.office.access import OfficeRequest

FIRST = {OfficeRole.COUNCIL: "sessions", OfficeRole.INSPECTOR: "inspections"}


def office_page(
    request: OfficeRequest, template: str, context: dict, *, current: str = "", status: int = 200
) -> HttpResponse:
    """`template` in the office's frame; `current` is the name of the address that the menu marks."""
    frame = {
        "office": request.office,
        "office_may": request.office_may,
        "office_menu": _menu(request, current) if request.office else [],
        "offices": [
            {"name": mine.name, "url": _home(mine), "current": mine == request.office} for mine in request.offices
        ],
    }
    return render(request, template, frame | context, status=status)


@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """Straight to the office of whoever works at one."""
    if len(request.offices) == 1:
        return redirect(_home(request.offices[0]))
    return office_page(request, "ocop/office/choose.html", {})


def _home(office: Office) -> str:
    """The first page of what one does there."""
    name = FIRST.get(office.role, "products")  # type: ignore[attr-defined]  # for_member adds it
    return reverse(f"office:{name}", args=[office.slug])


def _menu(request: OfficeRequest, current: str) -> list[dict]:
    may = request.office_may
    items = [
        ("dossiers", _("Dossiers"), may.keep),
        ("sessions", _("Council"), may.judge),
        ("rounds", _("Rounds"), may.decide),
        ("products", _("Products"), may.keep),
        ("inspections", _("Inspections"), may.inspect),
        ("programme", _("Programme"), may.keep),
        ("complaints", _("Complaints"), may.decide),
        ("imports", _("Import Excel"), may.decide),
    ]
    return [
        {"title": title, "url": reverse(f"office:{name}", args=[request.office.slug]), "current": name == current}
        for name, title, open_to in items
        if open_to
    ]
