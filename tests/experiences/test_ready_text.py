"""When what guests make is ready, as it is said before they book."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from experiences.texts import ready_text
from tests.factories import make_experience


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (21, 28, "ready about 3–4 weeks later"),
        (21, 21, "ready about 3 weeks later"),
        (5, 9, "ready about 5–9 days later"),
        (1, 1, "ready about 1 day later"),
        (0, 0, ""),
    ],
)
def test_whole_weeks_are_said_as_weeks(first, last, said):
    with translation.override("en"):
        assert ready_text(first, last) == said


@pytest.mark.django_db
def test_the_earliest_day_never_comes_after_the_latest():
    with pytest.raises(IntegrityError):
        make_experience(ready_min_days=9, ready_max_days=5)
