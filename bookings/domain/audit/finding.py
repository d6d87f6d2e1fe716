"""What an audit finds, and how an invariant gets its name."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils import timezone


@dataclass(frozen=True)
class Finding:
    """`subject` names the row, `text` says what is wrong with it, without personal data.

    An `open_decision` is no fault: the host changed something after guests had booked, and has yet to decide.
    """

    invariant: str
    subject: str
    text: str
    open_decision: bool = False


@dataclass(frozen=True)
class Invariant:
    """`promise` is what must hold; `check` yields where it does not at a moment."""

    name: str
    promise: str
    check: Callable[[dt.datetime], Iterator[Finding]]


Check = Callable[[dt.datetime], Iterator[Finding]]
INVARIANTS: dict[str, Invariant] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    """Register a check under `name`; its docstring is the promise."""

    def register(check: Check) -> Check:
        def named(now: dt.datetime) -> Iterator[Finding]:
            return (replace(found, invariant=name) for found in check(now))

        INVARIANTS[name] = Invariant(name, " ".join((check.__doc__ or "").split()), named)
        return named

    return register


def fault(subject: str, text: str) -> Finding:
    return Finding("", subject, text)


def undecided(subject: str, text: str) -> Finding:
    return Finding("", subject, text, open_decision=True)


def when(moment: dt.datetime) -> str:
    """`30/11/2026 08:30`, by the clock of Việt Nam."""
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def slot_name(slot_id: int, starts_at: dt.datetime, experience: str) -> str:
    return f"slot {slot_id} ({experience}, {when(starts_at)})"
