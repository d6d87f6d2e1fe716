"""Set-up: the rules by which the calendar keeps itself."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from bookings.domain.calendar.conflicts import count_open
from bookings.domain.groups.states import waiting_for_house
from bookings.domain.seats import opening
from common.http.compress import repeats_nothing


@require_safe
@repeats_nothing()
def setup(request: DeskRequest) -> HttpResponse:
    """What can be set; above it what keeps guests from booking, and how many parties wait for a decision."""
    now = timezone.now()
    context = {
        "not_open": opening.lacking(),
        "open_conflicts": count_open(request.desk_host, now=now),
        "groups_waiting": waiting_for_house(now).filter(host=request.desk_host).count(),
    }
    return desk_page(request, "desk/shell/setup.html", context, current="setup")
