"""A lot: written down, changed. Its code stands on packages, so it is never removed here."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.ocop.lot_forms import LotForms
from bookings.desk.ocop.products import own_product
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from common.cms.opened import Sent, opened
from ocop.domain.lots import save_lot
from ocop.models import Lot, OcopProduct


@require_http_methods(["GET", "HEAD", "POST"])
def lot_new(request: DeskRequest, pk: int) -> HttpResponse:
    product = own_product(request, pk)
    forms = LotForms(request.POST if request.method == "POST" else None, product=product)
    if request.method == "POST" and forms.is_valid():
        before = product.lots.count()
        if accepts(forms.form, lambda: save_lot(product=product, facts=forms.facts(), now=timezone.now())):
            if product.lots.count() == before:
                messages.info(request, _("It was so already: nothing has changed."))
            else:
                messages.success(request, _("Written down. Its labels can be printed now."))
            return redirect("desk:product", host=request.desk_host.slug, pk=product.pk)
    return _page(request, forms, product)


@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_lot(request, pk)
    standing = forms = LotForms(None, product=found.product, lot=found)
    if request.method == "POST":
        sent = Sent(request.POST, *standing.all)
        forms = LotForms(sent.data, product=found.product, lot=found)
        if sent.accepted(*forms.all):
            if not forms.has_changed():
                messages.info(request, _("It was so already: nothing has changed."))
                return redirect("desk:product", host=request.desk_host.slug, pk=found.product_id)
            facts, now = forms.facts(), timezone.now()
            if accepts(forms.form, lambda: save_lot(product=found.product, facts=facts, lot=found, now=now)):
                messages.success(request, _("Saved. Whoever reads its code sees this from now on."))
                return redirect("desk:product", host=request.desk_host.slug, pk=found.product_id)
    return _page(request, forms, found.product, lot=found, opened=opened(*standing.all))


def own_lot(request: DeskRequest, pk: int) -> Lot:
    found = Lot.objects.filter(product__host=request.desk_host, pk=pk).select_related("product__host").first()
    if found is None:
        raise Http404
    return found


def _page(request: DeskRequest, forms: LotForms, product: OcopProduct, **context: object) -> HttpResponse:
    shown = {"form": forms.form, "steps": forms.steps, "product": product} | context
    return desk_page(request, "desk/ocop/lot.html", shown, current="setup")
