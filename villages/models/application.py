"""A house that asks to receive guests, until the office has talked to it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from common.models import LowerEmailField, NFCCharField, NFCTextField
from villages.enums import ApplicationState, HostKind
from villages.models.host import Host
from villages.models.village import Village


class HostApplicationQuerySet(models.QuerySet["HostApplication"]):
    def open(self) -> "HostApplicationQuerySet":
        return self.filter(state=ApplicationState.OPEN)


class HostApplication(models.Model):
    """Where their village is not among ours, `village` is empty and `place` says where. `language`: "vi" or "en"."""

    name = NFCCharField(_("name of the house"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=HostKind)
    village = models.ForeignKey(
        Village,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("village"),
    )
    place = NFCCharField(_("address"), max_length=250, blank=True)
    offer = NFCTextField(_("what guests do there"), max_length=600)
    contact_name = NFCCharField(_("who asks"), max_length=120)
    phone = PhoneNumberField(_("phone number"))
    email = LowerEmailField(_("email address"), blank=True)
    language = models.CharField(max_length=2, default="vi")
    applied_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=10, choices=ApplicationState, default=ApplicationState.OPEN)
    reason = NFCTextField(_("reason"), max_length=600, blank=True)
    host = models.ForeignKey(Host, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("host"))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    messages = GenericRelation("outbox.OutboxMessage", "subject_id", "subject_type", related_query_name="application")

    objects = HostApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("house that asks to join")
        verbose_name_plural = _("houses that ask to join")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
