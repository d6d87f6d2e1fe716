"""Fill a register to size, part by part: each is one transaction, so a stop leaves nothing half done."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from bookings.load.hosts import loaded_hosts
from bookings.load.register.dossiers import Dossiers
from bookings.load.register.land import hosts_of_load, make_land
from bookings.load.register.path import planned
from bookings.load.register.products import Products
from bookings.load.rows import analyze, check_at_once
from ocop.models import Dossier, OcopProduct

BATCH = 2_000


def products_there() -> int:
    """How many an earlier run wrote."""
    return OcopProduct.objects.filter(host__in=loaded_hosts()).count()


def dossiers_there() -> int:
    return Dossier.objects.filter(host__in=loaded_hosts()).count()


def fill_register(
    *, done: int, products: int, dossiers: int, seed: int, now: dt.datetime, tell: Callable[[int], None]
) -> None:
    """Write the products from number `done` on, and the dossiers of the first `dossiers` of them; the hosts are there.
    `tell` hears how many after each part."""
    today = timezone.localdate(now)
    hosts = hosts_of_load()
    for start in range(done, products, BATCH):
        numbers = range(start, min(start + BATCH, products))
        with transaction.atomic():
            check_at_once()
            land = make_land(hosts, today=today)
            plans = {number: planned(number, seed=seed, today=today) for number in numbers if number < dossiers}
            written = Products(seed=seed, today=today).write(numbers, hosts, plans)
            Dossiers(land, now=now, today=today).write(plans, written, hosts)
        tell(len(numbers))
    analyze()
