"""A line on stderr that says how far a long piece of work is."""

import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 30
# Where nobody watches, a line now and then is enough.
SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Counts up to `total`; on a terminal one line that is written over, elsewhere a new line every ten seconds."""

    def __init__(self, total: int, unit: str, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.unit, self.out, self.clock = total, unit, out, clock
        self.done = 0
        self.started = self.written = clock()

    def add(self, count: int) -> None:
        self.done += count
        now = self.clock()
        over = self.done >= self.total
        if self.out.isatty():
            self.out.write("\r" + self.text(now) + "\033[K" + ("\n" if over else ""))
        elif over or now - self.written >= SECONDS_BETWEEN_LINES:
            self.written = now
            self.out.write(self.text(now) + "\n")
        self.out.flush()

    def text(self, now: float) -> str:
        """`[#####.....]  50 %  500,000 of 1,000,000 bookings, 11,000 a second, 45 s left`."""
        share = min(self.done / self.total, 1.0) if self.total else 1.0
        rate = self.done / max(now - self.started, 0.001)
        left = round(max(self.total - self.done, 0) / rate) if rate else 0
        bar = "#" * round(share * WIDTH)
        return (
            f"[{bar:.<{WIDTH}}] {share:4.0%}  {self.done:,} of {self.total:,} {self.unit}, {rate:,.0f} a second, "
            f"{left // 60} min {left % 60:02d} s left"
        )
