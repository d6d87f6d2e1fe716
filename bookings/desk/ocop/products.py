"""The host's products in the OCOP register, and the lots of each."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from common.look.label_sheet import SIZES
from common.words.dates import date_text
from ocop.domain.passport.codes import shown
from ocop.domain.passport.passport import LOT, describe
from ocop.enums import CertificateState
from ocop.models import Certificate, Lot, OcopProduct, PassportCode

PER_PAGE = 20


@require_safe
def products(request: DeskRequest) -> HttpResponse:
    found = OcopProduct.objects.filter(host=request.desk_host).annotate(lot_count=Count("lots"))
    page = Paginator(
        found.prefetch_related(
            Prefetch("certificates", Certificate.objects.with_re_evaluation()), "quality_certificates", "growing_areas"
        ).order_by("name", "pk"),
        PER_PAGE,
    ).get_page(request.GET.get("page"))
    rows = [
        {
            "title": product.label,
            "state": certificate_text(product),
            "lots": ngettext("%(n)s lot", "%(n)s lots", product.lot_count) % {"n": product.lot_count},
            "url": reverse("desk:product", args=[request.desk_host.slug, product.pk]),
        }
        for product in page
    ]
    return desk_page(request, "desk/ocop/products.html", {"rows": rows, "page": page}, current="setup")


@require_safe
def product(request: DeskRequest, pk: int) -> HttpResponse:
    found, slug = own_product(request, pk), request.desk_host.slug
    page = Paginator(found.lots.all(), PER_PAGE).get_page(request.GET.get("page"))
    codes = _codes(list(page))
    context = {
        "product": found,
        "state": certificate_text(found),
        "steps": [step.label for step in found.steps.all()],
        "lots": [_line(slug, lot, codes.get(lot.pk, "")) for lot in page],
        "page": page,
        "sizes": list(SIZES.values()),
    }
    return desk_page(request, "desk/ocop/product.html", context, current="setup")


def own_product(request: DeskRequest, pk: int) -> OcopProduct:
    found = OcopProduct.objects.filter(host=request.desk_host, pk=pk).select_related("host").first()
    if found is None:
        raise Http404
    return found


def certificate_text(product: OcopProduct) -> str:
    """How its certificate stands today, in words."""
    passport = describe(product=product, lot=None, day=timezone.localdate())
    if passport.certificate:
        told = {"n": passport.certificate.stars, "day": date_text(passport.certificate.last_day)}
        if passport.certificate.state_on(passport.day) == CertificateState.RE_EVALUATION:
            return _("OCOP, %(n)s stars, until %(day)s; being re-evaluated") % told
        return _("OCOP, %(n)s stars, until %(day)s") % told
    if passport.ended_as == CertificateState.WITHDRAWN:
        return _("OCOP certificate withdrawn")
    return _("OCOP certificate expired") if passport.ended else _("No OCOP certificate")


def _codes(lots: list[Lot]) -> dict[int, str]:
    rows = PassportCode.objects.filter(kind=LOT, key__in=[lot.pk for lot in lots])
    return dict(rows.values_list("key", "code"))


def _line(slug: str, lot: Lot, code: str) -> dict:
    """For templates/desk/ocop/lot_line.html."""
    pieces = ngettext("%(n)s piece", "%(n)s pieces", lot.pieces) % {"n": lot.pieces}
    return {
        "title": _("Lot %(number)s") % {"number": lot.number},
        "text": f"{date_text(lot.made_on)} · {pieces}",
        "code": shown(code),
        "passport_url": reverse("passport", args=[code]) if code else "",
        "url": reverse("desk:lot", args=[slug, lot.pk]),
        "labels_url": reverse("desk:lot_labels", args=[slug, lot.pk]),
    }
