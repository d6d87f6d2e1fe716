"""Somebody joins a host's artisans, changes or leaves: turns follow at once."""

import datetime as dt

from accounts.models import User
from bookings.domain.seats.lock import lock_host
from bookings.domain.sharing.rota import Short, lock_rotas, plan_of
from common.data.db import atomic_with_retry
from villages.domain.artisans import save_artisan
from villages.models import Artisan


@atomic_with_retry
def keep_artisan(*, artisan: Artisan, by: User | None, now: dt.datetime) -> list[Short]:
    """Write one, new or changed, and give the turns of whoever left to others; past turns stay.

    Returns the booked visits that now have too few people. Raises SameArtisan, NotPossible.
    """
    lock_host(artisan.host_id)
    lock_rotas(artisan.host_id)
    return plan_of(save_artisan(artisan=artisan, by=by).resources.all(), now=now)
