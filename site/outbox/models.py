"""The outbox: a message is a row written in the transaction that made it true."""

import datetime as dt

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from outbox.enums import MessageState

# The longest that a message is put off.
LONGEST_DELAY = dt.timedelta(hours=1)


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, now: dt.datetime) -> "OutboxQuerySet":
        """Waiting and due, or claimed by a worker that died before it said how it went, or put off by a wrong clock."""
        return self.filter(
            Q(state=MessageState.PENDING, due_at__lte=now)
            | Q(state=MessageState.SENDING, leased_until__lte=now)
            | ahead(now)
        )

    def waiting(self) -> "OutboxQuerySet":
        """Not sent and not given up."""
        return self.filter(state__in=[MessageState.PENDING, MessageState.SENDING])

    def to_reader(self, address: str) -> "OutboxQuerySet":
        """Whatever the case in which the address was typed."""
        return self.annotate(lower_to=Lower("to")).filter(lower_to=address.lower())  # type: ignore[no-redef]


def ahead(now: dt.datetime) -> Q:
    """Put off, claimed or given up until a time that no delay and no lease reaches: the clock was wrong when it was."""
    reach = now + LONGEST_DELAY
    # A branch for each state, so that each finds its index.
    return (
        Q(state=MessageState.PENDING, due_at__gt=reach)
        | Q(state=MessageState.FAILED, due_at__gt=reach)
        | Q(state=MessageState.SENDING, leased_until__gt=reach)
    )


class OutboxMessage(models.Model):
    """One mail or push to one reader about one version (`sequence`) of its `subject`, a row of whichever app wrote it.

    `kind` and `audience`, for which kind of reader it is, say who renders it (see `outbox.kinds`). A reader is named by
    an address, `to`, or by `reader_id`, a row that whoever renders it knows. `key` makes it once. Whose
    messages they are declares a GenericRelation, so that they go when their subject goes. `unwritten_at` is when it
    last could not be rendered, by a fault of ours and none of the mail server's.
    """

    key = models.CharField(max_length=120, unique=True)
    # The index below begins with it.
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", db_index=False)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=20)
    sequence = models.PositiveSmallIntegerField(default=0)
    to = models.EmailField()
    reader_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    unwritten_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="outbox_subject"),
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=Q(state__in=[MessageState.PENDING, MessageState.SENDING]),
            ),
            models.Index(fields=["due_at"], name="outbox_failed", condition=Q(state=MessageState.FAILED)),
            models.Index(Lower("to"), "sent_at", name="outbox_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to or f'{self.audience} {self.reader_id}'}"

    def is_about(self, model: type[models.Model]) -> bool:
        """Whether its subject is a row of `model`."""
        return self.subject_type_id == ContentType.objects.get_for_model(model).pk
