"""What a buyer asks of a product, until somebody has answered."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from common.models import LowerEmailField, NFCCharField, NFCTextField
from ocop.models.product import OcopProduct


class Enquiry(models.Model):
    """`key` comes with the form. There is a number, an e-mail address or both. `language`: "vi" or "en"."""

    product = models.ForeignKey(OcopProduct, models.CASCADE, related_name="enquiries", verbose_name=_("OCOP product"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = NFCCharField(_("name"), max_length=120)
    phone = PhoneNumberField(_("phone number"), blank=True)
    email = LowerEmailField(_("email address"), blank=True)
    words = NFCTextField(_("message"), max_length=1000)
    language = models.CharField(max_length=2, default="vi")
    asked_at = models.DateTimeField(_("asked"))
    handled_at = models.DateTimeField(_("answered"), null=True, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    messages = GenericRelation("outbox.OutboxMessage", "subject_id", "subject_type", related_query_name="enquiry")

    class Meta:
        verbose_name = _("enquiry of a buyer")
        verbose_name_plural = _("enquiries of buyers")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="enquiry_can_be_answered", condition=~models.Q(phone="") | ~models.Q(email=""))
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.product}"
