"""What is sold and for how much, as a host or the office changes it. Whoever has booked keeps what they were promised:
their booking has its own rows for the price, and those stay when a kind of guest or an extra is sold no more.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.cms.images import keep_photo
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.data.rules import require_possible
from experiences.models import Experience, Extra, Unit

Part = TypeVar("Part", Unit, Extra)

# Without any guests can book nothing.
FEWEST_UNITS = 1
MOST_VND = 100_000_000


class BadPrice(Refused):
    message = _("Write prices in đồng, from 0 to 100,000,000.")


class SoldNoMore(Refused):
    message = _("Somebody removed one of these prices meanwhile. Look at those that are left, then save again.")


class SameKind(Refused):
    message = _("There is a price for this kind of guest already. Change that one.")


class LastUnit(Refused):
    message = _("This is the only price. Add another kind of guest first, or nobody could book.")


@atomic_with_retry
def change(
    *,
    experience_id: int,
    by: User | None,
    facts: Mapping[str, Any],
    unit_prices: Mapping[int, int],
    extra_prices: Mapping[int, int],
) -> Experience:
    """Write `facts` by the name of their field, and prices in đồng by the id of a unit or an extra; nothing else.

    Raises NotPossible, BadPrice, SoldNoMore.
    """
    experience = _hold(experience_id)
    for name, value in facts.items():
        setattr(experience, name, value)
    if facts:
        require_possible(experience, facts)
        experience.save(update_fields=list(facts))
    _write_prices(Unit, experience, unit_prices)
    _write_prices(Extra, experience, extra_prices)
    _note(experience, by)
    return experience


@atomic_with_retry
def switch(*, experience_id: int, active: bool, by: User | None) -> None:
    """Let guests book it from now on, or no more; whoever has booked still comes. A second call changes nothing."""
    experience = _hold(experience_id)
    if experience.active != active:
        experience.active = active
        experience.save(update_fields=["active"])
        _note(experience, by)


@atomic_with_retry
def save_part(*, part: Part, by: User | None, photo: "UploadedFile[Any] | None" = None) -> Part:
    """Write a unit or an extra, new or changed; an extra with another `photo`, where there is one.

    Raises NotPossible, BadPrice, SameKind.
    """
    experience = _hold(part.experience_id)
    _require_price(part.price_vnd)
    if isinstance(part, Unit):
        same = Unit.objects.filter(experience=experience, type=part.type).exclude(pk=part.pk)
        if same.exists():
            raise SameKind
    require_possible(part)
    if photo and by and isinstance(part, Extra):
        part.photo = keep_photo(photo, shows=part.photo_alt or part.name, by=by)
    part.save()
    _note(experience, by)
    return part


@atomic_with_retry
def remove_part(*, part: Unit | Extra, by: User | None) -> None:
    """Sell it no more. A second call changes nothing. Raises LastUnit."""
    experience = _hold(part.experience_id)
    there = type(part).objects.filter(pk=part.pk).first()
    if there is None:
        return
    if isinstance(part, Unit) and experience.units.count() <= FEWEST_UNITS:
        raise LastUnit
    there.delete()
    _note(experience, by)


@atomic_with_retry
def bring_back(*, part: Part, by: User | None) -> Part:
    """Sell again what `remove_part` took away, with the id that it had: times with a price of their own for it, and
    guests who wait for it, know it by that. A second call changes nothing. Raises what `save_part` raises.
    """
    _hold(part.experience_id)
    return type(part).objects.filter(pk=part.pk).first() or save_part(part=part, by=by)


def _hold(experience_id: int) -> Experience:
    """Until the transaction ends, so that two hands cannot take away the last two prices."""
    Experience.objects.filter(pk=experience_id).update(capacity=F("capacity"))
    return Experience.objects.get(pk=experience_id)


def _write_prices(model: type[Unit] | type[Extra], experience: Experience, prices: Mapping[int, int]) -> None:
    found = model.objects.filter(experience=experience, pk__in=prices)
    if len(found) != len(prices):
        raise SoldNoMore
    for part in found:
        part.price_vnd = prices[part.pk]
        _require_price(part.price_vnd)
        # Not update(): kept pages follow a row that is saved.
        part.save(update_fields=["price_vnd"])


def _require_price(price_vnd: int) -> None:
    if not 0 <= price_vnd <= MOST_VND:
        raise BadPrice


def _note(experience: Experience, by: User | None) -> None:
    """In the history that the office reads."""
    log(experience, "wagtail.edit", user=by, content_changed=True)
