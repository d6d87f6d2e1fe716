"""Scans of papers that were printed and signed: beside what the site wrote, and never instead of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, WrittenOnce
from ocop.enums import PaperKind
from ocop.models.council import CouncilSession, ScoreSheet
from ocop.models.register_import import private_storage
from ocop.models.submission import Submission


class SignedPaper(WrittenOnce):
    """One scan. Of one paper the newest counts; those before it stay.

    Minutes are of a `session`, everything else of a `submission`, and a member's sheet of its `sheet` as well. `size`
    in bytes and `sha256` are of what is kept: a PDF as it came, a picture written anew.
    """

    kind = models.CharField(_("paper"), max_length=12, choices=PaperKind)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="signed_papers")
    session = models.ForeignKey(CouncilSession, models.PROTECT, null=True, related_name="signed_papers")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, related_name="signed_papers")
    file = models.FileField(storage=private_storage, upload_to="ocop/signed", max_length=160)
    name = NFCCharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("signed paper")
        verbose_name_plural = _("signed papers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="signed_paper_of_one_thing",
                condition=models.Q(
                    kind=PaperKind.MINUTES, session__isnull=False, submission__isnull=True, sheet__isnull=True
                )
                | models.Q(kind=PaperKind.SHEET, session__isnull=True, submission__isnull=False, sheet__isnull=False)
                | models.Q(
                    ~models.Q(kind__in=[PaperKind.MINUTES, PaperKind.SHEET]),
                    session__isnull=True,
                    submission__isnull=False,
                    sheet__isnull=True,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.name}"
