"""The lists of the OCOP register, asked for without a server: what each page costs beside few and many products."""

import datetime as dt
import logging
import time

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ocop.domain.certificates import last_day_for
from ocop.domain.programme.attention import running_out
from ocop.models import Certificate, Office
from page_cache import store
from tests.bench.browser import HOST

HOSTS = 1_000
OFFICER = "bench@example.org"
# As many as a page of warnings has rows.
WARNED = 50


def make_register(products: int, dossiers: int) -> None:
    """A site with a register of that size, and an officer. As many hosts, communes and shops whatever the size."""
    from django.conf import settings

    # Times of visits are nobody's business here.
    settings.SLOT_HORIZON_DAYS = 1
    call_command("make_site", verbosity=0)
    User.objects.create_user(OFFICER)
    sizes = {"hosts": HOSTS, "bookings": 0, "products": products, "dossiers": dossiers}
    call_command("make_load", **sizes, member=OFFICER, yes_fill_this_database=True)
    _fill_warnings()


def addresses() -> dict[str, str]:
    """What is asked for, by name. Each list has a full page among a hundred products too: rows are not compared."""
    office = [Office.objects.get(province__isnull=False).slug]
    register, dossiers = reverse("ocop_products"), reverse("office:dossiers", args=office)
    return {
        "register": register,
        "register, filtered": f"{register}?sao=3",
        "register, text": f"{register}?q=vi+du",
        "map, page": reverse("ocop_map"),
        "map, frame": reverse("ocop_map_frame"),
        "office: products": reverse("office:products", args=office),
        "office: certificates in force": reverse("office:products", args=office) + "?state=in_force",
        "office: dossiers that wait": dossiers,
        "office: all dossiers": f"{dossiers}?viec=tat-ca",
        "office: warnings": reverse("office:attention", args=office),
        "office: programme": reverse("office:programme", args=office),
    }


class Reader:
    """A guest, or the officer, in this process."""

    def __init__(self) -> None:
        # A line for each request would drown what the bench says.
        logging.disable(logging.INFO)
        # What the end of a minute costs falls on no list by chance: `changed_ms` says it of each.
        store.SECONDS = 3600
        self.clients = {True: Client(HTTP_HOST=HOST), False: Client(HTTP_HOST=HOST)}
        self.clients[True].force_login(User.objects.get(email=OFFICER))

    def ask(self, name: str, count: int, *, changed: bool = False) -> dict:
        """The list of that name `count` times; latencies in ms. `changed`: each time as after something was written.
        Raises where it is not shown."""
        path, times = addresses()[name], []
        client = self.clients[name.startswith("office")]
        began = time.perf_counter()
        for _ in range(count):
            if changed:
                store.forget()
            started = time.perf_counter()
            answer = client.get(path, secure=True)
            times.append((time.perf_counter() - started) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.status_code} from {path}")
        return {"seconds": time.perf_counter() - began, "times": {name: times}}


def _fill_warnings() -> None:
    """So many certificates that run out that a page of warnings is full."""
    today = timezone.localdate()
    office = Office.objects.get(province__isnull=False)
    lacking = WARNED - running_out(office, today).count()
    in_force = Certificate.objects.valid_on(today).filter(valid_until__gt=today + dt.timedelta(days=200))
    for row in in_force.order_by("pk")[: max(lacking, 0)]:
        row.issued_on -= row.valid_until - today - dt.timedelta(days=90)
        row.valid_until = last_day_for(row.issued_on)
        row.save(update_fields=["issued_on", "valid_until"])
