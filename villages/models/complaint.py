"""What somebody complains of, until the office has answered, and its answer."""

import datetime as dt
import uuid as uuids

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from common.models import LowerEmailField, NFCCharField, NFCTextField
from villages.enums import ComplaintKind
from villages.models.host import Host


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def open(self) -> "ComplaintQuerySet":
        return self.filter(answered_at__isnull=True)


class Complaint(models.Model):
    """`about` is a reference or an address, as its sender wrote it. `due_at` is until when it is answered, by its kind.

    `done_by` is the day by which the office said that it carries out what was asked. The sender's page is behind a
    signed link made of `uuid`; `key_hash` is of the key of the form. Written by `villages.domain.complaints` alone.
    """

    uuid = models.UUIDField(unique=True, default=uuids.uuid4, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("about what"), max_length=10, choices=ComplaintKind)
    host = models.ForeignKey(Host, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("host"))
    about = NFCCharField(_("booking or page"), max_length=250, blank=True)
    words = NFCTextField(_("what happened"), max_length=3000)
    name = NFCCharField(_("full name"), max_length=120)
    phone = PhoneNumberField(_("phone number"), blank=True)
    email = LowerEmailField(_("email address"), blank=True)
    language = models.CharField(max_length=2, default="vi")
    sent_at = models.DateTimeField(_("sent"))
    due_at = models.DateTimeField(_("answered until"))
    answer = NFCTextField(_("answer"), max_length=3000, blank=True)
    done_by = models.DateField(_("carried out by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As its sender and the office name it: `KN-2026-17`."""
        return f"KN-{self.sent_at:%Y}-{self.pk}"

    def is_late(self, now: dt.datetime) -> bool:
        return self.answered_at is None and self.due_at < now
