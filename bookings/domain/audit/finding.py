"""The invariants of bookings, and words of their findings."""

import datetime as dt

from django.utils import timezone

from common.data.findings import Finding, Invariant, Invariants, fault

__all__ = ["INVARIANTS", "Finding", "Invariant", "fault", "invariant", "slot_name", "undecided", "when"]

INVARIANTS = Invariants()
invariant = INVARIANTS.state


def undecided(subject: str, text: str) -> Finding:
    """No fault: the host changed something after guests had booked, and has yet to decide."""
    return Finding("", subject, text, open_decision=True)


def when(moment: dt.datetime) -> str:
    """`30/11/2026 08:30`, by the clock of Việt Nam."""
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def slot_name(slot_id: int, starts_at: dt.datetime, experience: str) -> str:
    return f"slot {slot_id} ({experience}, {when(starts_at)})"
