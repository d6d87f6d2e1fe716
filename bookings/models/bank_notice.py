"""What a bank says of a host's account, as it was said; and which rows of the ledger came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import BankFlow, BankProof, BankProvider, LookWhy, NoticeState
from bookings.models.ledger import LedgerEntry
from common.models import NFCCharField, WrittenOnce
from villages.models import Host


class BankConnection(models.Model):
    """A host lets a service tell of their account. `address` is where it does, known to nobody else; `secret` is
    sealed.

    `account` is another number that the service has for the host's account, such as a virtual one; `heard_at` when it
    last proved who it is.
    """

    host = models.ForeignKey(Host, models.CASCADE, related_name="bank_connections", verbose_name=_("host"))
    provider = models.CharField(_("service"), max_length=10, choices=BankProvider)
    address = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    secret = models.TextField(editable=False)
    proof = models.CharField(_("how it proves itself"), max_length=12, choices=BankProof, default=BankProof.SIGNED)
    account = models.CharField(_("account number"), max_length=40, blank=True)
    made_at = models.DateTimeField(_("connected"))
    made_by_name = NFCCharField(_("by"), max_length=120, blank=True)
    heard_at = models.DateTimeField(_("last heard"), null=True, blank=True)

    class Meta:
        verbose_name = _("connection to a bank")
        verbose_name_plural = _("connections to banks")
        constraints = [models.UniqueConstraint(fields=["host", "provider"], name="bank_connection_once")]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} · {self.host}"


class BankNotice(WrittenOnce):
    """`amount_vnd` in đồng, 0 where it could not be read from `raw`, which is what came. `provider_id` is the
    notice's own number at its provider, `bank_reference` the movement's at the bank. `why` says why a person has to
    look.
    """

    # By `bookings.domain.money.bank` alone.
    MOVES = frozenset({"state", "why"})

    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    provider = models.CharField(_("told by"), max_length=10, choices=BankProvider)
    provider_id = models.CharField(max_length=120)
    flow = models.CharField(_("which way"), max_length=3, choices=BankFlow)
    amount_vnd = models.PositiveBigIntegerField(_("amount, đồng"))
    account = models.CharField(_("account number"), max_length=40, blank=True)
    note = NFCCharField(_("note"), max_length=500, blank=True)
    bank_reference = models.CharField(_("number at the bank"), max_length=100, blank=True)
    happened_at = models.DateTimeField(_("happened"))
    raw = models.JSONField()
    kept_at = models.DateTimeField(_("came"))
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.NEW)
    why = models.CharField(_("why"), max_length=12, choices=LookWhy, blank=True)

    class Meta:
        verbose_name = _("bank notice")
        verbose_name_plural = _("bank notices")
        indexes = [
            models.Index(fields=["host", "state", "-happened_at"], name="bank_notice_host_state"),
            models.Index(fields=["host", "amount_vnd"], name="bank_notice_host_amount"),
            models.Index(fields=["id"], condition=Q(state=NoticeState.NEW), name="bank_notice_new"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["host", "provider", "provider_id"], name="bank_notice_once"),
            models.CheckConstraint(
                name="bank_notice_why_to_look",
                condition=Q(state=NoticeState.TO_LOOK_AT) & ~Q(why="") | ~Q(state=NoticeState.TO_LOOK_AT) & Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.provider_id}"

    @property
    def came_in(self) -> bool:
        return self.flow == BankFlow.IN


class BankNoticeEntry(WrittenOnce):
    """A row of the ledger that a notice stands for. `wrote` says that the notice wrote or ended it; a row that was
    there is only named. While it stands no other notice has the same row.
    """

    MOVES = frozenset({"undone_at"})

    notice = models.ForeignKey(BankNotice, models.PROTECT, related_name="rows")
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="bank_rows")
    wrote = models.BooleanField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("row of a bank notice")
        verbose_name_plural = _("rows of bank notices")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(undone_at__isnull=True), name="bank_notice_entry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} → {self.entry}"


class BankNoticeMove(WrittenOnce):
    """A change of a notice's state, never edited; `note` is why, in a person's words or in ours."""

    notice = models.ForeignKey(BankNotice, models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=NoticeState)
    after = models.CharField(max_length=10, choices=NoticeState)
    why = models.CharField(max_length=12, choices=LookWhy, blank=True)
    note = NFCCharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = NFCCharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class BankFile(models.Model):
    """A statement that was uploaded, until somebody has said which column is which: `rows` as texts, the heading first.

    `digest` is of what was sent, `taken_at` when its rows became notices; a day later it is gone.
    """

    host = models.ForeignKey(Host, models.CASCADE, related_name="bank_files", verbose_name=_("host"))
    name = NFCCharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64)
    rows = models.JSONField()
    sent_at = models.DateTimeField(_("sent"))
    taken_at = models.DateTimeField(null=True)
    by_name = NFCCharField(_("by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("statement file")
        verbose_name_plural = _("statement files")
        constraints = [models.UniqueConstraint(fields=["host", "digest"], name="bank_file_once")]

    def __str__(self) -> str:
        return self.name
