"""Rounds of evaluation, the council and what it leaves open in the law, its sessions and their sheets of points."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField, WrittenOnce
from ocop.enums import CouncilSeat, Outcome, SessionMode
from ocop.models.office import Office
from ocop.models.submission import Submission


class EvaluationRound(models.Model):
    """At least two a year (art. 5): what communes request before one day is decided before another."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("round"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    requests_before = models.DateField(_("requests before"))
    decide_before = models.DateField(_("decisions before"))

    class Meta:
        verbose_name = _("round of evaluation")
        verbose_name_plural = _("rounds of evaluation")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="round_once"),
            models.CheckConstraint(
                name="round_days", condition=models.Q(decide_before__gt=models.F("requests_before"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class Council(models.Model):
    """Set up by a decision, with its operating regulation. What the law leaves open stands here, with a reason.

    `quorum_percent` of the members must hand in. `largest_spread`, in points, is how far two totals may lie apart
    before the session must talk again (None: no limit). `decimals` of the average are kept, half up (None: all).
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="councils")
    name = NFCCharField(_("name"), max_length=160)
    decision_number = NFCCharField(_("number of the decision that set it up"), max_length=60)
    decided_on = models.DateField(_("decided on"))
    quorum_percent = models.PositiveSmallIntegerField(
        _("at least so many percent of members score"),
        default=75,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    largest_spread = models.PositiveSmallIntegerField(_("largest distance of two totals"), null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(
        _("decimals of the average"), null=True, blank=True, validators=[MaxValueValidator(4)]
    )
    regulation = NFCTextField(_("where the regulation says so"), max_length=1000, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class CouncilMember(models.Model):
    """A seat and who has it. Whoever is only invited may speak and gives no points, unless `scores` says so."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="council_seats")
    seat = models.CharField(_("seat"), max_length=15, choices=CouncilSeat)
    title = NFCCharField(_("position"), max_length=160, blank=True)
    scores = models.BooleanField(_("gives points"), default=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("council member")
        verbose_name_plural = _("council members")
        ordering = ["council", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="council_member_once"),
            models.UniqueConstraint(
                fields=["council"],
                condition=models.Q(seat=CouncilSeat.CHAIR, left_on__isnull=True),
                name="council_one_chair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_seat_display()}"


class CouncilSession(models.Model):
    """A meeting, or a round of written opinions. Closed, its sheets and results stand for ever."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions")
    round = models.ForeignKey(EvaluationRound, models.PROTECT, null=True, blank=True, related_name="sessions")
    mode = models.CharField(_("how"), max_length=10, choices=SessionMode, default=SessionMode.MEETING)
    held_on = models.DateField(_("held on"))
    place = NFCCharField(_("place"), max_length=160, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    minutes_number = NFCCharField(_("number of the minutes"), max_length=60, blank=True)
    minutes = NFCTextField(_("minutes"), max_length=6000, blank=True)
    minutes_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("session of the council")
        verbose_name_plural = _("sessions of the council")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.council} · {self.held_on}"


class AgendaItem(models.Model):
    """A submission before a session. What it came to is written when the session closes, and not after."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="items")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="item")
    average = models.DecimalField(max_digits=7, decimal_places=4, null=True, editable=False)
    averages = models.JSONField(default=dict, editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, editable=False)
    sheets_counted = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return str(self.submission)


class ScoreSheet(models.Model):
    """One member's points for one product: each set of Appendix II is such a sheet. `levels` is {code: [case, level]},
    `opinions` {code: text}. Signed, it stands as it is; nobody else sees it until the session is closed."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="sheets")
    levels = models.JSONField(default=dict)
    opinions = models.JSONField(default=dict)
    stopped_by = models.JSONField(default=list)
    opinion = NFCTextField(_("opinion"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0)
    total = models.PositiveSmallIntegerField(null=True, editable=False)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["item", "member"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="sheet_once_a_member")]

    def __str__(self) -> str:
        return f"{self.member} · {self.item}"


class Decision(WrittenOnce):
    """How a submission ended: recognised (3 to 5 stars, then with its certificate), or not (1, 2 stars, ineligible)."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    number = NFCCharField(_("decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"))
    issuer = NFCCharField(_("issued by"), max_length=160, blank=True)
    certificate = models.OneToOneField(
        "ocop.Certificate", models.PROTECT, null=True, related_name="decision", editable=False
    )
    note = NFCTextField(_("note"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.number or self.get_outcome_display()
