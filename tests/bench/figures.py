"""What is made of the numbers. Pure."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of `values` do not exceed; 0 where there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


@dataclass
class Tally:
    """What rounds of one kind cost together: CPU in ms, wall clock in seconds, latencies in ms by step."""

    requests: int = 0
    web_ms: float = 0.0
    database_ms: float = 0.0
    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.requests += other.requests
        self.web_ms += other.web_ms
        self.database_ms += other.database_ms
        self.seconds += other.seconds
        for step, times in other.times.items():
            self.times.setdefault(step, []).extend(times)

    @property
    def cpu_ms(self) -> float:
        """CPU of web and database per request."""
        return (self.web_ms + self.database_ms) / self.requests if self.requests else 0.0

    def all_times(self) -> list[float]:
        return [time for times in self.times.values() for time in times]


def ratio(subject: Tally, floor: Tally) -> float:
    """How many times the floor's CPU a request of the subject takes; infinite where the floor took none."""
    return subject.cpu_ms / floor.cpu_ms if floor.cpu_ms else math.inf


def line(
    measure: str,
    *,
    database: str,
    clients: int,
    subject: Tally,
    floor: Tally,
    aim: float,
    times: Sequence[float] | None = None,
    **more: object,
) -> dict:
    """One measure as it is printed: it holds where its ratio is at most `aim`."""
    found = ratio(subject, floor)
    times = subject.all_times() if times is None else times
    return {
        "measure": measure,
        "database": database,
        "clients": clients,
        "ratio": round(found, 3),
        "floor_cpu_ms": round(floor.cpu_ms, 3),
        "cpu_ms": round(subject.web_ms / max(subject.requests, 1), 3),
        "db_cpu_ms": round(subject.database_ms / max(subject.requests, 1), 3),
        "rate": round(subject.requests / subject.seconds, 1) if subject.seconds else 0.0,
        "floor_rate": round(floor.requests / floor.seconds, 1) if floor.seconds else 0.0,
        "p50_ms": round(percentile(times, 0.50), 1),
        "p99_ms": round(percentile(times, 0.99), 1),
        "aim": aim,
        "holds": found <= aim,
        **more,
    }


def latency(measure: str, *, database: str, clients: int, times: Sequence[float], aim: float) -> dict:
    """A measure of time alone: it holds where 99 of 100 requests are answered within `aim` ms."""
    p99 = percentile(times, 0.99)
    return {
        "measure": measure,
        "database": database,
        "clients": clients,
        "p50_ms": round(percentile(times, 0.50), 1),
        "p99_ms": round(p99, 1),
        "requests": len(times),
        "aim": aim,
        "holds": p99 <= aim,
    }


def printed(found: dict) -> str:
    return json.dumps(found, ensure_ascii=False)
