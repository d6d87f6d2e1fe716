"""What a host handed in: a version of its dossier that never changes, and everything that happened to it since."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField, WrittenOnce
from ocop.enums import DossierAct, DossierState
from ocop.models.dossier import Dossier
from ocop.models.office import Office
from ocop.models.register_import import private_storage


class Submission(WrittenOnce):
    """A dossier as it was handed in; it has the legal force of paper (Decision 26/2026/QĐ-TTg, art. 7.1).

    `content` is the whole of it but the files' bytes (see `domain/dossier/handing_in.py`); `sha256` is that of its
    canonical JSON, in which each file stands with its own. `total` and `stars` are the host's own.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    total = models.DecimalField(max_digits=5, decimal_places=2)
    stars = models.PositiveSmallIntegerField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["dossier", "-version"]
        constraints = [models.UniqueConstraint(fields=["dossier", "version"], name="submission_version_once")]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.version}"


class SubmittedFile(WrittenOnce):
    """A file of a submission: the very bytes that were handed in, in a place of their own."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    code = models.CharField(max_length=10, blank=True)
    title = NFCCharField(max_length=200)
    name = NFCCharField(max_length=200)
    file = models.FileField(storage=private_storage, upload_to="ocop/submissions", max_length=160)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of a submission")
        ordering = ["submission", "pk"]

    def __str__(self) -> str:
        return self.title


class DossierStep(WrittenOnce):
    """One act on a dossier. `reasons` says what is lacking, by criterion ("" for the whole)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="steps")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="steps")
    act = models.CharField(_("act"), max_length=20, choices=DossierAct)
    state = models.CharField(_("state"), max_length=15, choices=DossierState)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    note = NFCTextField(max_length=2000, blank=True)
    reasons = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("step of a dossier")
        verbose_name_plural = _("steps of a dossier")
        ordering = ["dossier", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.dossier}"
