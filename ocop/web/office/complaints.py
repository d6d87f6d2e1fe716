"""Complaints at the office of a province: the soonest due first, and an answer to each."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common.data.refusal import Refused
from common.words.fields import LinesField
from ocop.web.keys import show_with
from ocop.web.office.access import OfficeRequest
from ocop.web.office.forms import Day
from ocop.web.office.page import office_page
from villages.domain import complaints
from villages.models import Complaint

PER_PAGE = 50


class AnswerForm(forms.Form):
    words = LinesField(
        label=gettext_lazy("answer"),
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("The sender reads it on their own page, word for word."),
        error_messages={"required": complaints.SayWhat.message},
    )
    done_by = forms.DateField(label=gettext_lazy("carried out by"), widget=Day(), required=False)
    # The answer that stood when the form was opened.
    stood = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    rows = complaints.complaints_of(request.office.province_id)
    rows = rows.order_by(F("answered_at").desc(nulls_first=True), "due_at", "-pk")
    now = timezone.now()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.late = row.is_late(now)  # type: ignore[attr-defined]  # for the template
    context = {"page": page, "waiting": rows.open().count(), "base_url": "?"}
    return office_page(request, "ocop/office/complaints.html", context, current="complaints")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficeRequest, pk: int) -> HttpResponse:
    complaint = get_object_or_404(complaints.complaints_of(request.office.province_id), pk=pk)
    standing = {"words": complaint.answer, "done_by": complaint.done_by, "stood": complaint.answer}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=standing)
    if form.is_valid() and _answers(request, complaint, form):
        messages.success(request, _("Answered. The sender reads it on their page."))
        return redirect("office:complaints", request.office.slug)
    context = {"complaint": complaint, "form": form, "is_late": complaint.is_late(timezone.now())}
    status = 400 if form.errors else 200
    return office_page(request, "ocop/office/complaint.html", context, current="complaints", status=status)


def _answers(request: OfficeRequest, complaint: Complaint, form: AnswerForm) -> bool:
    told = form.cleaned_data
    try:
        complaints.answer(
            complaint=complaint,
            words=told["words"],
            done_by=told["done_by"],
            stood=told["stood"].replace("\r\n", "\n"),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        complaint.refresh_from_db()
        show_with(form, "stood", complaint.answer)
        form.add_error(None, str(refused.message))
        return False
    return True
