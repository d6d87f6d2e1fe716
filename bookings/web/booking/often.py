"""How often somebody may ask for what is written down or sent."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from common.http.throttle import too_many


class TooOften(Refused):
    message = _("That was asked for very often from here. Please wait a little, or call your host.")


def require_seldom(request: HttpRequest) -> None:
    """Raises TooOften above CONTACT_RATE from one address of the web."""
    if too_many(request, scope="contact", rate=settings.CONTACT_RATE):
        raise TooOften
