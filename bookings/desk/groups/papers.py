"""What of a group goes onto paper at the desk: as the group has it, in the language of the desk."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookings.desk.groups.details import own_request
from bookings.desk.shell.access import DeskRequest
from bookings.domain.groups.agreed import accepted_quote
from bookings.domain.groups.states import newest_quote
from bookings.group_papers.contract import contract_file
from bookings.group_papers.invoice import invoice_sheet
from bookings.group_papers.quote import quote_file
from bookings.models import GroupRequest, Quote
from common.http.sheets import attachment
from common.words.site import file_name


@require_safe
def group_pdf(request: DeskRequest, pk: int) -> HttpResponse:
    """The newest quote as the guest has it."""
    found = own_request(request, pk)
    return _paper(found, newest_quote(found), quote_file, "bao-gia")


@require_safe
def group_contract(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_request(request, pk)
    return _paper(found, accepted_quote(found.pk), contract_file, "hop-dong")


@require_safe
def group_invoice(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_request(request, pk)
    return _paper(found, accepted_quote(found.pk), invoice_sheet, "xuat-hoa-don")


def _paper(found: GroupRequest, quote: Quote | None, make: Callable[[Quote, str], bytes], name: str) -> HttpResponse:
    """Raises Http404 where there is no such quote."""
    if quote is None:
        raise Http404
    quote.request = found
    content = make(quote, get_language() or "vi")
    return attachment(content, "application/pdf", file_name(f"{name}-{found.pk}-{quote.version}", "pdf"))
