"""Reviews: of visits that were, of the right experience, and hidden only with a reason in the history."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Subquery

from bookings.domain.audit.finding import Finding, fault, invariant
from bookings.enums import Act, BookingStatus
from bookings.models import BookingAct, Review, ReviewPicture

MOST_PICTURES = 5


@invariant("review-of-a-visit")
def review_of_a_visit(now: dt.datetime) -> Iterator[Finding]:
    """Whoever reviewed a visit was checked in, and the review is of what was visited."""
    absent = Review.objects.exclude(booking__status=BookingStatus.REDEEMED).order_by("pk")
    for reference in absent.values_list("booking__reference", flat=True).iterator():
        yield fault(f"booking {reference}", "has a review, and nobody was checked in")
    other = Review.objects.exclude(experience=F("booking__slot__experience")).order_by("pk")
    for reference in other.values_list("booking__reference", flat=True).iterator():
        yield fault(f"booking {reference}", "has a review of another experience")


@invariant("review-hidden-logged")
def review_hidden_logged(now: dt.datetime) -> Iterator[Finding]:
    """What is hidden was hidden by the last act that says so, for the reason that is shown; what is not, was not."""
    acts = BookingAct.objects.filter(
        booking=OuterRef("booking"), act=Act.REVIEW, after__review__in=["hidden", "shown"]
    ).order_by("-pk")
    last = Subquery(acts.values("after")[:1])
    rows = Review.objects.annotate(last=last).order_by("pk")
    told = rows.values_list("booking__reference", "hidden_at", "hidden_ground", "hidden_why", "last")
    for reference, hidden_at, ground, why, act in told.iterator():
        act = act or {}
        is_told = act.get("review") == "hidden"
        if is_told != (hidden_at is not None):
            yield fault(f"review of booking {reference}", "is hidden or shown, and the history says otherwise")
        elif is_told and (act.get("ground"), act.get("why")) != (ground, why):
            yield fault(f"review of booking {reference}", "is hidden for another reason than its history says")


@invariant("review-pictures")
def review_pictures(now: dt.datetime) -> Iterator[Finding]:
    """At most five of a review, and none of one that was taken back or whose guest is forgotten."""
    many = Review.objects.annotate(n=Count("pictures")).filter(n__gt=MOST_PICTURES).order_by("pk")
    for reference, n in many.values_list("booking__reference", "n").iterator():
        yield fault(f"review of booking {reference}", f"has {n} pictures")
    gone = ReviewPicture.objects.filter(review__taken_back_at__isnull=False)
    gone = gone | ReviewPicture.objects.filter(review__booking__erased_at__isnull=False)
    for reference in gone.order_by("pk").values_list("review__booking__reference", flat=True).iterator():
        yield fault(f"review of booking {reference}", "has a picture, and was taken back or its guest is forgotten")
