"""A village with something behind every address, and the people who ask for it."""

import datetime as dt
import uuid as uuids
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from bookings.domain.calendar.closures import close_day
from bookings.domain.money.invoice import ask
from bookings.domain.money.ledger import take_payment
from bookings.domain.reviews.pictures import add_picture
from bookings.enums import OnlineProvider, PaidBy
from bookings.links import booking_token, check_in_token, entry_token, group_token, names_token
from bookings.models import Booking, DayOff, GroupRequest, LedgerEntry, Review
from ocop.domain.imports.work import send, work
from ocop.domain.withdrawal import open_withdrawal
from ocop.enums import WithdrawalGround
from ocop.models import Certificate, Office, Withdrawal
from tests.bookings.desk.desk_helpers import Desk, make_desk
from tests.factories import (
    PageTree,
    code_text,
    make_certificate,
    make_experience_page,
    make_invitation,
    make_invoice,
    make_lot,
    make_office,
    make_product,
    make_rota,
    make_schedule,
    make_sheet,
    make_slot,
    make_story_page,
    make_use,
    make_user,
)
from tests.factories.groups import group_slot, make_accepted, make_request
from tests.factories.online import make_merchant
from tests.factories.programme import make_programme_rows
from tests.factories.reviews import make_review, make_visited, past_slot
from tests.factories.villages import make_dossier, make_paper, make_signed
from tests.factories.waiting import wait
from tests.fuzz.requests import Wire
from tests.fuzz.routes import Route
from tests.ocop.evidence.files import picture
from tests.pages.reading import fields_of, soup
from villages.domain.calendar_feed import make_feed
from villages.domain.invitations import token_of
from villages.enums import MemberRole
from villages.models import Member


@dataclass(frozen=True)
class Form:
    """A form as a page shows it: where it goes, and what it sends if nobody touches it."""

    action: str
    method: str
    values: dict[str, str]


@dataclass
class World:
    """`known` are good values of arguments by name, `rows` those of a `pk` by the first word of the route's name;
    `gateways` where each tells, by its name.
    """

    known: dict[str, str]
    tokens: dict[str, str]
    rows: dict[str, int]
    people: dict[str, Client]
    gateways: dict[str, str]

    def arguments(self, route: Route) -> dict[str, str]:
        """What leads to something that is there; a route of a kind that nobody told of here is asked for with 1."""
        tokens = {word: token for word, token in self.tokens.items() if f"/{word}/" in route.parts}
        gateway = next((one for one in self.gateways if f"/{one}/" in route.parts), "vnpay")
        row = {"pk": str(self.rows.get(route.name.partition("_")[0], 1))}
        return self.known | {"address": self.gateways[gateway]} | row | {"token": next(iter(tokens.values()), "1")}


def make_world(tree: PageTree) -> World:
    desk = make_desk()
    # Before the house's guide is shared: the hour before now would be theirs too.
    review = _review(desk)
    group = _group(desk)
    booking, held = desk.book(), desk.book(status="ON_HOLD")
    ask(booking=booking, details=make_invoice(), now=timezone.now())
    full = make_slot(desk.experience, timezone.now() + dt.timedelta(days=3), capacity=2)
    desk.book(full)
    rota = make_rota(desk.host)
    make_use(desk.experience, rota)
    today = timezone.localdate()
    off = DayOff.objects.create(
        artisan=rota.artisans.first(), first_day=today, last_day=today, created_at=timezone.now()
    )
    waits, invitation = wait(full, now=timezone.now()), make_invitation(desk.host)
    dossier = make_dossier(desk.host)
    later = today + dt.timedelta(days=40)
    lot = make_lot(make_product(desk.host, gtin="9521234500018"), number="14", serial_first=1)
    rows = {
        "slot": desk.soon.pk,
        "schedule": make_schedule(desk.experience).pk,
        "closure": close_day(host=desk.host, day=later, by=None, now=timezone.now()).pk,
        "resource": rota.pk,
        "rota": rota.pk,
        "day": off.pk,
        "waiting": waits.pk,
        "entry": _payment(desk, booking).pk,
        "experience": desk.experience.pk,
        "artisan": rota.artisans.earliest("pk").pk,
        "unit": desk.experience.units.get(type="CHILD").pk,
        "extra": desk.experience.extras.earliest("pk").pk,
        "member": Member.objects.create(host=desk.host, user=make_user(), role=MemberRole.GUIDE).pk,
        "invitation": invitation.pk,
        "dossier": dossier.pk,
        "criterion": dossier.pk,
        "evidence": make_paper(dossier).pk,
        "product": lot.product_id,
        "lot": lot.pk,
        "review": review.pk,
        "group": group.pk,
        "picture": review.pictures.get().pk,
    }
    rows |= _register(desk)
    page = make_experience_page(tree, desk.experience)
    make_story_page(tree)
    root = make_user("quantri@example.com", is_superuser=True)
    office = Wire()
    office.force_login(root)
    host = Wire()
    host.force_login(desk.owner)
    known = {
        "host": desk.host.slug,
        "reference": booking.reference,
        "day": today.isoformat(),
        "first": today.isoformat(),
        "last": today.isoformat(),
        "month": f"{today:%Y-%m}",
        "kind": "csv",
        "slug": desk.experience.slug,
        "office": Office.objects.get().slug,
        "certificate": str(Certificate.objects.get().pk),
        "withdrawal_pk": str(Withdrawal.objects.get().pk),
        "paper": str(make_signed(dossier).pk),
        "code": code_text(lot),
        "provider": "vnpay",
        "gtin": "9521234500018",
        "lot": lot.number,
        "serial": lot.serial(0),
        "rest": page.url.strip("/") + "/",
    }
    tokens = {
        "q": check_in_token(booking),
        # Before that of a ticket: whoever was there has another page.
        "nhan-xet": booking_token(review.booking),
        "danh-sach-cho": entry_token(waits),
        "doan-cua-toi": group_token(group),
        "ten-trong-doan": names_token(group),
        "ve": booking_token(held),
        "tham-gia": token_of(invitation),
        "lich-rieng": make_feed(user=desk.owner, key=uuids.uuid4(), now=timezone.now()),
    }
    people = {"stranger": Wire(), "host": host, "office": office}
    made = {one.value: make_merchant(desk.host, provider=one) for one in OnlineProvider}
    return World(known, tokens, rows, people, {name: str(one.address) for name, one in made.items()})


def _register(desk: Desk) -> dict[str, int]:
    """The owner of the desk is an officer as well: whoever sends forms comes by both."""
    office = make_office(member=desk.owner)
    certificate = make_certificate(make_product(desk.host))
    told = {"ground": WithdrawalGround.MARK, "seen": "Tem giả", "by": desk.owner, "now": timezone.now()}
    open_withdrawal(certificate=certificate, **told)
    sent = {"content": make_sheet(["Bình gốm"]), "name": "a.xlsx", "language": "vi"}
    row = send(office=office, by=desk.owner, now=timezone.now(), **sent)
    work(row.pk, now=timezone.now())
    rows = dict.fromkeys(("product", "extend", "withdrawal"), certificate.product_id) | {"import": row.pk}
    return make_programme_rows(office.province, desk.host) | rows


def _review(desk: Desk) -> Review:
    """With a picture, by a party that was there."""
    now = timezone.now()
    review = make_review(make_visited(past_slot(desk.experience, now=now), now=now), now=now)
    add_picture(booking=review.booking, data=picture())
    return review


def _group(desk: Desk) -> GroupRequest:
    """That has accepted its quote, so that all of its pages show something."""
    now = timezone.now()
    request = make_request(desk.host, desk.experience, now=now)
    return make_accepted(request, group_slot(desk.experience, now=now), now=now)


def _payment(desk: Desk, booking: Booking) -> LedgerEntry:
    return take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=100_000,
        due_vnd=booking.total_vnd,
        by=desk.owner,
        now=timezone.now(),
    )


def read_forms(world: World, routes: list[Route]) -> list[Form]:
    """Every form that a page shows to a host or a guest, once for each address and set of fields."""
    found: dict[tuple, Form] = {}
    for route in routes:
        path = route.path(world.arguments(route))
        for query in ("", "?kind=weekly", "?kind=dates", "?kind=lunar"):
            if query and "/moi/" not in path:
                continue
            response = world.people["host"].get(path + query)
            if response.status_code == 302:
                # Such as the sign-in, which is for those who are not in yet.
                response = world.people["stranger"].get(path + query)
            if response.status_code == 200 and "html" in response.get("Content-Type", ""):
                for form in _forms(soup(response), path + query):
                    found.setdefault((form.action.partition("?")[0], form.method, *sorted(form.values)), form)
    return list(found.values())


def _forms(page: BeautifulSoup, path: str) -> list[Form]:
    forms = []
    for form in page.select("form"):
        values = fields_of(page, form)
        values.pop("csrfmiddlewaretoken", None)
        for item in form.select("select[name], input[type=checkbox][name], input[type=radio][name]"):
            option = item.select_one("option[selected], option[value]:not([value=''])") or item
            values.setdefault(item["name"], option.get("value", ""))
        action = urlsplit(urljoin(path, form.get("action") or path))
        target = action.path + (f"?{action.query}" if action.query else "")
        forms.append(Form(target, form.get("method", "get").upper(), values))
    return forms
