"""Ask every page of one host's desk for what it costs, on the database that DATABASE_URL names: as JSON lines.

`python tools/desk_pages.py HOST` asks as a member of it. `queries` and `ms` are those of the second time that a page is
asked for, `bytes` what goes over the wire: styles and scripts are in the browser since the first visit. Fails where a
page is heavier than MOST. It signs in and reads, and changes nothing else.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking, Slot
from villages.models import Host

MOST = 60_000
PLAIN = [
    *("today", "calendar", "week", "bookings", "conflicts", "guests", "money", "scan", "setup", "schedules"),
    *("closures", "resources", "experiences", "house", "rota", "phone_calendar", "calendar_fresh"),
]


def addresses(host: Host) -> dict[str, str]:
    """By name; rows are those of the fullest slot to come, and its first party."""
    today = timezone.localdate()
    slot = Slot.objects.for_host(host).upcoming(timezone.now()).order_by("-taken", "starts_at").first()
    assert slot, "this host has no time to come"
    day = timezone.localtime(slot.starts_at).date()
    found = {name: reverse(f"desk:{name}", args=[host.slug]) for name in PLAIN}
    for name in ("day", "day_fresh", "week_fresh", "manifest", "money_day"):
        found[name] = reverse(f"desk:{name}", args=[host.slug, day])
    for name in ("calendar_month", "calendar_month_fresh", "money_month"):
        found[name] = reverse(f"desk:{name}", args=[host.slug, today])
    for name in ("slot", "slot_fresh", "slot_guests"):
        found[name] = reverse(f"desk:{name}", args=[host.slug, slot.pk])
    if party := Booking.objects.filter(slot=slot).expected().first():
        for name in ("booking", "party", "move", "contact"):
            found[name] = reverse(f"desk:{name}", args=[host.slug, party.reference])
    found["bookings_found"] = found["bookings"] + "?q=nguyen"
    return found


def measure(client: Client, url: str) -> dict:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answer = client.get(url)
        ms = (time.perf_counter() - began) * 1000
    slowest = max((float(query["time"]) for query in queries), default=0.0)
    assert answer.status_code == 200, (url, answer.status_code)
    weight = {"status": answer.status_code, "queries": len(queries), "ms": round(ms)}
    return weight | {"slowest_query_ms": round(slowest * 1000), "bytes": len(answer.content)}


def main() -> None:
    host = Host.objects.get(slug=sys.argv[1])
    member = host.members.select_related("user").first()
    assert member, "this host has no member to ask as"
    settings.ALLOWED_HOSTS += ["testserver"]
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    heavy = []
    for name, url in addresses(host).items():
        weight = measure(client, url)
        print(json.dumps({"page": name} | weight))
        heavy += [name] if weight["bytes"] > MOST else []
    if heavy:
        sys.exit(f"Heavier than {MOST} bytes: {', '.join(heavy)}")


if __name__ == "__main__":
    main()
