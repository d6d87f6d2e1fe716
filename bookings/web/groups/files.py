"""The quote as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookings.domain.groups.states import newest_quote
from bookings.models import GroupRequest
from bookings.quote_file import quote_file
from bookings.web.groups.access import with_group
from common.http.sheets import attachment
from common.words.site import file_name


@require_safe
@with_group
def quote(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    found = newest_quote(group)
    if found is None:
        raise Http404
    found.request = group
    content = quote_file(found, get_language() or "vi")
    return attachment(content, "application/pdf", file_name(f"bao-gia-{found.version}", "pdf"))
