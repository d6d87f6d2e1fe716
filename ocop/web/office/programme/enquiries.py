"""What buyers asked of the office's products: waiting or answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ocop.domain.programme.enquiries import enquiries_of, set_handled
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.page import programme_page

PER_PAGE = 50


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    rows = enquiries_of(request.office)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": rows.filter(handled_at__isnull=True).count(),
    }
    return programme_page(request, "enquiries.html", context, current="enquiries")


@require_POST
def handle(request: OfficeRequest, pk: int) -> HttpResponse:
    """`handled` is empty where it is to wait again."""
    enquiry = enquiries_of(request.office).filter(pk=pk).first()
    if enquiry is None:
        raise Http404
    handled = bool(request.POST.get("handled"))
    set_handled(enquiry=enquiry, handled=handled, by=request.user, now=timezone.now())
    messages.success(request, _("Answered.") if handled else _("It waits again."))
    return redirect("office:enquiries", request.office.slug)
