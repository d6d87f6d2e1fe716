"""The host writes down that a VAT invoice was issued, and takes that back."""

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import back_to_booking, changes
from bookings.desk.shell.lookups import booking_by_reference
from bookings.domain.money import invoice as invoicing
from bookings.domain.money import issuing
from bookings.models import InvoiceErrand, InvoiceRequest
from common.words.fields import LineField


class IssuedForm(forms.Form):
    """The number of the invoice, where the host has it at hand."""

    number = LineField(
        label=_("Invoice number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_POST
def issued(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    # What is too long for any number is cut, not lost: it can be written again beside it.
    number = LineField(required=False).clean(request.POST.get("number", ""))[:40]
    changes(
        request,
        lambda: invoicing.issued(booking=booking, number=number, by=request.user, now=timezone.now()),
        gettext("Written down: the invoice is issued."),
        rows=lambda: InvoiceRequest.objects.filter(booking=booking).values_list("issued_at", "number"),
    )
    return back_to_booking(request, booking)


@require_POST
def order(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    changes(
        request,
        lambda: issuing.order(booking=booking, by=request.user, now=timezone.now()),
        gettext("Sent to be issued. Its number comes here by itself, mostly within a minute or two."),
        rows=lambda: InvoiceErrand.objects.filter(invoice__booking=booking).values_list("key", "state"),
    )
    return back_to_booking(request, booking)


@require_POST
def not_issued(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    changes(
        request,
        lambda: invoicing.not_issued(booking=booking, now=timezone.now()),
        gettext("Taken back: the invoice is still to be issued."),
        rows=lambda: InvoiceRequest.objects.filter(booking=booking).values_list("issued_at", "number"),
    )
    return back_to_booking(request, booking)
