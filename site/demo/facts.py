"""Load the demo's facts: villages, hosts, OCOP products, experiences, weeks. Does nothing where villages are."""

import datetime as dt

from django.db import transaction

from bookings.enums import ScheduleKind
from bookings.models import DiscountCode, Schedule
from demo.reading import day_in, lunar_fields, read
from demo.register import load_register
from demo.sharing import load_sharing
from demo.villages import load_villages
from experiences.models import Experience, Extra, Season, Tier, Unit
from villages.models import Host, Place, Village


@transaction.atomic
def load_facts(*, now: dt.datetime) -> None:
    """Everything that is true without a language or a page. What editors changed since stays as they left it."""
    if Village.objects.exists():
        return
    load_villages()
    _hosts(now)
    _experiences(now)
    load_sharing(now=now)
    load_register(now=now)


def _hosts(now: dt.datetime) -> None:
    for row in read("hosts")["host"]:
        host, created = Host.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "village": Village.objects.get(slug=row["village"]),
                "kind": row["kind"],
                "name": row["name"],
                "legal_name": row["legal_name"],
                "registration_number": row["registration_number"],
                "phone": row["phone"],
                "email": row["email"],
                "address": row["address"],
                "bank_bin": row["bank_bin"],
                "bank_account": row["account"],
                "bank_account_name": row["account_name"],
                "about": row["about_vi"],
                "about_en": row["about_en"],
                "verified_at": now if row["verified"] else None,
                "papers_seen": ["identity", "registration"] if row["verified"] else None,
                "is_example": row["is_example"],
            },
        )
        for code in row.get("discount", []) if created else []:
            last_day = day_in(code.pop("in_days"), now=now) if "in_days" in code else None
            DiscountCode.objects.create(host=host, created_at=now, last_day=last_day, **code)


def _experiences(now: dt.datetime) -> None:
    plain = (
        "name",
        "name_en",
        "art",
        "duration_minutes",
        "capacity",
        "languages",
        "min_age",
        "cutoff_minutes",
        "free_cancel_hours",
        "cancel_steps",
        "payment_terms",
        "deposit_percent",
        "pay_within_hours",
        "featured",
        "is_example",
        "min_to_run",
        "decide_hours",
        "ready_min_days",
        "ready_max_days",
    )
    for row in read("experiences")["experience"]:
        village = Village.objects.get(slug=row["village"])
        experience, created = Experience.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "host": Host.objects.get(slug=row["host"]),
                "village": village,
                "place": Place.objects.filter(village=village, name=row["place"]).first(),
                **{key: row[key] for key in plain if key in row},
            },
        )
        if not created:
            continue
        Unit.objects.bulk_create(Unit(experience=experience, **unit) for unit in row["unit"])
        Extra.objects.bulk_create(Extra(experience=experience, **extra) for extra in row.get("extra", []))
        Season.objects.bulk_create(Season(experience=experience, **season) for season in row.get("season", []))
        Tier.objects.bulk_create(Tier(experience=experience, **tier) for tier in row.get("tier", []))
        Schedule.objects.bulk_create(_schedule(experience, rule, now=now) for rule in row["schedule"])


def _schedule(experience: Experience, rule: dict, *, now: dt.datetime) -> Schedule:
    return Schedule(
        experience=experience,
        kind=rule.get("kind", ScheduleKind.WEEKLY),
        weekdays=rule.get("weekdays", []),
        every_weeks=rule.get("every_weeks", 1),
        dates=[day_in(days, now=now).isoformat() for days in rule.get("in_days", [])],
        times=rule.get("times") or [rule["time"]],
        valid_from=day_in(0, now=now),
        capacity=rule.get("capacity"),
        **lunar_fields(rule),
    )
