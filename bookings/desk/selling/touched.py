"""What a change of an experience reaches, in a line about each: said before it is saved."""

import datetime as dt

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Booking, Slot
from experiences.models import Experience


def touched_lines(experience: Experience, *, now: dt.datetime) -> list[str]:
    """Coming times, those that keep numbers of their own, and who has booked; in two queries."""
    slots = (
        Slot.objects.filter(experience=experience)
        .upcoming(now)
        .open()
        .aggregate(
            there=Count("pk"),
            seats=Count("pk", filter=Q(capacity_by_hand=True) | Q(schedule__capacity__isnull=False)),
            prices=Count("pk", filter=~Q(prices={})),
        )
    )
    if not slots["there"]:
        return []
    parties = Booking.objects.filter(slot__experience=experience, slot__starts_at__gt=now).expected().count()
    said = ngettext("%(n)s time to come follows at once.", "%(n)s times to come follow at once.", slots["there"]) % {
        "n": slots["there"]
    }
    lines = [said]
    if slots["seats"]:
        keep = ngettext(
            "%(n)s of them keeps the seats that its schedule or your hand gave it.",
            "%(n)s of them keep the seats that their schedule or your hand gave them.",
            slots["seats"],
        )
        lines.append(keep % {"n": slots["seats"]})
    if slots["prices"]:
        keep = ngettext(
            "%(n)s of them keeps prices of its own.", "%(n)s of them keep prices of their own.", slots["prices"]
        )
        lines.append(keep % {"n": slots["prices"]})
    if parties:
        keep = ngettext(
            "%(n)s party has booked, and keeps the price it was told.",
            "%(n)s parties have booked, and keep the price they were told.",
            parties,
        )
        lines.append(keep % {"n": parties})
    else:
        lines.append(_("Nobody has booked yet."))
    return lines
