"""A product's dossier while its host prepares it: what is assessed, by which edition, and what was answered so far."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField, NFCTextField
from ocop.enums import DossierState, EvaluationKind
from ocop.models.office import Office
from ocop.models.product import OcopProduct
from villages.models import Host
from villages.models.host import placed


class DossierQuerySet(models.QuerySet["Dossier"]):
    def standing(self) -> "DossierQuerySet":
        """Those that were not put away."""
        return self.filter(put_away_at__isnull=True)

    def in_land(self, office: Office) -> "DossierQuerySet":
        """In earnest, of houses in its commune or in its province, sent or not."""
        return self.standing().filter(placed("host__", **office.land), practice=False)

    def for_office(self, office: Office) -> "DossierQuerySet":
        """Those of its land that were sent on their way."""
        return self.in_land(office).exclude(state=DossierState.DRAFT)


class Dossier(MaybeMadeUp, models.Model):
    """`edition` names a folder of `ocop/criteria`, for ever; `criteria_set` is 1 to 26. `practice` goes nowhere.

    `stopped_by` are keys of rules that the host found to hold, such as a licence that is lacking. `details` are what
    form 02 asks beside the criteria, as plain text by key. `state_since` is when it came to where it stands; `idea` and
    `plan` are what steps 2 and 3 of the yearly cycle register.
    """

    made_up_with = ("host",)

    host = models.ForeignKey(Host, models.PROTECT, related_name="dossiers", verbose_name=_("host"))
    product = models.ForeignKey(
        OcopProduct, models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name=_("OCOP product")
    )
    name = NFCCharField(_("name of the product"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=EvaluationKind, default=EvaluationKind.FIRST)
    edition = models.CharField(_("edition of the criteria"), max_length=20)
    criteria_set = models.PositiveSmallIntegerField(_("set of criteria"))
    practice = models.BooleanField(_("practice"), default=False)
    stopped_by = models.JSONField(default=list)
    details = models.JSONField(default=dict, db_default=models.Value({}, output_field=models.JSONField()))
    state = models.CharField(
        _("state"), max_length=15, choices=DossierState, default=DossierState.DRAFT, db_default=DossierState.DRAFT
    )
    state_since = models.DateTimeField(null=True, editable=False)
    idea = NFCTextField(_("idea"), max_length=2000, blank=True, db_default="")
    plan = NFCTextField(_("plan"), max_length=4000, blank=True, db_default="")
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"))
    put_away_at = models.DateTimeField(null=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_with_host(self) -> bool:
        """Whether its host may change it: before it was handed in, and after it was returned."""
        return self.state in DossierState.with_host()


class Answer(models.Model):
    """What was chosen for one criterion: `level` counts from 0 in the list of its `case`; None while only words stand.

    `version` goes up with each change, so that two who answer at once are told of one another.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="answers")
    code = models.CharField(max_length=10)
    case = models.CharField(max_length=1, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    reason = NFCTextField(_("why"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="answer_once_per_criterion")]

    def __str__(self) -> str:
        return f"{self.code} · {self.dossier}"
