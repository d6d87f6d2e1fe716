"""A change of what verifiers have seen of a host, until one of them has looked at it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCTextField
from villages.enums import ProposalState
from villages.models.difference import Difference, differences
from villages.models.host import Host


class HostProposalQuerySet(models.QuerySet["HostProposal"]):
    def open(self) -> "HostProposalQuerySet":
        return self.filter(state=ProposalState.OPEN)


class HostProposal(models.Model):
    """`before` and `after` map the names of the fields that differ to their values. A host has one open proposal."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="proposals", verbose_name=_("host"))
    before = models.JSONField()
    after = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    reason = NFCTextField(_("reason"), max_length=600, blank=True)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    messages = GenericRelation("outbox.OutboxMessage", "subject_id", "subject_type", related_query_name="host_proposal")

    objects = HostProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change of a host")
        verbose_name_plural = _("proposed changes of hosts")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=models.Q(state=ProposalState.OPEN), name="one_open_proposal_per_host"
            )
        ]

    def __str__(self) -> str:
        return f"{self.host} · {self.proposed_at:%d/%m/%Y}"

    @property
    def differences(self) -> list[Difference]:
        """What changes, in the order of the host's fields and the reader's language."""
        return differences(Host, self.before, self.after)
