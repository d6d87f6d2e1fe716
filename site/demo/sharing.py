"""The demo's artisans, what its experiences share, and the days on which its hosts are closed."""

import datetime as dt
from typing import Any

from bookings.enums import UsePer
from bookings.models import Closure, DayOff, ExtraUse, Resource, ResourceUse
from demo.reading import day_in, lunar_fields, read
from experiences.models import Experience, Extra
from villages.models import Artisan, Host


def load_sharing(*, now: dt.datetime) -> None:
    """After the hosts and experiences, once."""
    data = read("sharing")
    _artisans()
    for row in data["resource"]:
        _resource(row, now=now)
    for row in data["day_off"]:
        first, last = _days(row, now=now)
        artisan = Artisan.objects.get(slug=row["artisan"])
        DayOff.objects.create(artisan=artisan, first_day=first, last_day=last, reason=row["reason"], created_at=now)
    for row in data["closure"]:
        _closure(row, now=now)


def _artisans() -> None:
    for row in read("artisans")["artisan"]:
        plain = ("name", "name_en", "people", "work", "work_en")
        Artisan.objects.create(
            slug=row["slug"],
            host=Host.objects.get(slug=row["host"]),
            is_example=True,
            **{key: row[key] for key in plain if key in row},
        )


def _resource(row: dict, *, now: dt.datetime) -> None:
    artisans = list(Artisan.objects.filter(slug__in=row.get("artisans", [])))
    resource = Resource.objects.create(
        host=Host.objects.get(slug=row["host"]),
        name=row["name"],
        name_en=row["name_en"],
        capacity=row.get("capacity") or len(artisans),
        changed_at=now,
    )
    resource.artisans.set(artisans)
    for use in row.get("use", []):
        ResourceUse.objects.create(
            experience=Experience.objects.get(slug=use["experience"]),
            resource=resource,
            per=UsePer(use["per"]),
            setup_minutes=use.get("setup_minutes", 0),
            clearing_minutes=use.get("clearing_minutes", 0),
        )
    for use in row.get("extra", []):
        extra = Extra.objects.get(experience__slug=use["experience"], name=use["name"])
        ExtraUse.objects.create(extra=extra, resource=resource)


def _closure(row: dict, *, now: dt.datetime) -> None:
    for slug in row["hosts"]:
        days: dict[str, Any] = lunar_fields(row)
        if not days:
            days["first_day"], days["last_day"] = _days(row, now=now)
        host = Host.objects.get(slug=slug)
        Closure.objects.create(
            host=host,
            experience=Experience.objects.get(slug=row["experience"]) if "experience" in row else None,
            resource=Resource.objects.get(host=host, name=row["resource"]) if "resource" in row else None,
            reason=row["reason"],
            created_at=now,
            **days,
        )


def _days(row: dict, *, now: dt.datetime) -> tuple[dt.date, dt.date]:
    first = day_in(row["in_days"], now=now)
    return first, first + dt.timedelta(days=row["days"] - 1)
