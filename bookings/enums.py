"""States and closed lists of booking. Groups of states sit on the enum that names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookingStatus(models.TextChoices):
    """OCTO's booking statuses."""

    ON_HOLD = "ON_HOLD", _("On hold")
    PENDING = "PENDING", _("Waiting for the host")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    REDEEMED = "REDEEMED", _("Checked in")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Hold ran out")
    REJECTED = "REJECTED", _("Declined by the host")


# ON_HOLD takes seats too, until its time runs out: see BookingQuerySet.taking_seats.
TAKES_SEATS = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED)
CANCELLABLE = (BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CONFIRMED)
EXPECTED = (BookingStatus.CONFIRMED, BookingStatus.REDEEMED)


class CancelledBy(models.TextChoices):
    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class PaymentMethod(models.TextChoices):
    AT_VILLAGE = "at_village", _("Pay at the village")


class MessageKind(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmation")
    CANCELLED = "cancelled", _("cancellation")


class Audience(models.TextChoices):
    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class MessageState(models.TextChoices):
    PENDING = "pending", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
