"""Inspections of an office: what is to come, what was found, and a visit written down."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common.data.refusal import Refused
from ocop.domain import inspections
from ocop.domain.inspections import Found
from ocop.enums import InspectionOutcome, WithdrawalGround
from ocop.models import Inspection, OcopProduct
from ocop.web.office.access import OfficeRequest
from ocop.web.office.forms import Day
from ocop.web.office.page import office_page

PER_PAGE = 50


class PlanForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("planned for"), widget=Day())


class FoundForm(forms.Form):
    held_on = forms.DateField(label=gettext_lazy("inspected on"), widget=Day())
    criteria = forms.CharField(
        label=gettext_lazy("whether the criteria are kept"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    mark = forms.CharField(
        label=gettext_lazy("use of the OCOP mark, information and advertising"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("outcome"), choices=InspectionOutcome.choices, widget=forms.RadioSelect
    )
    mend_by = forms.DateField(label=gettext_lazy("to be mended by"), widget=Day(), required=False)
    ground = forms.ChoiceField(
        label=gettext_lazy("ground"), choices=[("", "–"), *WithdrawalGround.choices], required=False
    )


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("why cancelled"), max_length=500, widget=forms.Textarea({"rows": 2}))


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    """What is to come first, then what was held, the newest first."""
    found = request.office.inspections.select_related("product__host", "by")
    found = found.alias(over=Coalesce("held_on", "cancelled_on"))
    found = found.order_by(F("over").desc(nulls_first=True), "planned_for", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": timezone.localdate(), "base_url": "?"}
    return office_page(request, "ocop/office/inspections.html", context, current="inspections")


@require_http_methods(["GET", "HEAD", "POST"])
def product(request: OfficeRequest, pk: int) -> HttpResponse:
    """A product's inspections; one is planned, or one that nobody announced is written down."""
    shown = get_object_or_404(OcopProduct.objects.of_office(request.office).select_related("host"), pk=pk)
    return _page(request, shown, None)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: OfficeRequest, pk: int) -> HttpResponse:
    """A planned visit, written down once it was held, or cancelled."""
    planned = get_object_or_404(request.office.inspections.select_related("product__host"), pk=pk)
    return _page(request, planned.product, planned)


def _page(request: OfficeRequest, shown: OcopProduct, planned: Inspection | None) -> HttpResponse:
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    plan = PlanForm(sent if sent and "day" in sent else None)
    found = FoundForm(sent if sent and "held_on" in sent else None, initial={"held_on": today})
    cancel = CancelForm(sent if sent and "reason" in sent and planned else None)
    told: dict[str, Any] = {"product": shown, "office": request.office, "by": request.user, "now": timezone.now()}
    try:
        if plan.is_valid():
            inspections.plan(day=plan.cleaned_data["day"], **told)
            messages.success(request, _("The visit is planned."))
            return redirect("office:inspections", request.office.slug)
        if found.is_valid():
            inspections.write_down(found=_found(found.cleaned_data), planned=planned, **told)
            messages.success(request, _("The inspection is written down."))
            return redirect("office:inspections", request.office.slug)
        if planned and cancel.is_valid():
            inspections.cancel(planned=planned, by=request.user, now=told["now"], **cancel.cleaned_data)
            messages.success(request, _("The visit is cancelled. It stays in the list with the reason."))
            return redirect("office:inspections", request.office.slug)
    except Refused as refused:
        next(form for form in (plan, cancel, found) if form.is_bound).add_error(None, str(refused.message))
    context = {
        "product": shown,
        "planned": planned,
        "past": _past(shown),
        "over": planned is not None and bool(planned.held_on or planned.cancelled_on),
        "plan_form": plan,
        "found_form": found,
        "cancel_form": cancel,
    }
    status = 400 if any(form.is_bound for form in (plan, found, cancel)) else 200
    return office_page(request, "ocop/office/inspection.html", context, current="inspections", status=status)


def _past(shown: OcopProduct) -> QuerySet[Inspection]:
    """What was held or cancelled, the newest first."""
    rows = shown.inspections.select_related("by").annotate(over=Coalesce("held_on", "cancelled_on"))
    return rows.filter(over__isnull=False).order_by("-over", "-pk")[:20]


def _found(data: dict) -> Found:
    ground = WithdrawalGround(data["ground"]) if data["ground"] else None
    return Found(**data | {"outcome": InspectionOutcome(data["outcome"]), "ground": ground})
