"""A spreadsheet on its way into the register, and what is to become of each of its rows."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField
from ocop.enums import ImportState, RowOutcome
from ocop.models.office import Office
from ocop.models.product import OcopProduct


class PrivateStorage(FileSystemStorage):
    """Outside what the web server in front serves: a page of ours hands a file out, to who may have it."""

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no URL.")


def private_storage() -> Storage:
    """Where the settings of this process say; migrations name this function and no folder."""
    return PrivateStorage(location=settings.PRIVATE_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def file_path(row: "RegisterImport", name: str) -> str:
    """By its hash: what a person called the file is kept in the row, and never a path."""
    return f"ocop/imports/{row.sha256}{Path(name).suffix.lower()[:6]}"


class RegisterImport(models.Model):
    """`language` is that of its officer, in which its sentences are written. `counts` are rows by outcome.

    `heading` are the cells of its header and `others` the sheets that were left. A claim that is older than a worker
    may live is a worker that died.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="imports", verbose_name=_("OCOP office"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by whom")
    )
    name = NFCCharField(_("file"), max_length=200)
    file = models.FileField(storage=private_storage, upload_to=file_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    said = NFCTextField(blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    others = models.JSONField(default=list)
    heading = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("sent"))
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """`number` is the row's in the spreadsheet, `cells` its texts, `reasons` and `told` whole sentences."""

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    reasons = models.JSONField(default=list)
    told = models.JSONField(default=list)
    product = models.ForeignKey(OcopProduct, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["register_import", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.register_import} · {self.number}"
