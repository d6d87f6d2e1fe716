"""What a guest says of a visit, what the house answers, and what was hidden of it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import HideGround
from bookings.models.booking import Booking
from common.models import NFCCharField, NFCTextField
from experiences.models import Experience
from ocop.models.register_import import private_storage
from villages.models import Host

LONGEST, LONGEST_NAME, LONGEST_ANSWER, LONGEST_WHY = 3_000, 60, 2_000, 500


class ReviewQuerySet(models.QuerySet["Review"]):
    def standing(self) -> "ReviewQuerySet":
        """Those whose guest has not taken them back: they are shown, and their marks count, hidden words or not."""
        return self.filter(taken_back_at__isnull=True)

    def for_host(self, host: Host) -> "ReviewQuerySet":
        return self.filter(experience__host=host)


class Review(models.Model):
    """One of a booking, of the `experience` that its slot is of. `mark` is 1 to 5, `name` what the guest wants to be
    called ("" for nobody), `language` that of the words.

    `hidden_at` hides words, name and pictures, on a `hidden_ground`, with a sentence that says why; the mark still
    counts. What was taken back is empty, and the row stays, so that a booking never has a second one.
    """

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="review", verbose_name=_("booking"))
    # The index below begins with it.
    experience = models.ForeignKey(
        Experience, models.PROTECT, related_name="reviews", verbose_name=_("experience"), db_index=False
    )
    mark = models.PositiveSmallIntegerField(_("mark"))
    text = NFCTextField(_("what the guest says"), max_length=LONGEST, blank=True)
    name = NFCCharField(_("name shown with it"), max_length=LONGEST_NAME, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    written_at = models.DateTimeField(_("written"))
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    answer = NFCTextField(_("answer of the house"), max_length=LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_ground = models.CharField(_("hidden because"), max_length=12, choices=HideGround, blank=True)
    hidden_why = NFCTextField(_("why, in a sentence"), max_length=LONGEST_WHY, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        permissions = [("hide_review", _("Can hide a review that breaks the law"))]
        indexes = [models.Index(fields=["experience", "-written_at"], name="review_of_experience")]
        constraints = [
            models.CheckConstraint(name="review_mark_1_to_5", condition=Q(mark__gte=1, mark__lte=5)),
            models.CheckConstraint(
                name="review_hidden_says_why",
                condition=Q(hidden_at__isnull=True, hidden_ground="")
                | (Q(hidden_at__isnull=False) & ~Q(hidden_ground="") & ~Q(hidden_why="")),
            ),
            models.CheckConstraint(
                name="review_answer_has_time", condition=Q(answered_at__isnull=True) | ~Q(answer="")
            ),
            models.CheckConstraint(
                name="review_taken_back_is_empty",
                condition=Q(taken_back_at__isnull=True) | Q(text="", name="", answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.mark}/5"


def picture_path(_picture: "ReviewPicture", _name: str) -> str:
    """A name that nobody guesses; what a phone called it is not kept."""
    return f"reviews/{secrets.token_hex(16)}.jpg"


class ReviewPicture(models.Model):
    """A JPEG as it is shown, and a `small` one for lists; both are given out by an address of ours that knows whether
    its review is hidden. `width` and `height` in dots are those of `file`; `sha256` is of what was sent."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="pictures", verbose_name=_("review"))
    file = models.FileField(storage=private_storage, upload_to=picture_path, max_length=80)
    small = models.FileField(storage=private_storage, upload_to=picture_path, max_length=80)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("picture of a review")
        verbose_name_plural = _("pictures of reviews")
        ordering = ["pk"]
        constraints = [
            # The same one twice is one, however often a phone sends it.
            models.UniqueConstraint(fields=["review", "sha256"], name="review_picture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.width} × {self.height}"
