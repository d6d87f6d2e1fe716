"""What buyers asked of the house's products, until somebody says that it is answered."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from ocop.domain.programme.enquiries import enquiries_to, set_handled
from ocop.models import Enquiry

PER_PAGE = 20


@require_safe
def enquiries(request: DeskRequest) -> HttpResponse:
    rows = enquiries_to(request.desk_host)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": rows.filter(handled_at__isnull=True).count(),
    }
    return desk_page(request, "desk/ocop/enquiries.html", context, current="setup")


@require_POST
def enquiry_answered(request: DeskRequest, pk: int) -> HttpResponse:
    return _say(request, pk, handled=True)


@require_POST
def enquiry_unanswered(request: DeskRequest, pk: int) -> HttpResponse:
    return _say(request, pk, handled=False)


def _say(request: DeskRequest, pk: int, *, handled: bool) -> HttpResponse:
    enquiry = enquiries_to(request.desk_host).filter(pk=pk).first()
    if enquiry is None:
        raise Http404
    said = _("Answered: %(name)s.") if handled else _("%(name)s waits for an answer again.")
    changes(
        request,
        lambda: set_handled(enquiry=enquiry, handled=handled, by=request.user, now=timezone.now()),
        said % {"name": enquiry.name},
        rows=lambda: Enquiry.objects.filter(pk=pk).values_list("handled_at", "handled_by"),
    )
    return redirect("desk:enquiries", host=request.desk_host.slug)
