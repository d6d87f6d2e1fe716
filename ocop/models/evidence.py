"""What proves an answer of a dossier: files, pictures, addresses, and figures of this site that a person took over."""

import datetime as dt
import secrets
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField
from ocop.enums import EvidenceKind
from ocop.models.dossier import Dossier
from ocop.models.register_import import private_storage


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> "EvidenceQuerySet":
        """Those that were not removed."""
        return self.filter(removed_at__isnull=True)


def evidence_path(evidence: "Evidence", name: str) -> str:
    """A name that nobody guesses; what a person called the file is kept in the row, and never a path."""
    return f"ocop/evidence/{evidence.dossier_id}/{secrets.token_hex(16)}{Path(name).suffix.lower()[:6]}"


class Evidence(models.Model):
    """`code` is a criterion of the dossier's set, or "" where it is one of the general papers of form 02, part III:
    then `paper` is its row there, 1 to 15, and otherwise 0.

    `size` in bytes and `sha256` are of the bytes that are kept; of a link the hash is of its address, of a figure of
    this site of `shown` as canonical JSON: `figure`, `text` (by language), `period` (two ISO days) and `source_url`.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="evidence")
    code = models.CharField(max_length=10, blank=True)
    paper = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = NFCCharField(_("what it shows"), max_length=200)
    file = models.FileField(storage=private_storage, upload_to=evidence_path, max_length=120, blank=True)
    original_name = NFCCharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=50, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    link = models.URLField(max_length=500, blank=True)
    shown = models.JSONField(default=dict)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["dossier", "code", "paper", "position", "pk"]
        constraints = [
            # The same thing twice in one place is one, however often a phone sends it.
            models.UniqueConstraint(
                fields=["dossier", "code", "paper", "sha256"],
                condition=models.Q(removed_at__isnull=True),
                name="evidence_once_in_a_place",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """What it shows; of a figure of this site, its sentence in the language of the page that is being made."""
        language = "en" if (get_language() or "vi").startswith("en") else "vi"
        return self.shown.get("text", {}).get(language) or self.title

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """Of a figure of this site, the first and the last day that it counts."""
        days = self.shown.get("period")
        return (dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[1])) if days else None
