"""Every address of the viewsets, and whether someone is let in."""

from dataclasses import dataclass

from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from bookings.cms.bookings import bookings
from bookings.cms.experiences import experiences
from bookings.cms.reviews import reviews
from bookings.cms.schedules import schedules
from ocop.cms.offices import offices
from ocop.cms.viewsets import products, sales_points
from tests.factories import (
    make_application,
    make_artisan,
    make_booking,
    make_certificate,
    make_experience,
    make_festival,
    make_office,
    make_proposal,
    make_sales_point,
    make_schedule,
    make_slot,
)
from tests.factories.reviews import make_review, make_visited
from villages.cms.viewsets import VillagesGroup, applications, artisans, hosts
from villages.models import FormerCommune

HOME = "/cms/"
POST_ONLY = ("verify", "withdraw")


@dataclass(frozen=True)
class Address:
    """`area` is the viewset's name, `view` the name of the view in it."""

    area: str
    view: str
    url: str

    @property
    def method(self) -> str:
        return "post" if self.view in POST_ONLY else "get"


def fact_viewsets() -> list:
    villages = VillagesGroup().registerables
    facts = [*villages, hosts, applications, artisans, experiences, schedules, bookings, reviews]
    return [*facts, products, sales_points, offices]


def make_facts() -> dict[str, object]:
    """One row of each fact, by the name of its viewset; the host is not verified."""
    certificate = make_certificate()
    experience = make_experience(host=certificate.product.host)
    village = experience.village
    former = FormerCommune.objects.create(
        commune=village.commune, code="09292", name="Phù Lãng", district="Quế Võ", province="Bắc Ninh"
    )
    return {
        "province": village.commune.province,
        "commune": village.commune,
        "formercommune": former,
        "village": village,
        "craft": village.craft,
        "festival": make_festival(village),
        "host": experience.host,
        "proposal": make_proposal(),
        "host_application": make_application(village),
        "artisan": make_artisan(experience.host),
        "experience": experience,
        "schedule": make_schedule(experience),
        "booking": make_booking(make_slot(experience)),
        "review": make_review(make_visited(now=timezone.now()), now=timezone.now()),
        "ocop_product": certificate.product,
        "sales_point": make_sales_point(),
        "ocop_office": make_office(commune=village.commune),
    }


def addresses() -> list[Address]:
    """Every address of every viewset of facts, each with a row of its own where it takes one."""
    rows = make_facts()
    found = []
    for viewset in fact_viewsets():
        for pattern in viewset.get_urlpatterns():
            # A proposal's address takes the proposal.
            row = rows["proposal"] if pattern.name == "proposal" else rows[viewset.name]
            found.append(_address(viewset, pattern.name, row.pk))
    return found


def account_addresses(account: User) -> list[Address]:
    """Accounts, groups, and the chooser of accounts."""
    names = ("index", "index_results", "add", "edit", "delete", "history", "history_results", "usage")
    areas = (("wagtailusers_users", account.pk), ("wagtailusers_groups", account.groups.first().pk))
    found = []
    for area, pk in areas:
        for name in names:
            try:
                found.append(Address(area, name, _reverse(f"{area}:{name}", pk)))
            except NoReverseMatch:
                assert (area, name) == ("wagtailusers_groups", "index_results")
    for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create"):
        found.append(Address("account_chooser", name, _reverse(f"account_chooser:{name}", account.pk)))
    return found


def settings_addresses() -> list[Address]:
    """What only superusers set up."""
    names = (
        "wagtailsites:index",
        "wagtaillocales:index",
        "wagtailredirects:index",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:task_index",
        "wagtailadmin_collections:index",
    )
    return [Address(*name.split(":"), reverse(name)) for name in names]


def words_address() -> Address:
    """The words of the site, which editors write."""
    site = Site.objects.get(is_default_site=True)
    return Address("wagtailsettings", "edit", reverse("wagtailsettings:edit", args=["pages", "sitesetting", site.pk]))


def _address(viewset, name: str, pk: int) -> Address:
    return Address(viewset.name, name, _reverse(viewset.get_url_name(name), pk))


def _reverse(name: str, pk: int) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[pk])


def let_in(client: Client, address: Address) -> bool:
    """True for an answer, False for a refusal; anything else is a broken page."""
    response = getattr(client, address.method)(address.url)
    if response.status_code == 403:
        return False
    if response.status_code == 302:
        refused = response.url == HOME or response.url.startswith("/cms/login/")
        assert refused or address.method == "post", (address, response.url)
        return not refused
    assert response.status_code == 200, (address, response.status_code)
    return True
