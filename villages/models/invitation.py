"""An invitation to work at a host's desk: a link that makes one person a member, once."""

import datetime as dt

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField
from villages.enums import MemberRole
from villages.models.host import Host


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; some may have run out."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """Its link carries a token that is written nowhere: `key` and the secret key make it, `token_hash` knows it."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="invitations", verbose_name=_("host"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    name = NFCCharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    # From the form that made it, so that a second tap makes no second one. A new link has another.
    key = models.UUIDField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    made_at = models.DateTimeField()
    good_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    messages = GenericRelation("outbox.OutboxMessage", "subject_id", "subject_type", related_query_name="invitation")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["host", "key"], name="invitation_once_per_key")]

    def __str__(self) -> str:
        return f"{self.name} · {self.host}"

    def waits(self, now: dt.datetime) -> bool:
        """Whether its link still makes somebody a member."""
        return self.accepted_at is None and self.revoked_at is None and self.good_until > now
