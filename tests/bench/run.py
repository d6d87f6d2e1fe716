"""The measures, in order. One line of JSON each on stdout; what is being done, on stderr."""

import os
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.bench.figures import Tally, latency, line, printed
from tests.bench.processes import Helper, Server
from tests.bench.registers import PRODUCTS, compare
from tests.bench.stage import Stage, have_postgresql, measured, say

BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "4"))
# Some of the measures alone: booking, availability, lists.
ONLY = os.environ.get("BENCH_ONLY", "").split()
KINDS = os.environ.get("BENCH_DATABASES", "sqlite postgresql").split()

FLOOR_REQUESTS = 300
PAIRS = 48
VISITS = 16
PAGES = 60
MONTHS = 60
MANY_SLOTS = 200
PAIR_AIM, VISIT_AIM, MONTH_AIM, DEPOSIT_AIM = 4.0, 10.0, 1.2, 1.5
HOLD_P99_MS, AVAILABILITY_P99_MS = 500.0, 200.0


class Oversold(Exception):
    """The worst that a booking system can do."""


class Bench:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.kind = stage.kind
        self.client = stage.client()

    def emit(self, found: dict) -> None:
        print(printed(found), flush=True)  # noqa: T201

    def check(self, helper: Helper, measure: str) -> None:
        wrong = helper.ask("wrong")["slots"]
        if wrong:
            raise Oversold(f"{self.kind}, {measure}: " + "; ".join(wrong))

    # --- Booking

    def booking(self) -> None:
        """Hold and confirm, and the whole way of a tourist, on the demo's site."""
        self.stage.database("tourist", copy_of="empty")
        self.helper = self.stage.helper("tourist")
        say(f"{self.kind}: the demo's site …")
        self.site = self.helper.ask("site")
        self.backends = self.stage.backends("tourist")
        self.floor = self.stage.floor("tourist")
        self.product = self.stage.server("tourist")
        self.client.ask("floor", port=self.floor.port, clients=16, count=100, counters=MANY_SLOTS)
        self._warm()
        for clients in (8, 16):
            self.pairs("hot slot", clients)
            self.pairs(f"{MANY_SLOTS} slots", clients)
        self.deposits()
        self.rush()
        self.visits()

    def _warm(self) -> None:
        wrong = self.client.ask("warm", port=self.product.port, clients=16, path=f"/dat-cho/chon/{self.site['slug']}/")
        if wrong["wrong"]:
            raise RuntimeError("\n".join(wrong["wrong"][:3]))
        slots = self._slots(MANY_SLOTS)
        self.client.ask("pairs", **self._at(16), count=32, slots=slots)

    def _at(self, clients: int) -> dict:
        return {"port": self.product.port, "clients": clients, "slug": self.site["slug"], "adult": self.site["adult"]}

    def _slots(self, count: int, capacity: int = 500) -> list[int]:
        return self.helper.ask("slots", slug=self.site["slug"], count=count, capacity=capacity)["slots"]

    def _floor(self, clients: int, counters: int, count: int = FLOOR_REQUESTS) -> Tally:
        arguments = {"port": self.floor.port, "clients": clients, "count": count, "counters": counters}
        return measured(self.floor, self.backends, partial(self.client.ask, "floor", **arguments), count)

    def pairs(self, shape: str, clients: int) -> None:
        """A hot slot is a new one each round, so that it is as long as the largest slot there is."""
        say(f"{self.kind}: hold and confirm, {shape}, {clients} clients …")
        hot = shape == "hot slot"
        floor, subject = Tally(), Tally()
        slots = self._slots(1 if hot else MANY_SLOTS)
        for _ in range(ROUNDS):
            floor.add(self._floor(clients, 1 if hot else MANY_SLOTS))
            slots = self._slots(1) if hot else slots
            arguments = self._at(clients) | {"count": PAIRS, "slots": slots}
            subject.add(
                measured(
                    self.product,
                    self.backends,
                    partial(self.client.ask, "pairs", **arguments),
                    2 * PAIRS,
                )
            )
            self.check(self.helper, shape)
        found = line(
            f"hold + confirm, {shape}",
            database=self.kind,
            clients=clients,
            subject=subject,
            floor=floor,
            aim=PAIR_AIM,
        )
        found["pair_ratio"] = round(2 * found["ratio"], 3)
        self.emit(found)
        times = subject.times["hold"]
        self.emit(latency(f"hold, {shape}", database=self.kind, clients=clients, times=times, aim=HOLD_P99_MS))

    def deposits(self) -> None:
        """A booking that leaves a deposit beside one that leaves none, in turns."""
        say(f"{self.kind}: hold and confirm with a deposit …")
        clients, without, leaving = 8, Tally(), Tally()
        arguments = self._at(clients) | {"count": PAIRS, "slots": self._slots(MANY_SLOTS)}
        for _ in range(ROUNDS):
            for tally, percent in ((without, 0), (leaving, 30)):
                self.helper.ask("deposit", slug=self.site["slug"], percent=percent)
                book = partial(self.client.ask, "pairs", **arguments)
                tally.add(measured(self.product, self.backends, book, 2 * PAIRS))
        self.helper.ask("deposit", slug=self.site["slug"], percent=0)
        self.check(self.helper, "deposits")
        sums = {"subject": leaving, "floor": without, "aim": DEPOSIT_AIM}
        self.emit(line("hold + confirm with a deposit", database=self.kind, clients=clients, **sums))

    def rush(self) -> None:
        """Twice as many want in as there are places: exactly the places are sold."""
        say(f"{self.kind}: a rush on one slot …")
        count, places = 80, 80
        arguments = self._at(16) | {"count": count, "slots": self._slots(1, places), "full_after": places // 2}
        found = self.client.ask("pairs", **arguments)
        self.check(self.helper, "rush")
        sold, refused = len(found["times"]["confirm"]) * 2, found["refused"]
        self.emit(
            {
                "measure": "rush on one slot",
                "database": self.kind,
                "clients": 16,
                "places": places,
                "sold": sold,
                "refused": refused,
                "other": found["wrong"][:3],
                "aim": places,
                "holds": sold == places and refused == count - places // 2,
            }
        )

    def visits(self) -> None:
        say(f"{self.kind}: whole bookings …")
        clients, floor, subject = 8, Tally(), Tally()
        arguments = self._at(clients) | {"page": self.site["page"], "count": VISITS}
        # Neither templates nor what is kept are cold in a server that has run for a while.
        self.client.ask("visits", **arguments)
        for _ in range(ROUNDS):
            floor.add(self._floor(clients, MANY_SLOTS))
            subject.add(measured(self.product, self.backends, partial(self.client.ask, "visits", **arguments), VISITS))
            self.check(self.helper, "visits")
        steps = {step: sorted(times)[len(times) // 2] for step, times in subject.times.items()}
        self.emit(
            line(
                "whole web booking",
                database=self.kind,
                clients=clients,
                subject=subject,
                floor=floor,
                aim=VISIT_AIM,
                requests_each=len(steps),
                step_p50_ms={step: round(time, 1) for step, time in steps.items()},
            )
        )

    # --- Availability

    def availability(self) -> None:
        """The month of one experience beside few and many slots of others."""
        say(f"{self.kind}: databases for the month …")
        self.stage.database("few", copy_of="empty")
        few = self.stage.helper("few")
        self.month = few.ask("month_site")
        few.close()
        self.stage.database("many", copy_of="few")
        few, many = self.stage.helper("few"), self.stage.helper("many")
        few.ask("others", count=10)
        many.ask("others", count=10_000, experiences=40)
        server = self.stage.server("few")
        self.compare("10,000 other slots", "many", few, many, server)
        if self.kind == "postgresql" and BOOKINGS:
            # Without the ten others; the million takes its time.
            self.stage.database("load", copy_of="empty")
            load = self.stage.helper("load")
            self.month = load.ask("month_site")
            say(f"{self.kind}: make_load, {BOOKINGS:,} bookings …")
            load.ask("load", bookings=BOOKINGS)
            self.compare(f"{BOOKINGS:,} bookings", "load", few, load, server)
            self.check(load, "make_load")

    def compare(self, beside: str, name: str, few: Helper, many: Helper, few_server: Server) -> None:
        say(f"{self.kind}: the month beside {beside} …")
        few_backends, many_backends = self.stage.backends("few"), self.stage.backends(name)
        server = self.stage.server(name)
        asked = {"slug": self.month["slug"], "first": self.month["first"], "count": MONTHS}
        path = f"/dat-cho/chon/{self.month['slug']}/?month={self.month['first'][:7]}"
        both = (
            ("month, domain", 1, few, many, MONTHS, lambda it, count: it.ask("month", **asked)),
            ("month, page", 8, few_server, server, PAGES, lambda it, count: self._page(it, path, count)),
        )
        for measure, clients, small, large, count, ask in both:
            ask(small, count)
            ask(large, count)
            floor, subject = Tally(), Tally()
            for _ in range(ROUNDS * 2):
                floor.add(measured(small, few_backends, partial(ask, small, count), count))
                subject.add(measured(large, many_backends, partial(ask, large, count), count))
            emitted = partial(line, subject=subject, floor=floor, aim=MONTH_AIM, database=self.kind, clients=clients)
            self.emit(emitted(f"{measure} beside {beside}"))
            if measure == "month, page":
                waited = partial(latency, times=subject.all_times(), aim=AVAILABILITY_P99_MS)
                self.emit(waited(f"availability beside {beside}", database=self.kind, clients=clients))
        server.close()

    def _page(self, server: Server, path: str, count: int) -> dict:
        return self.client.ask("pages", port=server.port, clients=8, count=count, path=path)

    # --- Lists

    def lists(self) -> None:
        """What a page of the register costs beside a hundred products and beside ten thousand."""
        for found in compare(self.stage, ROUNDS) if PRODUCTS else ():
            self.emit(found)


def main() -> int:
    started = time.monotonic()
    kinds = [kind for kind in KINDS if kind != "postgresql" or have_postgresql()]
    try:
        with tempfile.TemporaryDirectory(prefix="ve-lang-bench-") as name:
            folder = Path(name)
            for kind in kinds:
                with Stage(kind, folder) as stage:
                    say(f"{kind}: an empty database …")
                    stage.database("empty")
                    helper = stage.helper("empty")
                    if kind == kinds[0]:
                        helper.ask("collect")
                    helper.ask("migrate")
                    helper.close()
                    bench = Bench(stage)
                    for measure in (bench.booking, bench.availability, bench.lists):
                        if not ONLY or measure.__name__ in ONLY:
                            measure()
    except Oversold as error:
        print(printed({"measure": "oversold", "holds": False, "what": str(error)}), flush=True)  # noqa: T201
        return 1
    finally:
        say(f"{time.monotonic() - started:.0f} s")
    return 0
