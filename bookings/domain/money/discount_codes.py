"""The codes of a host: written, taken out of use, and taken back into it. What a code takes off never changes."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.lock import lock_host
from bookings.models import DiscountCode
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Experience
from villages.models import Host

# Open at once; a list that a person can read.
MOST_CODES = 50


class CodeTaken(Refused):
    message = _(
        "You have this code already, and what it takes off stays as it was promised. Write another one, such as with a "
        "number behind it."
    )


class TooManyCodes(Refused):
    message = _("You have many codes in use already. Take one out of use before you write another.")


@dataclass(frozen=True)
class Terms:
    """What a code says, as `DiscountCode` has it."""

    code: str
    purpose: str
    percent: int | None
    amount_vnd: int | None
    from_vnd: int
    most_uses: int | None
    last_day: dt.date | None
    experience: Experience | None


@atomic_with_retry
def write_code(*, host: Host, terms: Terms, now: dt.datetime) -> DiscountCode:
    """A new code of this host. The same again changes nothing. Raises CodeTaken, TooManyCodes."""
    lock_host(host.pk)
    said = {name: getattr(terms, name) for name in asdict(terms)}
    standing = DiscountCode.objects.filter(host=host, code=terms.code).first()
    if standing is not None:
        if standing.ended_at or any(getattr(standing, name) != value for name, value in said.items()):
            raise CodeTaken
        return standing
    if DiscountCode.objects.open(now).filter(host=host).count() >= MOST_CODES:
        raise TooManyCodes
    return DiscountCode.objects.create(host=host, created_at=now, **said)


def end_code(code: DiscountCode, *, now: dt.datetime) -> None:
    """Nobody new can use it; who was promised it keeps it. A second call changes nothing."""
    DiscountCode.objects.filter(pk=code.pk, ended_at__isnull=True).update(ended_at=now)


def use_again(code: DiscountCode) -> None:
    """Take it back into use, as it was. A second call changes nothing."""
    DiscountCode.objects.filter(pk=code.pk).update(ended_at=None)
