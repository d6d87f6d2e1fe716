"""The private calendar of a member, as their phone reads it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """One for each account; `key_hash` is that of the token in its address, which is kept nowhere."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("account")
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar on a phone")
        verbose_name_plural = _("calendars on phones")

    def __str__(self) -> str:
        return str(self.user)
