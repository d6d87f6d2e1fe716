"""Taps that waited on a phone without signal, with what they were answered: kept a week, so that none counts twice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.enums import DeskTapKind
from villages.models import Host


class DeskTap(models.Model):
    """One tap of `user` at the desk of `host`, written in the transaction that does what it asks.

    `key_hash` is that of the phone's own key. `reference` and `value` are what was asked and `answer` what was said, in
    the shapes of bookings.domain.taps; no guest is named in them. `tapped_at` is what the phone's clock said, and
    decides nothing.
    """

    host = models.ForeignKey(Host, models.CASCADE, related_name="+", verbose_name=_("host"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    key_hash = models.CharField(max_length=64, editable=False)
    what = models.CharField(_("what"), max_length=16, choices=DeskTapKind)
    reference = models.CharField(_("reference"), max_length=8)
    value = models.JSONField(default=dict, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    tapped_at = models.DateTimeField(_("tapped"))
    arrived_at = models.DateTimeField(_("arrived"), db_index=True)

    class Meta:
        verbose_name = _("tap of a phone")
        verbose_name_plural = _("taps of phones")
        constraints = [models.UniqueConstraint(fields=["user", "key_hash"], name="desk_tap_once")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_what_display()}"
