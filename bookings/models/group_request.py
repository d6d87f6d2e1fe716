"""A group that asks first: a school of forty, a company of eighty."""

import uuid as uuids
from collections.abc import Collection

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.enums import (
    GROUP_OVER,
    ActBy,
    AnswerBy,
    DayPart,
    Dietary,
    GroupActKind,
    GroupAge,
    GroupKind,
    GroupState,
    GroupTurn,
)
from common.data.made_up import MaybeMadeUp
from common.models import LowerEmailField, NFCCharField, NFCTextField, WrittenOnce
from experiences.enums import SpokenLanguage
from experiences.models import Experience
from outbox.models import OutboxMessage
from villages.models import Host

LONGEST_WORDS, LONGEST_FOOD, LONGEST_REASON = 1_500, 400, 300
# The largest number of one kind of people that is asked for.
MOST_OF_A_KIND = 500


class GroupRequestQuerySet(models.QuerySet["GroupRequest"]):
    def for_host(self, host: Host) -> "GroupRequestQuerySet":
        return self.filter(host=host)


class GroupRequest(MaybeMadeUp, models.Model):
    """`state` as it was last written; what the time has made of it since, `domain.groups.states.state_at` says.

    `uuid` is in the guest's own address, `key_hash` that of the form's key, `fingerprint` the hash of what was sent
    with it. `adults` include nobody who accompanies children: those are `leaders`. Children are `little` below 6,
    `children` from 6 to 11, `teens` from 12 to 17. `frozen_at` and `ends_at` are of the accepted quote: when its
    numbers are settled, and when its last visit ends. `asked_from` is an address of the web as a keyed hash.
    """

    made_up_with = ("host",)

    uuid = models.UUIDField(unique=True, default=uuids.uuid4, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"), db_index=False)
    experience = models.ForeignKey(
        Experience, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("experience")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    kind = models.CharField(_("who asks"), max_length=10, choices=GroupKind)
    organisation = NFCCharField(_("name of the group"), max_length=160)
    contact_name = NFCCharField(_("full name"), max_length=120)
    contact_phone = PhoneNumberField(_("phone number"), blank=True)
    contact_email = LowerEmailField(_("email address"), blank=True)
    answer_by = models.CharField(_("answer"), max_length=8, choices=AnswerBy)
    first_day = models.DateField(_("wished day"))
    second_day = models.DateField(_("or"), null=True, blank=True)
    day_part = models.CharField(_("part of the day"), max_length=10, choices=DayPart)
    adults = models.PositiveSmallIntegerField(_("adults"), default=0)
    leaders = models.PositiveSmallIntegerField(_("teachers and companions"), default=0)
    little = models.PositiveSmallIntegerField(_("children below 6"), default=0)
    children = models.PositiveSmallIntegerField(_("children from 6 to 11"), default=0)
    teens = models.PositiveSmallIntegerField(_("from 12 to 17"), default=0)
    wants_meal = models.BooleanField(_("with a meal"), default=False)
    # Codes of Dietary, with commas between.
    dietary = models.CharField(_("food"), max_length=80, blank=True)
    food_note = NFCTextField(_("food and allergies in words"), max_length=LONGEST_FOOD, blank=True)
    spoken_language = models.CharField(_("language of the visit"), max_length=5, choices=SpokenLanguage, blank=True)
    comes_by_bus = models.BooleanField(_("comes by bus"), default=False)
    budget_vnd = models.PositiveIntegerField(_("budget, đồng"), null=True, blank=True)
    wants_invoice = models.BooleanField(_("VAT invoice"), default=False)
    words = NFCTextField(_("what the group would like"), max_length=LONGEST_WORDS, blank=True)
    asked_from = models.CharField(max_length=64, blank=True, editable=False)
    consented_at = models.DateTimeField(_("consented"))
    created_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=10, choices=GroupState, default=GroupState.NEW)
    turn = models.CharField(_("waits for"), max_length=8, choices=GroupTurn, default=GroupTurn.HOUSE)
    changed_at = models.DateTimeField(_("last moved"))
    decline_reason = NFCCharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    frozen_at = models.DateTimeField(_("numbers settled"), null=True, blank=True)
    ends_at = models.DateTimeField(_("last visit ends"), null=True, blank=True)
    erased_at = models.DateTimeField(_("name and contact erased"), null=True, blank=True, editable=False)

    messages = GenericRelation(
        OutboxMessage, content_type_field="subject_type", object_id_field="subject_id", related_query_name="group"
    )

    objects = GroupRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a group")
        verbose_name_plural = _("requests of groups")
        indexes = [
            models.Index(fields=["host", "state", "-changed_at"], name="group_of_host"),
            models.Index(fields=["asked_from"], name="group_asked_from", condition=~Q(asked_from="")),
            # What a sweep looks through: few beside what is over.
            models.Index(fields=["changed_at"], name="group_under_way", condition=~Q(state__in=GROUP_OVER)),
        ]
        constraints = [
            models.CheckConstraint(
                name="group_has_people",
                condition=Q(adults__gt=0) | Q(leaders__gt=0) | Q(little__gt=0) | Q(children__gt=0) | Q(teens__gt=0),
            ),
            models.CheckConstraint(
                name="group_can_be_answered",
                condition=~Q(contact_phone="") | ~Q(contact_email="") | Q(erased_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation

    @property
    def young(self) -> int:
        """How many are below 18."""
        return self.little + self.children + self.teens

    @property
    def people(self) -> int:
        return self.adults + self.leaders + self.young

    def dietary_labels(self) -> list[str]:
        return [str(Dietary(code).label) for code in self.dietary.split(",") if code in Dietary.values]


class GroupAct(WrittenOnce):
    """What became of a request, when, and by whom. `words` are those of whoever acted; `after` says numbers."""

    request = models.ForeignKey(GroupRequest, models.CASCADE, related_name="acts", verbose_name=_("request"))
    at = models.DateTimeField(_("when"))
    act = models.CharField(_("what"), max_length=16, choices=GroupActKind)
    by = models.CharField(_("by"), max_length=8, choices=ActBy)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    user_name = NFCCharField(max_length=120, blank=True)
    words = NFCTextField(max_length=LONGEST_WORDS, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("act on a request")
        verbose_name_plural = _("history of requests")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.get_act_display()}"

    @classmethod
    def forget(cls, requests: Collection[int]) -> int:
        """Take what was written off them, because a guest is to be forgotten: the one change there is."""
        return cls._base_manager.filter(request__in=requests).exclude(words="").update(words="")


class GroupPerson(models.Model):
    """Somebody on the list of names of a group that comes, as a parent or they themselves wrote it. It goes soon after
    the visit (`domain.groups.forget`). `agreed_at` is when whoever wrote agreed; of a child, a parent or guardian.
    """

    request = models.ForeignKey(GroupRequest, models.CASCADE, related_name="names", verbose_name=_("request"))
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = NFCCharField(_("name"), max_length=80)
    age = models.CharField(_("who it is"), max_length=6, choices=GroupAge)
    # Codes of Dietary, with commas between.
    dietary = models.CharField(_("food"), max_length=80, blank=True)
    food_note = NFCCharField(_("food and allergies in words"), max_length=200, blank=True)
    agreed_at = models.DateTimeField(_("agreed"))

    class Meta:
        verbose_name = _("name on a group's list")
        verbose_name_plural = _("names on groups' lists")

    def __str__(self) -> str:
        return self.name

    def dietary_labels(self) -> list[str]:
        return [str(Dietary(code).label) for code in self.dietary.split(",") if code in Dietary.values]
