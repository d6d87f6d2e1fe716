"""Closed lists of messages and of who is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmation")
    PROOF = "proof", _("please confirm")
    AWAITING = "awaiting", _("parties to be confirmed")
    PAYMENT = "payment", _("please pay ahead")
    SAYS_PAID = "says_paid", _("a guest says that they have paid")
    PAID_LATE = "paid_late", _("money that came too late")
    DECLINED = "declined", _("declined by the host")
    REFUND_BOUNCED = "refund_bounced", _("money back that came back")
    REFUND_ACCOUNT = "refund_account", _("which account for money back")
    REFUNDS_DUE = "refunds_due", _("money long to be given back")
    TICKET = "ticket", _("ticket sent again")
    CANCELLED = "cancelled", _("cancellation")
    MOVED = "moved", _("new time")
    PARTY_CHANGED = "party_changed", _("another party")
    WORDS_CHANGED = "words_changed", _("another name or note")
    PLACE_CHANGED = "place_changed", _("new meeting place")
    WAY_CHANGED = "way_changed", _("new way to the meeting place")
    RUNS = "runs", _("visit takes place")
    CALLED_OFF = "called_off", _("too few guests")
    FROM_HOST = "from_host", _("a word from the host")
    QUESTION = "question", _("a question from a guest")
    REVIEW = "review", _("thanks, and how it was")
    REVIEWED = "reviewed", _("a review from a guest")
    REVIEW_ANSWERED = "review_answered", _("the house answers a review")
    PIECE_READY = "piece_ready", _("a piece is ready")
    REVIEW_HIDDEN = "review_hidden", _("a review is hidden")
    REMINDER = "reminder", _("reminder of the day before")
    DAY = "day", _("the day's parties")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("places offered")
    WAITING_CLOSED = "waiting_closed", _("waiting list closed")


class Audience(models.TextChoices):
    """Whom news is for: a guest, or a house at its own address."""

    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class GuestWay(models.TextChoices):
    """How a guest who left no address is told; in the outbox in the place of an Audience."""

    PHONE = "guest_phone", _("guest's phone")


class MutedTopic(models.TextChoices):
    """What a guest may not want to be written of. What was agreed, changed or cancelled is told always."""

    REMINDER = "reminder", _("The reminder on the day before a visit")
    REVIEW = "review", _("Thanks after a visit, and answers to your review")


class NoticeWay(models.TextChoices):
    """How a member of a house is told of it; in the outbox in the place of an Audience."""

    MAIL = "member", _("a member, by e-mail")
    PHONE = "phone", _("a member's phone")


class NoticeTopic(models.TextChoices):
    """What members of a house choose to be told of."""

    NEW = "new", _("New bookings")
    CHANGED = "changed", _("Changed or cancelled bookings")
    OFFER_TAKEN = "offer_taken", _("Guests from the waiting list who took their places")
    WORDS = "words", _("Another name or note from a guest")
    QUESTION = "question", _("Questions from guests")
    REVIEW = "review", _("Reviews from guests")
    DAY = "day", _("Who comes today, in the morning")
    REQUEST = "request", _("Groups that ask for a visit")
