"""A row of the office's books: written once however often its form is sent, corrected with history, put away, kept."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.data.made_up import MaybeMadeUp
from villages.models import Province


class Kept(MaybeMadeUp, models.Model):
    """`key` comes with the form and makes it safe to send again, `fingerprint` is of what it said then; `version` goes
    up with each correction, so that two who correct at once are told of one another. What is put away counts nowhere
    and stays in the history."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name=_("province"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(_("written"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    is_example = models.BooleanField(_("fictional example"), default=False, editable=False)
    put_away_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


STANDING = models.Q(put_away_at__isnull=True)
