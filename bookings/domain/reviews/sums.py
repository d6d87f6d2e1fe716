"""What guests' marks come to: always with how many there are, counted in the database."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Sum

from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.models import Review
from bookings.models.review import ReviewQuerySet
from experiences.models import Experience
from villages.models import Host


@dataclass(frozen=True)
class Rating:
    """`count` marks of 1 to 5 that come to `total`."""

    count: int
    total: int

    @property
    def tenths(self) -> int:
        """The average in tenths, a half rounded up; 0 where there are none."""
        return (20 * self.total + self.count) // (2 * self.count) if self.count else 0


def rating_of(experience: Experience) -> Rating:
    """Of all reviews that stand, those with hidden words too: hiding changes no average."""
    return _sum(Review.objects.standing().filter(experience=experience))


def rating_of_host(host: Host, first: dt.date, last: dt.date) -> Rating:
    """Of visits from `first` to `last` inclusive, by the clock of Việt Nam."""
    visits = {"booking__slot__starts_at__gte": day_start(first), "booking__slot__starts_at__lt": day_end(last)}
    return _sum(Review.objects.standing().for_host(host).filter(**visits))


def newest_of(experience: Experience) -> ReviewQuerySet:
    """All that stand, the newest first, with what a page shows of them."""
    return with_visits(Review.objects.standing().filter(experience=experience))


def with_visits(reviews: ReviewQuerySet) -> ReviewQuerySet:
    """The newest first, with visit, experience and pictures in a constant number of queries."""
    return (
        reviews.select_related("booking__slot", "experience__host")
        .prefetch_related("pictures")
        .order_by("-written_at", "-pk")
    )


def _sum(reviews: ReviewQuerySet) -> Rating:
    found = reviews.order_by().aggregate(count=Count("pk"), total=Sum("mark"))
    return Rating(found["count"], found["total"] or 0)
