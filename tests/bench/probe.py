"""Django beside one database of the bench: prepares it, counts its seats, and asks the domain without any HTTP."""

import datetime as dt
import os
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bookings.domain.calendar import availability
    from experiences.models import Experience
    from tests.bench import data, lists
    from tests.bench.processes import answer_lines
    from tests.bench.seats import wrong_slots

    def month(slug: str, first: str, count: int) -> dict:
        """Ask for the month `count` times; CPU of this process and latencies, in ms."""
        experience = Experience.objects.select_related("host").get(slug=slug)
        day, times = dt.date.fromisoformat(first), []
        availability.month(experience, first=day, now=timezone.now())
        before, began = time.process_time(), time.perf_counter()
        for _ in range(count):
            started = time.perf_counter()
            availability.month(experience, first=day, now=timezone.now())
            times.append((time.perf_counter() - started) * 1000)
        used = (time.process_time() - before) * 1000
        return {"cpu_ms": used, "seconds": time.perf_counter() - began, "times": {"month": times}}

    def migrate() -> None:
        call_command("migrate", verbosity=0)

    def load(bookings: int) -> None:
        hosts = max(bookings // 1_000, 1)
        sizes = {"hosts": hosts, "bookings": bookings, "products": 0, "dossiers": 0}
        call_command("make_load", **sizes, yes_fill_this_database=True)

    readers: list[lists.Reader] = []

    def listed(name: str, count: int, changed: bool = False) -> dict:
        if not readers:
            readers.append(lists.Reader())
        return readers[0].ask(name, count, changed=changed)

    answer_lines(
        {
            "migrate": migrate,
            "collect": lambda: call_command("collectstatic", interactive=False, verbosity=0),
            "load": load,
            "site": data.make_tourist_site,
            "month_site": data.make_month_site,
            "others": data.make_others,
            "slots": data.make_slots,
            "deposit": data.ask_deposit,
            "wrong": lambda: {"slots": wrong_slots()},
            "month": month,
            "register": lists.make_register,
            "lists": lambda: {"names": list(lists.addresses())},
            "list": listed,
        }
    )


if __name__ == "__main__":
    main()
