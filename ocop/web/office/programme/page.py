"""The frame of every page of the programme: the office's, and the menu of these pages."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.models import Office
from ocop.web.office.access import OfficeRequest
from ocop.web.office.page import office_page
from villages.models import Province


def programme_page(
    request: OfficeRequest, template: str, context: dict, *, current: str = "", status: int = 200
) -> HttpResponse:
    """`current` is the name of the address that the menu marks."""
    items = [
        ("programme", _("Targets"), True),
        ("activities", _("Activities"), True),
        ("supports", _("Support"), request.office_may.decide),
        ("notes", _("Notes on hosts"), True),
        ("surveys", _("Surveys"), True),
        ("enquiries", _("Buyers' questions"), True),
        ("snapshots", _("Figures in the press"), True),
        ("attention", _("To look at"), True),
        ("report", _("Report of the year"), True),
    ]
    menu = [
        {"title": title, "url": reverse(f"office:{name}", args=[request.office.slug]), "current": name == current}
        for name, title, may in items
        if may
    ]
    shown = {"programme_menu": menu} | context
    return office_page(request, f"ocop/office/programme/{template}", shown, current="programme", status=status)


def province_of(office: Office) -> Province:
    """The office's, or that of its commune."""
    return office.province or office.commune.province  # type: ignore[union-attr]  # one of the two: a constraint
