"""States and closed lists of booking. Groups of states sit on the enum that names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BookingStatus(models.TextChoices):
    """OCTO's booking statuses."""

    ON_HOLD = "ON_HOLD", _("On hold")
    PENDING = "PENDING", _("Not confirmed yet")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    REDEEMED = "REDEEMED", _("Checked in")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Hold ran out")
    REJECTED = "REJECTED", _("Declined by the host")


# Seats are kept for these until a deadline, and not a moment longer: see BookingQuerySet.taking_seats.
HELD = (BookingStatus.ON_HOLD, BookingStatus.PENDING)
# With the guest's name and consent. ON_HOLD takes seats too.
TAKES_SEATS = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED)
CANCELLABLE = (BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CONFIRMED)
# Booked and still to be received: what a host can move, keep or call off.
AWAITED = (BookingStatus.CONFIRMED, BookingStatus.PENDING)
EXPECTED = (BookingStatus.CONFIRMED, BookingStatus.REDEEMED)


class Awaits(models.TextChoices):
    """What a booking that is PENDING still needs."""

    PROOF = "proof", _("a word from the guest or the host")


class ScheduleKind(models.TextChoices):
    """How a schedule says its days."""

    WEEKLY = "weekly", _("every week")
    DATES = "dates", _("single dates")
    LUNAR = "lunar", _("by the lunar calendar, every year")


class SlotDecision(models.TextChoices):
    """What was decided about a slot that needs a minimum of guests."""

    RUNS = "runs", _("takes place")
    CALLED_OFF = "called_off", _("called off")


class UsePer(models.TextChoices):
    """What takes up a shared resource: each seat (a wheel), or the slot as a whole (a boat)."""

    SEAT = "seat", _("for each seat")
    SLOT = "slot", _("for the whole visit")


class WaitingStatus(models.TextChoices):
    """A place in the waiting list. What became of an offer is the status of its booking."""

    WAITING = "waiting", pgettext_lazy("a place in the waiting list", "waiting")
    OFFERED = "offered", _("offered places")
    LEFT = "left", _("left the list")
    CLOSED = "closed", _("list closed")


class CancelledBy(models.TextChoices):
    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class PaymentMethod(models.TextChoices):
    AT_VILLAGE = "at_village", _("Pay at the village")


class Dietary(models.TextChoices):
    """What a guest does not eat, as a kitchen needs to know it."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    NO_PORK = "no_pork", _("no pork")
    NO_BEEF = "no_beef", _("no beef")
    NUTS = "nuts", _("allergic to nuts")
    SEAFOOD = "seafood", _("allergic to seafood")
    GLUTEN = "gluten", _("no gluten")


class MessageKind(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmation")
    PROOF = "proof", _("please confirm")
    AWAITING = "awaiting", _("parties to be confirmed")
    DECLINED = "declined", _("declined by the host")
    TICKET = "ticket", _("ticket sent again")
    CANCELLED = "cancelled", _("cancellation")
    MOVED = "moved", _("new time")
    PLACE_CHANGED = "place_changed", _("new meeting place")
    RUNS = "runs", _("visit takes place")
    CALLED_OFF = "called_off", _("too few guests")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("places offered")
    WAITING_CLOSED = "waiting_closed", _("waiting list closed")


class Audience(models.TextChoices):
    GUEST = "guest", _("guest")
    HOST = "host", _("host")
