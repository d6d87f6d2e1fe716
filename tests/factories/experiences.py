"""What a host offers, with its prices and extras."""

from collections.abc import Mapping, Sequence

from experiences.enums import ExtraPer, UnitType
from experiences.models import Experience, Extra, Unit
from tests.factories.clock import number
from tests.factories.people import make_host
from villages.models import Host

UNITS = {
    UnitType.ADULT: {"price_vnd": 350_000, "min_age": 12},
    UnitType.CHILD: {"price_vnd": 200_000, "min_age": 4, "max_age": 11, "needs_adult": True},
    UnitType.INFANT: {"price_vnd": 0, "max_age": 3, "needs_adult": True, "seats": 0},
}
EXTRAS = (
    {
        "name": "Cơm trưa nhà gốm",
        "name_en": "Lunch at the potter's",
        "price_vnd": 120_000,
        "per": ExtraPer.PERSON,
    },
    {"name": "Nung và gửi về nhà", "name_en": "Firing and shipping", "price_vnd": 90_000, "max_quantity": 5},
    {"name": "Xe điện từ ga", "name_en": "Shuttle", "price_vnd": 150_000, "per": ExtraPer.BOOKING},
)


def make_experience(
    host: Host | None = None,
    *,
    units: Mapping[str, int | Mapping] | None = None,
    extras: Sequence[Mapping] = EXTRAS,
    **fields,
) -> Experience:
    """An experience of `host` in its village.

    `units` maps unit types to a price in đồng or to the unit's fields: by default adult, child, infant.
    `extras` lists the fields of each: by default lunch per person, firing each (at most 5), shuttle per
    booking.
    """
    host = host or make_host()
    n = number()
    experience = Experience.objects.create(
        host=host,
        **{
            "village": host.village,
            "name": "Một ngày làm thợ gốm",
            "name_en": "A day as a potter",
            "slug": f"tho-gom-{n}",
            "duration_minutes": 180,
            "capacity": 8,
            "languages": ["vi", "en"],
        }
        | fields,
    )
    for kind, unit in (UNITS if units is None else units).items():
        Unit.objects.create(
            experience=experience, type=kind, **({"price_vnd": unit} if isinstance(unit, int) else unit)
        )
    for extra in extras:
        Extra.objects.create(experience=experience, **extra)
    return experience
