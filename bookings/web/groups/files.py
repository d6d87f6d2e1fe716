"""What a group takes away as a file: quote, contract, what an invoice is made of, the deposit's code."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookings.domain.groups.agreed import accepted_quote
from bookings.domain.groups.states import newest_quote
from bookings.domain.money.group_deposit import deposit_transfer
from bookings.domain.money.transfer import vietqr
from bookings.domain.personal.taking import everything_about_group
from bookings.group_papers.contract import contract_file
from bookings.group_papers.invoice import invoice_sheet
from bookings.group_papers.quote import quote_file
from bookings.links import group_token
from bookings.models import GroupRequest, Quote
from bookings.web.booking.qr import png_file
from bookings.web.groups.access import with_group
from common.http.sheets import attachment
from common.words.site import file_name


@require_safe
@with_group
def deposit_code(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    """The deposit's code as a picture, for a bank's app on the very phone that shows it; the page where none is due."""
    found = deposit_transfer(group, now=timezone.now())
    if found is None:
        return redirect("bookings:group", group_token(group))
    return HttpResponse(png_file(vietqr(found)), content_type="image/png")


@require_safe
@with_group
def quote(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    found = newest_quote(group)
    if found is None:
        raise Http404
    found.request = group
    content = quote_file(found, get_language() or "vi")
    return attachment(content, "application/pdf", file_name(f"bao-gia-{found.version}", "pdf"))


@require_safe
@with_group
def contract(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    found = _accepted(group)
    name = file_name(f"hop-dong-{group.pk}-{found.version}", "pdf")
    return attachment(contract_file(found, get_language() or "vi"), "application/pdf", name)


@require_safe
@with_group
def invoice_details(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    found = _accepted(group)
    name = file_name(f"xuat-hoa-don-{group.pk}-{found.version}", "pdf")
    return attachment(invoice_sheet(found, get_language() or "vi"), "application/pdf", name)


@require_safe
@with_group
def data(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    """All that is kept of the request, for whoever asked to take away."""
    answer = JsonResponse(everything_about_group(group), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="doan-{group.pk}.json"'
    return answer


def _accepted(group: GroupRequest) -> Quote:
    """Raises Http404 where none was accepted."""
    found = accepted_quote(group.pk)
    if found is None:
        raise Http404
    return found
