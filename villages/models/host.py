"""Who receives the guests: an OCOP entity (chủ thể) and the people who work its desk."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField

from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField, NFCTextField
from villages.enums import HostKind, MemberRole, Paper
from villages.models.administrative import Commune
from villages.models.village import Village


def placed(through: str = "", **asked: Any) -> models.Q:
    """What has such a commune (`commune=…`, `commune__province=…`) as its own, or, with none of its own, as its
    village's. `through` leads to what that is asked of, such as "host__"."""
    ((name, value),) = asked.items()
    nowhere = models.Q(**{f"{through}commune__isnull": True})
    return models.Q(**{f"{through}{name}": value}) | (nowhere & models.Q(**{f"{through}village__{name}": value}))


class HostQuerySet(models.QuerySet["Host"]):
    def verified(self) -> "HostQuerySet":
        """Hosts whose papers staff have seen."""
        return self.filter(verified_at__isnull=False)

    def for_member(self, user) -> "HostQuerySet":
        """Hosts whose desk `user` may work at, each with their `role` there."""
        return self.filter(members__user=user).annotate(role=models.F("members__role"))


class Host(MaybeMadeUp, ClusterableModel):
    """Shows what consumer law asks of a seller: name, address, phone and registration number (Law 19/2023/QH15, 37)."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    # Who makes an OCOP product need not live in a craft village; guests are received in one.
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="hosts", verbose_name=_("village")
    )
    # No index, whose making would lock the hosts; whoever looks by commune comes from products.
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="hosts",
        verbose_name=_("commune"),
        help_text=_("Where there is no craft village."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=HostKind)
    name = NFCCharField(_("name"), max_length=120)
    legal_name = NFCCharField(_("legal name"), max_length=200)
    registration_number = NFCCharField(_("registration number or tax code"), max_length=40)
    phone = PhoneNumberField(_("phone number"))
    email = models.EmailField(_("email address"), blank=True)
    address = NFCCharField(_("address"), max_length=250)
    bank_bin = models.CharField(
        _("bank (BIN)"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}\Z", _("Six digits, as in 970436."))],
    )
    bank_account = models.CharField(
        _("account number"),
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]{1,19}\Z", _("Letters and digits, 19 at most."))],
    )
    bank_account_name = NFCCharField(_("account holder"), max_length=120, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    # What was seen then: values of Paper, a word on them, and the last day on which all of them hold, where one ends.
    papers_seen = models.JSONField(null=True, blank=True, editable=False)
    papers_note = NFCCharField(max_length=200, blank=True, default="", db_default="", editable=False)
    verified_until = models.DateField(_("papers good until"), null=True, blank=True, editable=False)
    # Name, phone and e-mail as they stood when the papers were seen: they change without a verifier.
    contact_when_verified = models.JSONField(null=True, blank=True, editable=False)
    about = NFCTextField(_("who they are"), max_length=600, blank=True)
    about_en = NFCTextField(_("who they are, in English"), max_length=600, blank=True)
    is_example = models.BooleanField(_("fictional example"), default=False)
    messages = GenericRelation("outbox.OutboxMessage", "subject_id", "subject_type", related_query_name="of_host")

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["name"]
        permissions = [("verify_host", "Can verify hosts")]
        constraints = [
            models.CheckConstraint(
                name="host_is_somewhere",
                condition=models.Q(village__isnull=False) | models.Q(commune__isnull=False),
                violation_error_message=_("Choose the village, or the commune where there is no craft village."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Commune:
        """The commune it is in: its own, or its village's."""
        # A host without a commune has a village: host_is_somewhere.
        return self.commune or self.village.commune  # type: ignore[union-attr]

    @property
    def about_text(self) -> str:
        """Who they are, in the language of the page that is being made."""
        return ((self.about_en if (get_language() or "vi").startswith("en") else "") or self.about).strip()

    @property
    def takes_transfers(self) -> bool:
        """Whether somebody has verified the host and the account."""
        return bool(self.verified_at and self.bank_bin and self.bank_account)

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def paper_labels(self) -> list[str]:
        return [str(Paper(paper).label) for paper in self.papers_seen or [] if paper in Paper.values]


class Member(models.Model):
    """A person who works at a host's desk."""

    host = ParentalKey(Host, on_delete=models.CASCADE, related_name="members", verbose_name=_("host"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.OWNER)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["host", "user"], name="member_once_per_host")]

    def __str__(self) -> str:
        return f"{self.user} · {self.host}"
