"""After signing in: what was tapped before is sent now."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from bookings.desk.shell import taps
from bookings.desk.shell.access import DeskRequest, stand_at
from bookings.desk.shell.page import desk_page


@require_safe
def again(request: DeskRequest) -> HttpResponse:
    """The form once more, with one button; a script presses it where nothing but the sign-in stopped it."""
    tap = taps.take(request)
    stand_at(request, tap.host if tap else None)
    if tap is None or request.desk_host is None:
        return redirect("desk:home")
    return desk_page(request, "desk/shell/again.html", {"tap": tap})
