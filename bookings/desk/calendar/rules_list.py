"""The host's schedules and days off as lists."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.desk.calendar import rule_words
from bookings.enums import ScheduleKind
from bookings.models import Closure, Schedule
from experiences.models import Experience
from villages.models import Host

# The kinds a host can add, in the order of use.
KINDS = {
    ScheduleKind.WEEKLY: {
        "title": _("Every week"),
        "short": _("Weekly"),
        "text": _("Such as Saturday and Sunday at 08:30 and 14:00."),
        "icon": "repeat",
    },
    ScheduleKind.DATES: {
        "title": _("Single dates"),
        "short": _("Dates"),
        "text": _("Such as 28/11 and 05/12."),
        "icon": "calendar-plus",
    },
    ScheduleKind.LUNAR: {
        "title": _("By the lunar calendar"),
        "short": _("Lunar"),
        "text": _("Every year, such as the village festival."),
        "icon": "moon",
    },
}


def kind_of(asked: Mapping[str, str]) -> ScheduleKind | None:
    """The kind that `asked` names, if it is one."""
    kind = asked.get("kind", "")
    return ScheduleKind(kind) if kind in ScheduleKind.values else None


def schedule_sections(host: Host, *, today: dt.date) -> list[dict]:
    """Each experience of `host` with its schedules, those that can be booked first; two queries."""
    by_experience: dict[int, list[Schedule]] = defaultdict(list)
    for schedule in Schedule.objects.filter(experience__host=host):
        by_experience[schedule.experience_id].append(schedule)
    experiences = Experience.objects.for_host(host).order_by("-active", "pk")
    return [
        {
            "title": experience.label,
            "active": experience.active,
            "lines": [schedule_line(schedule, today=today, host=host) for schedule in by_experience[experience.pk]],
            "adds": kind_links(host, experience),
        }
        for experience in experiences
    ]


def kind_links(host: Host, experience: Experience | None = None) -> list[dict]:
    """The kinds with the address of each one's form."""
    url = reverse("desk:schedule_new", args=[host.slug])
    asked = {"experience": experience.pk} if experience else {}
    return [{**words, "url": f"{url}?{urlencode({'kind': kind.value} | asked)}"} for kind, words in KINDS.items()]


def schedule_line(schedule: Schedule, *, today: dt.date, host: Host | None = None) -> dict:
    """For templates/desk/calendar/_rule.html."""
    spans = rule_words.schedule_spans(schedule, today=today)
    return {
        "icon": KINDS[ScheduleKind(schedule.kind)]["icon"],
        "title": rule_words.days_text(schedule, today=today),
        "text": rule_words.rule_text(schedule),
        "period": rule_words.period_text(schedule, today=today),
        "next": rule_words.span_text(spans[0]) if spans and schedule.kind == ScheduleKind.LUNAR else "",
        "idle": not spans,
        "url": reverse("desk:schedule", args=[host.slug, schedule.pk]) if host else "",
    }


def closure_lines(host: Host, *, today: dt.date) -> list[dict]:
    """Days off that are not over: the yearly ones, then the others, soonest first."""
    closures = Closure.objects.filter(host=host).filter(Q(last_day__gte=today) | Q(last_day__isnull=True))
    rows = list(closures.select_related("experience", "resource", "host"))
    rows.sort(key=lambda closure: (closure.first_day or dt.date.min, closure.pk))
    return [
        {
            **closure_line(closure, today=today),
            "remove_url": reverse("desk:closure_remove", args=[host.slug, closure.pk]),
        }
        for closure in rows
    ]


def keeps_tet(host: Host) -> bool:
    """Whether the whole house closes over the lunar New Year, every year."""
    whole = Closure.objects.filter(host=host, experience=None, resource=None)
    return whole.filter(lunar_first_month=12, lunar_last_month=1).exists()


def closure_line(closure: Closure, *, today: dt.date) -> dict:
    """For templates/desk/calendar/_rule.html."""
    spans = rule_words.closure_spans(closure, today=today)
    return {
        "icon": "moon" if closure.first_day is None else "door-closed",
        "title": rule_words.closure_text(closure),
        "text": " · ".join(part for part in (rule_words.closed_thing(closure), closure.reason) if part),
        "next": rule_words.span_text(spans[0]) if spans and closure.first_day is None else "",
    }
