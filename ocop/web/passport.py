"""The page behind a code on a package, and behind its barcode."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.http.throttle import too_many, used_up
from ocop.domain.passport import digital_link, scans
from ocop.domain.passport.codes import read
from ocop.domain.passport.kinds import resolve
from ocop.domain.passport.passport import LOT, PRODUCT, describe, is_public, lots, products
from ocop.models import Lot, OcopProduct, PassportCode
from ocop.web import faces
from ocop.web.passport_context import page_context

# Codes that are none, from one address: whoever tries them out is shown nothing more for an hour.
WRONG_CODES = "60/hour"


@require_safe
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """For a code that is typed: `?code=7k2m-9xqt`."""
    typed = request.GET.get("code", "")
    if code := read(typed):
        return redirect("passport", code)
    return render(request, "ocop/look_up.html", {"typed": typed[:40]}, status=404 if typed.strip() else 200)


@require_safe
@never_cache
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    if used_up(request, scope="passport", rate=WRONG_CODES):
        return render(request, "429.html", status=429)
    found = resolve(code)
    if found is None:
        return unknown(request, code)
    if code != found.code.code:
        return redirect("passport", found.code.code)
    face = faces.of(found.code.kind)
    if found.row is None or face is None:
        return hidden(request)
    return face(request, found.code, found.row)


@require_safe
@never_cache
def by_gtin(request: HttpRequest, gtin: str, lot: str = "", serial: str = "") -> HttpResponse:
    """The same page by GS1 Digital Link. A lot that nobody wrote down is said to be unknown, beside its product."""
    if used_up(request, scope="passport", rate=WRONG_CODES):
        return render(request, "429.html", status=429)
    found = digital_link.find(gtin=gtin, lot=lot, products=products(), lots=lots())
    if found is None:
        return unknown(request, gtin)
    kind, key = (LOT, found.lot.pk) if found.lot else (PRODUCT, found.product.pk)
    code = PassportCode.objects.filter(kind=kind, key=key).first()
    return _page(request, code, found.product, found.lot, serial=serial, unknown_lot="" if found.lot else lot)


def product_page(request: HttpRequest, code: PassportCode, product: OcopProduct) -> HttpResponse:
    return _page(request, code, product, None)


def lot_page(request: HttpRequest, code: PassportCode, lot: Lot) -> HttpResponse:
    return _page(request, code, lot.product, lot, serial=request.GET.get("so", ""))


def unknown(request: HttpRequest, typed: str) -> HttpResponse:
    if too_many(request, scope="passport", rate=WRONG_CODES):
        return render(request, "429.html", status=429)
    return render(request, "ocop/unknown.html", {"typed": typed[:40]}, status=404)


def hidden(request: HttpRequest) -> HttpResponse:
    """There is such a code, and nothing that anybody may see behind it."""
    return render(request, "ocop/hidden.html", status=404)


def _page(
    request: HttpRequest,
    code: PassportCode | None,
    product: OcopProduct,
    lot: Lot | None,
    *,
    serial: str = "",
    unknown_lot: str = "",
) -> HttpResponse:
    if not is_public(product):
        return hidden(request)
    day = timezone.localdate()
    if code is not None and _is_a_reader(request):
        scans.count(code=code, day=day)
    context = page_context(
        describe(product=product, lot=lot, day=day),
        code=code.code if code else "",
        scans_today=_scans(code, lot, day),
        serial=serial[:40],
        unknown_lot=unknown_lot[:40],
    )
    return render(request, "ocop/passport.html", context, status=404 if unknown_lot else 200)


def _is_a_reader(request: HttpRequest) -> bool:
    """A phone that loads ahead, or asks for the head alone, has shown the page to nobody yet."""
    purpose = f"{request.headers.get('sec-purpose', '')} {request.headers.get('purpose', '')}"
    return request.method == "GET" and "prefetch" not in purpose.lower()


def _scans(code: PassportCode | None, lot: Lot | None, day: dt.date) -> int:
    return scans.scans_on(code, day) if code and lot else 0
