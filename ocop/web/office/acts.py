"""Acts on a certificate: extended, and withdrawn in three steps. One domain call each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.data.refusal import Refused
from ocop.domain import certificates, withdrawal
from ocop.domain.certificates import ExtendedMeanwhile, extension_mark
from ocop.models import Certificate, OcopProduct, Withdrawal
from ocop.web.keys import show_with
from ocop.web.office.access import OfficeRequest
from ocop.web.office.forms import ConcludeForm, ExtendForm, OpenForm, WithdrawForm
from ocop.web.office.products import product_of, product_page


@require_POST
def extend(request: OfficeRequest, pk: int, certificate: int) -> HttpResponse:
    product = product_of(request.office, pk)
    row = _certificate_of(product, certificate)

    def act(data: dict) -> object:
        return certificates.extend(certificate=row, by=request.user, now=timezone.now(), **data)

    return _act(request, product, ("extend", certificate), ExtendForm, act, _("The certificate is extended."))


@require_POST
def open_withdrawal(request: OfficeRequest, pk: int, certificate: int) -> HttpResponse:
    product = product_of(request.office, pk)
    row = _certificate_of(product, certificate)

    def act(data: dict) -> object:
        return withdrawal.open_withdrawal(certificate=row, by=request.user, now=timezone.now(), **data)

    done = _("The withdrawal is open. The certificate stays in force until a decision.")
    return _act(request, product, ("open", certificate), OpenForm, act, done)


@require_POST
def conclude(request: OfficeRequest, pk: int, withdrawal_pk: int) -> HttpResponse:
    product = product_of(request.office, pk)
    row = _withdrawal_of(product, withdrawal_pk)

    def act(data: dict) -> object:
        return withdrawal.conclude(withdrawal=row, by=request.user, now=timezone.now(), **data)

    return _act(request, product, ("conclude", withdrawal_pk), ConcludeForm, act, _("The conclusion is kept."))


@require_POST
def withdraw(request: OfficeRequest, pk: int, withdrawal_pk: int) -> HttpResponse:
    product = product_of(request.office, pk)
    row = _withdrawal_of(product, withdrawal_pk)

    def act(data: dict) -> object:
        return withdrawal.withdraw(withdrawal=row, by=request.user, now=timezone.now(), **data)

    done = _("The certificate is withdrawn: nothing public shows it from its day on.")
    return _act(request, product, ("withdraw", withdrawal_pk), WithdrawForm, act, done)


def _act(
    request: OfficeRequest,
    product: OcopProduct,
    key: tuple[str, int],
    form_class: type[forms.Form],
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """What was typed is shown again beside what keeps it from being done."""
    form = form_class(request.POST, prefix=f"{key[0]}-{key[1]}")
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ExtendedMeanwhile as refused:
            form.add_error(None, str(refused.message))
            # Whoever has read what stands may send it again.
            show_with(form, "seen", extension_mark(product.certificates.get(pk=key[1])))
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, done)
            return redirect("office:product", request.office.slug, product.pk)
    return product_page(request, product, bound={key: form}, status=400)


def _certificate_of(product: OcopProduct, pk: int) -> Certificate:
    found = product.certificates.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _withdrawal_of(product: OcopProduct, pk: int) -> Withdrawal:
    found = Withdrawal.objects.filter(pk=pk, certificate__product=product).select_related("certificate").first()
    if found is None:
        raise Http404
    return found
