"""What comes back of a price when a guest cancels late: steps by hours before the start, kept as data.

Written as `24:50 6:20`: until 24 hours before the start 50 % comes back, until 6 hours 20 %, then nothing. Before the
first step lies the time of cancelling free of charge. No steps: the two settle it between them.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_STEPS = 3
LONGEST = 24 * 90


@dataclass(frozen=True)
class CancelStep:
    """Until `hours` before the start `percent` of the price comes back, below 100."""

    hours: int
    percent: int


def read_steps(text: str) -> tuple[CancelStep, ...]:
    """The steps of a text that `validate_steps` lets pass, the earliest first."""
    return tuple(CancelStep(*map(int, pair.split(":"))) for pair in text.split())


def is_steps(text: str) -> bool:
    """Whether `read_steps` can read it, and finds one at least."""
    return re.fullmatch(r"\d{1,4}:\d{1,3}( \d{1,4}:\d{1,3})*", text) is not None


def validate_steps(text: str) -> None:
    """Hours and percents, both falling from step to step."""
    if not is_steps(text):
        raise ValidationError(_("Write whole numbers: hours before the start, and how many percent come back."))
    steps = read_steps(text)
    if len(steps) > MOST_STEPS:
        raise ValidationError(_("At most three steps, so that guests can remember them."))
    if any(step.percent > 99 for step in steps) or steps[0].hours > LONGEST:
        raise ValidationError(_("From 0 to 99 percent, and at most 90 days before."))
    for earlier, later in pairwise(steps):
        if later.hours >= earlier.hours or later.percent >= earlier.percent:
            raise ValidationError(
                _("The nearer the visit, the less comes back: let both numbers fall from step to step.")
            )


def require_after_free(free_cancel_hours: int, text: str) -> None:
    """Steps begin where cancelling free of charge has ended; of what are none, `validate_steps` tells.

    Raises ValidationError.
    """
    if is_steps(text) and read_steps(text)[0].hours >= free_cancel_hours:
        raise ValidationError(
            {"cancel_steps": _("The first step ends nearer to the visit than the time of cancelling free of charge.")}
        )
