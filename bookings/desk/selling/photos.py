"""Photos that are sent from the desk: so many for a person in an hour."""

from django.utils.translation import gettext_lazy as _

from bookings.desk.shell.access import DeskRequest
from common.http.throttle import too_many

RATE = "60/hour"
TOO_MANY_PHOTOS = _("That is a great many photos in an hour. Send the others a little later.")


def photos_over_rate(request: DeskRequest) -> bool:
    """Count what came with a form."""
    return bool(request.FILES) and too_many(request, scope="desk_photo", rate=RATE, who=str(request.user.pk))
