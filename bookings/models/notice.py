"""What a member of a host wants to be told of, and how."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from villages.models import Member


class NoticeChoice(models.Model):
    """Lists of NoticeTopic. Goes with the membership; until there is one, `bookings.domain.notices` says what holds."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="notice_choice", verbose_name=_("member"))
    by_mail = models.JSONField(default=list, blank=True)
    by_phone = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return str(self.member)
