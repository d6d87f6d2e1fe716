"""The parties of a cancelled time that somebody has to call, and who was called."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.models import Booking, CancelledParty, PhoneCall, Slot
from bookings.models.slot_cancelling import CancelledPartyQuerySet
from common.data.refusal import Refused
from villages.models import Host


class NotListed(Refused):
    message = _("This party was not cancelled with its time, so nobody has to call it.")


def left_to_call(host: Host, *, now: dt.datetime) -> CancelledPartyQuerySet:
    """Parties of `host` that somebody has to call, of times that are not over."""
    parties = CancelledParty.objects.filter(cancelling__slot__experience__host=host, cancelling__slot__ends_at__gt=now)
    return parties.to_call()


def parties_of(slot: Slot) -> CancelledPartyQuerySet:
    """Each party that was cancelled with `slot`, the last time."""
    return CancelledParty.objects.filter(cancelling__slot=slot).newest()


def called(*, booking: Booking, by: User, now: dt.datetime) -> PhoneCall:
    """Write down that the party was called about what is so now. A second call changes nothing. Raises NotListed."""
    party = _latest(booking)
    call, _made = PhoneCall.objects.get_or_create(
        party=party, about=party.about, defaults={"called_at": now, "by": by, "by_name": str(by)}
    )
    return call


def not_called(*, booking: Booking) -> None:
    """Take that back. A second call changes nothing. Raises NotListed."""
    party = _latest(booking)
    PhoneCall.objects.filter(party=party, about=party.about).delete()


def _latest(booking: Booking) -> CancelledParty:
    party = CancelledParty.objects.filter(booking=booking).order_by("-pk").first()
    if party is None:
        raise NotListed
    return party
