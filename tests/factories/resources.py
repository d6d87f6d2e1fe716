"""What experiences share: wheels, a boat, and the artisans of a rota."""

import datetime as dt

from bookings.enums import UsePer
from bookings.models import Resource, ResourceUse
from experiences.models import Experience
from tests.factories.clock import NOW, number
from tests.factories.people import make_host
from villages.models import Artisan, Host

LONG_AGO = NOW - dt.timedelta(days=365)
ARTISANS = ["Bà Vũ Thị Thoa", "Ông Trần Mạnh Thiều", "Chị Phạm Thị Lụa", "Anh Bùi Văn Khởi", "Cô Ngô Thị Sáu"]


def make_resource(host: Host | None = None, capacity: int = 8, **fields) -> Resource:
    """`capacity` wheels of `host`, as they were before anything was booked unless `changed_at` says otherwise."""
    return Resource.objects.create(
        host=host or make_host(),
        capacity=capacity,
        **{"name": "Bàn xoay", "name_en": "Potter's wheel", "changed_at": LONG_AGO} | fields,
    )


def make_use(
    experience: Experience,
    resource: Resource,
    per: str = UsePer.SEAT,
    quantity: int = 1,
    setup: int = 0,
    clearing: int = 0,
) -> ResourceUse:
    """That `experience` draws on `resource`; `setup` and `clearing` in minutes."""
    return ResourceUse.objects.create(
        experience=experience,
        resource=resource,
        per=per,
        quantity=quantity,
        setup_minutes=setup,
        clearing_minutes=clearing,
    )


def make_artisan(host: Host | None = None, **fields) -> Artisan:
    """One who works for `host` now."""
    n = number()
    return Artisan.objects.create(
        host=host or make_host(),
        **{
            "slug": f"nghe-nhan-{n}",
            "name": ARTISANS[n % len(ARTISANS)],
            "name_en": "",
            "work": "Vuốt và tráng men",
            "work_en": "Throwing and glazing",
        }
        | fields,
    )


def make_rota(host: Host | None = None, people: int = 2, **fields) -> Resource:
    """A resource that is the work of `people` artisans of `host`."""
    host = host or make_host()
    resource = make_resource(host, people, **{"name": "Thợ hướng dẫn", "name_en": "Guides"} | fields)
    resource.artisans.set([make_artisan(host) for _ in range(people)])
    return resource
