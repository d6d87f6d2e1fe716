"""One of everything, and the address of every kind of page that shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from bookings.enums import BookingStatus
from bookings.links import booking_token, check_in_token, entry_token
from bookings.models import Slot
from tests.factories import (
    make_agreed_pages,
    make_artisan,
    make_artisan_page,
    make_booking,
    make_experience,
    make_experience_page,
    make_host,
    make_page_tree,
    make_rota,
    make_schedule,
    make_slot,
    make_standard_page,
    make_story_page,
    make_user,
    make_village,
    make_village_page,
)
from tests.factories.waiting import wait
from villages.models import Place


@dataclass(frozen=True)
class Everything:
    """`public` for anybody, `own` for `member`, who has a desk and all rights.

    `free` can be booked; `passing` is a page of the key `passing_pk` that nothing else needs.
    """

    public: list[str]
    own: list[str]
    member: User
    free: Slot
    passing: str
    passing_pk: int


def make_everything(*, now) -> Everything:
    tree = make_page_tree()
    make_agreed_pages(tree)
    village, member = make_village(), make_user(is_superuser=True)
    host = make_host(village, owner=member)
    Place.objects.create(village=village, name="Lò Bến", kind="kiln", latitude=21.15, longitude=106.25)
    experience = make_experience(host, featured=True, extras=())
    village_page = make_village_page(tree, village)
    artisan_page = make_artisan_page(village_page, make_artisan(host))
    plain, passing = make_standard_page(tree, "about"), make_standard_page(tree, "how")
    make_rota(host)
    make_schedule(experience)
    pages = [village_page, artisan_page, make_experience_page(tree, experience), make_story_page(tree), plain]
    free, full = make_slot(experience, days=3, capacity=200), make_slot(experience, days=4, capacity=2)
    held, booked = make_booking(free, BookingStatus.ON_HOLD), make_booking(full)
    entry = wait(full, now=now)
    with translation.override("vi"):
        lists = ["/", "/en/", "/lang-nghe/", "/trai-nghiem/", "/chuyen-lang/"]
        public = lists + [page.url for page in pages]
        public += [
            reverse("search") + "?q=gom",
            reverse("map"),
            reverse("map_frame"),
            reverse("ocop_map"),
            reverse("account_login"),
        ]
        public += [reverse("bookings:choose", args=[experience.slug])]
        public += [reverse("bookings:booking", args=[booking_token(booking)]) for booking in (held, booked)]
        public += [reverse(f"bookings:{view}", args=[booking_token(booked)]) for view in ("calendar", "qr")]
        public += [reverse("bookings:waiting", args=[entry_token(entry)])]
        own = [reverse("desk:home"), reverse("desk:scan_token", args=[check_in_token(booked)])]
        rooms = ["today", "calendar", "bookings", "conflicts", "scan", "setup", "schedules", "schedule_new"]
        rooms += ["closures", "closure_new", "resources", "resource_new", "rota"]
        own += [reverse(f"desk:{room}", args=[host.slug]) for room in rooms]
        own += [reverse("desk:slot", args=[host.slug, free.pk])]
        own += [reverse("desk:booking", args=[host.slug, booked.reference])]
        own += ["/", reverse("wagtailadmin_home"), reverse("wagtailadmin_pages:edit", args=[plain.pk])]
    return Everything(public, own, member, free, passing.url, passing.pk)
