"""What a host shares, in words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.enums import UsePer
from bookings.models import ExtraUse, Resource, ResourceUse
from villages.models import Host


def resource_lines(host: Host) -> list[dict]:
    """For templates/desk/sharing/resource_line.html; five queries however many there are."""
    resources = Resource.objects.filter(host=host).prefetch_related(
        "artisans", "uses__experience", "extra_uses__extra__experience"
    )
    return [resource_line(resource, host=host) for resource in resources]


def resource_line(resource: Resource, *, host: Host) -> dict:
    people = [artisan.label for artisan in resource.artisans.all()]
    address = [host.slug, resource.pk]
    return {
        "icon": "users" if people else "boxes",
        "title": resource.label,
        "text": _people_text(people) if people else _pieces_text(resource.capacity),
        "uses": [
            *(use_text(use) for use in resource.uses.all()),
            *(extra_text(use) for use in resource.extra_uses.all()),
        ],
        "url": reverse("desk:resource", args=address),
        "remove_url": reverse("desk:resource_remove", args=address),
    }


def use_text(use: ResourceUse) -> str:
    """`Nặn gốm: 1 mỗi khách, dọn 30 phút`."""
    taken = _("%(n)s for each seat") if use.per == UsePer.SEAT else _("%(n)s for the whole visit")
    parts = [taken % {"n": use.quantity}]
    if use.setup_minutes:
        parts.append(_("%(n)s minutes to set up") % {"n": use.setup_minutes})
    if use.clearing_minutes:
        parts.append(_("%(n)s minutes to clear") % {"n": use.clearing_minutes})
    return f"{use.experience.label}: {', '.join(parts)}"


def extra_text(use: ExtraUse) -> str:
    """`Nặn gốm: 1 cho dịch vụ thêm “Người phiên dịch”`."""
    taken = _("%(experience)s: %(n)s for the extra “%(extra)s”")
    return taken % {"experience": use.extra.experience.label, "n": use.quantity, "extra": use.extra.label}


def _pieces_text(number: int) -> str:
    return ngettext("There is %(n)s", "There are %(n)s", number) % {"n": number}


def _people_text(names: list[str]) -> str:
    return ngettext("%(n)s person: %(names)s", "%(n)s people: %(names)s", len(names)) % {
        "n": len(names),
        "names": ", ".join(names),
    }
