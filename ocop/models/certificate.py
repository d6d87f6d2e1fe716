"""Recognition of a product, how it ends, and what an evaluation came to."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField, NFCTextField
from ocop.enums import Basis, CertificateState, DossierState, EvaluationKind, Outcome, WithdrawalGround

# A re-evaluation is asked for not earlier than so many days before the last one (Decision 26/2026/QĐ-TTg).
EXPIRES_SOON = dt.timedelta(days=180)


# A re-evaluation of its product is with an office.
RE_EVALUATED = models.Q(
    product__dossiers__kind=EvaluationKind.AGAIN,
    product__dossiers__practice=False,
    product__dossiers__put_away_at__isnull=True,
    product__dossiers__state__in=DossierState.with_offices(),
)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid_on(self, day: dt.date) -> "CertificateQuerySet":
        """Certificates in force on `day`; the same as `Certificate.in_force_on`."""
        last = Coalesce("extended_until", "valid_until")
        return self.alias(last_day=last).filter(
            models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gt=day),
            models.Q(replaced_on__isnull=True) | models.Q(replaced_on__gt=day),
            issued_on__lte=day,
            last_day__gte=day,
        )

    def with_re_evaluation(self) -> "CertificateQuerySet":
        """Each with `is_re_evaluated`, so that a list asks once."""
        return self.annotate(is_re_evaluated=self._on_its_way())

    def re_evaluated(self, *, is_so: bool = True) -> "CertificateQuerySet":
        """Those whose product is being re-evaluated now; `is_so` False: the others."""
        return self.filter(self._on_its_way() if is_so else ~self._on_its_way())

    def _on_its_way(self) -> models.Exists:
        return models.Exists(self.model._default_manager.filter(RE_EVALUATED, pk=models.OuterRef("pk")))

    def public(self) -> "CertificateQuerySet":
        """Those that rest on more than a proposal."""
        return self.exclude(basis=Basis.PROPOSAL)


class Certificate(MaybeMadeUp, models.Model):
    """Recognition of a product: 3 to 5 stars, for 36 months (Decision 26/2026/QĐ-TTg). 1 and 2 stars get none.

    `issuer` is free text: certificates of districts that are no more stay valid (art. 12). From `withdrawn_on` and
    `replaced_on` on it is not in force; `extended_until` is art. 12.3.
    """

    made_up_with = ("product",)

    product = ParentalKey(
        "ocop.OcopProduct", on_delete=models.CASCADE, related_name="certificates", verbose_name=_("OCOP product")
    )
    stars = models.PositiveSmallIntegerField(_("stars"), choices=[(3, "★★★"), (4, "★★★★"), (5, "★★★★★")])
    decision_number = NFCCharField(_("decision number"), max_length=60)
    issuer = NFCCharField(_("issued by"), max_length=160, blank=True, db_default="")
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))
    extended_until = models.DateField(_("extended until"), null=True, blank=True, editable=False)
    extension_reason = NFCCharField(_("why extended"), max_length=300, blank=True, db_default="", editable=False)
    replaced_on = models.DateField(_("replaced on"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    basis = models.CharField(
        _("rests on"), max_length=10, choices=Basis, default=Basis.DECISION, db_default=Basis.DECISION
    )
    is_example = models.BooleanField(_("fictional example"), default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-valid_until"]
        constraints = [
            models.CheckConstraint(
                name="certificate_stars",
                condition=models.Q(stars__gte=3, stars__lte=5),
                violation_error_message=_("A certificate has three to five stars."),
            ),
            models.CheckConstraint(
                name="certificate_period",
                condition=models.Q(valid_until__gt=models.F("issued_on")),
                violation_error_message=_("The last day of validity comes after the day of issue."),
            ),
            models.CheckConstraint(
                name="certificate_extended_later",
                condition=models.Q(extended_until__isnull=True) | models.Q(extended_until__gt=models.F("valid_until")),
                violation_error_message=_("An extension ends after the certificate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars}★ · {self.decision_number}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which it can be in force."""
        return self.extended_until or self.valid_until

    def in_force_on(self, day: dt.date) -> bool:
        """The same as `CertificateQuerySet.valid_on`, for one that is already loaded."""
        return self.dated_state_on(day) in CertificateState.holding()

    @cached_property
    def is_re_evaluated(self) -> bool:
        """Whether a re-evaluation of its product is with an office now. One query, where `with_re_evaluation` told
        nothing."""
        return type(self)._default_manager.filter(RE_EVALUATED, pk=self.pk).exists()

    def state_on(self, day: dt.date) -> CertificateState:
        """What it is on `day`, with the re-evaluation that is under way today.

        Being re-evaluated lengthens nothing: it holds to the end of its 36 months. The dossier comes 180 to 120 days
        before that and is decided within 45 days of being complete (Decision 26/2026/QĐ-TTg, art. 7.6); where that is
        late, an officer lets it stand for 180 days at most (art. 12.3), and then it is EXTENDED.
        """
        state = self.dated_state_on(day)
        if state == CertificateState.EXPIRING and self.is_re_evaluated:
            return CertificateState.RE_EVALUATION
        return state

    def dated_state_on(self, day: dt.date) -> CertificateState:
        """What its own dates say. How it ended is said before that it would have run out meanwhile."""
        if self.withdrawn_on and self.withdrawn_on <= day:
            return CertificateState.WITHDRAWN
        if self.replaced_on and self.replaced_on <= day:
            return CertificateState.REPLACED
        if day < self.issued_on:
            return CertificateState.COMING
        if day > self.last_day:
            return CertificateState.EXPIRED
        if day > self.valid_until:
            return CertificateState.EXTENDED
        return CertificateState.EXPIRING if day >= self.valid_until - EXPIRES_SOON else CertificateState.IN_FORCE


class Withdrawal(models.Model):
    """A procedure: a ground, a conclusion, a decision within 15 days of the conclusion (art. 8).

    Open until `decided_on`, or until a conclusion found nothing (`upheld` is False).
    """

    certificate = models.ForeignKey(
        Certificate, models.CASCADE, related_name="withdrawals", verbose_name=_("certificate")
    )
    ground = models.CharField(_("ground"), max_length=20, choices=WithdrawalGround)
    note = NFCTextField(_("what was seen"), max_length=1000, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    conclusion = NFCTextField(_("conclusion"), max_length=1000, blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    upheld = models.BooleanField(_("the ground holds"), null=True)
    decision_number = NFCCharField(_("decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=models.Q(decided_on__isnull=True) & (models.Q(upheld__isnull=True) | models.Q(upheld=True)),
                name="withdrawal_open_once",
            ),
            models.CheckConstraint(
                name="withdrawal_decided_after_conclusion",
                condition=models.Q(decided_on__isnull=True)
                | models.Q(upheld=True, concluded_on__isnull=False, decided_on__gte=models.F("concluded_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.get_ground_display()}"


class Assessment(models.Model):
    """What one evaluation of a product ended with; `points` is the council's average of 100, where it is known."""

    product = ParentalKey(
        "ocop.OcopProduct", on_delete=models.CASCADE, related_name="assessments", verbose_name=_("OCOP product")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EvaluationKind, default=EvaluationKind.FIRST)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True, blank=True)
    decided_on = models.DateField(_("decided on"))
    note = NFCCharField(_("note"), max_length=300, blank=True)
    basis = models.CharField(_("rests on"), max_length=10, choices=Basis, default=Basis.DECISION)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-decided_on"]
        constraints = [
            models.CheckConstraint(
                name="assessment_points",
                condition=models.Q(points__isnull=True) | models.Q(points__gte=0, points__lte=100),
                violation_error_message=_("Points lie between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.decided_on:%d/%m/%Y}"
