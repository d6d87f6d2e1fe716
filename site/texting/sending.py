"""Texts cost money: so many for a number in an hour, and for the whole site in a day.

Codes are counted apart, so that no invitations and tickets keep anybody from signing in, and no codes a ticket.
"""

import logging

from django.conf import settings
from django.utils.crypto import salted_hmac

from common.http.throttle import take_place
from texting.providers import Text, hand_over

CODE = "code"
logger = logging.getLogger(__name__)


def send(text: Text) -> bool:
    """Send `text`, unless that is more than is allowed; whether it went. Raises NotNow or Rejected."""
    # A number in the cache as a keyed hash: it says whom we write to.
    number = salted_hmac("texting.number", text.to).hexdigest()
    part, in_a_day = ("code", settings.CODES_PER_DAY) if text.kind == CODE else ("text", settings.TEXTS_PER_DAY)
    if not take_place(f"{part}_{number}", f"{settings.TEXTS_PER_NUMBER}/hour"):
        logger.warning("text %s is not sent: its number had %s in an hour", text.reference, settings.TEXTS_PER_NUMBER)
        return False
    if not take_place(f"{part}_all", f"{in_a_day}/day"):
        logger.error("%s %s is not sent: the site sent %s in a day", part, text.reference, in_a_day)
        return False
    hand_over(text)
    return True
