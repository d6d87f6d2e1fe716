"""What offices write about a submission before a council sees it: slips with numbers, and two reports."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField, WrittenOnce
from ocop.enums import IntakeLevel, Origin
from ocop.models.office import Office
from ocop.models.submission import Submission


class Intake(WrittenOnce):
    """The slip that form 01 carries from the commune and from the province: number and day of receipt."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="intakes")
    office = models.ForeignKey(Office, models.PROTECT, related_name="intakes")
    level = models.CharField(max_length=10, choices=IntakeLevel)
    number = NFCCharField(_("slip number"), max_length=60)
    serial = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    received_on = models.DateField(_("received on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("intake slip")
        verbose_name_plural = _("intake slips")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "level"], name="intake_once_a_level"),
            models.UniqueConstraint(fields=["office", "year", "serial"], name="intake_serial_once"),
            models.UniqueConstraint(fields=["office", "number"], name="intake_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class CommuneReport(WrittenOnce):
    """Form 03: what the commune found of local materials, labour, idea and identity. No points and no stars."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="commune_report")
    materials = NFCTextField(_("use of local materials"), max_length=1000)
    labour = NFCTextField(_("use of local labour"), max_length=1000)
    origin = models.CharField(_("origin of the product idea"), max_length=15, choices=Origin)
    origin_note = NFCTextField(_("about the idea"), max_length=1000, blank=True)
    identity = NFCTextField(_("local identity and wisdom"), max_length=1000)
    request_number = NFCCharField(_("number of the request to the province"), max_length=60)
    requested_on = models.DateField(_("requested on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("report of the commune")
        verbose_name_plural = _("reports of communes")

    def __str__(self) -> str:
        return self.request_number


class AdvisoryReport(WrittenOnce):
    """What the province's advisory team reports to the chair of the council (art. 7.3)."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="advisory_report")
    survey = NFCTextField(_("what was seen on site"), max_length=2000, blank=True)
    findings = NFCTextField(_("what the dossier shows"), max_length=4000)
    reported_on = models.DateField(_("reported on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("report of the advisory team")
        verbose_name_plural = _("reports of the advisory team")

    def __str__(self) -> str:
        return str(self.submission)
