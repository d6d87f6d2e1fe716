"""What a host is told where visits have too few people by now."""

from django.contrib import messages
from django.utils.translation import ngettext

from bookings.desk.shell.access import DeskRequest
from bookings.domain.sharing.rota import Short


def say_short(request: DeskRequest, short: list[Short]) -> None:
    if not short:
        return
    text = ngettext(
        "%(n)s booked visit now has too few people. Its parties stay booked until you decide.",
        "%(n)s booked visits now have too few people. Their parties stay booked until you decide.",
        len(short),
    )
    messages.warning(request, text % {"n": len(short)})
