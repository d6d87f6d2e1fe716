"""Celery's part: take ids, load, one domain call. Each may run twice, or beside itself, without harm."""

import contextlib
import datetime as dt
from collections.abc import Callable

from celery import shared_task
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.signed_in import forget_ended
from bookings.domain.booking.expire import expire_holds as expire_holds_now
from bookings.domain.booking.minimum import decide_due
from bookings.domain.booking.place import tell_changed_places as tell_changed_places_now
from bookings.domain.booking.rationing import forget_addresses
from bookings.domain.booking.tidy import forget_holds, forget_waiting
from bookings.domain.calendar.slots import make_slots as make_slots_now
from bookings.domain.calendar.slots import make_slots_of_host as make_slots_of_host_now
from bookings.domain.calendar.unchanged import hosts_to_apply
from bookings.domain.groups.deposit import confirm_paid, take_back_unpaid
from bookings.domain.groups.forget import forget_askers, forget_names, forget_requests
from bookings.domain.groups.remind import remind_groups
from bookings.domain.groups.states import mark_requests
from bookings.domain.groups.visits import follow_cancelled
from bookings.domain.money.bank.forgetting import forget_bank_files, forget_bank_notes
from bookings.domain.money.bank.matching import match_new
from bookings.domain.money.issuing import issue_due
from bookings.domain.money.online.asking import ask, ask_due
from bookings.domain.money.online.following import follow_due
from bookings.domain.money.online.forgetting import forget_online_notices
from bookings.domain.money.online.refunding import refund_due
from bookings.domain.money.settle import settle_paid
from bookings.domain.personal.erasing import erase_old, forget_reasons, forget_words
from bookings.domain.reminding.guests import remind_due
from bookings.domain.reminding.houses import tell_day_due
from bookings.domain.reminding.refund_texts import text_due
from bookings.domain.reminding.refunds import nag_due
from bookings.domain.reviews.invite import invite_due
from bookings.domain.sharing.rota import plan_all
from bookings.domain.taps.forget import forget_taps
from bookings.domain.waiting.offers import offer_waiting as offer_waiting_now
from bookings.gateway_posts import over_http as post_over_http
from bookings.issuer import over_http
from common.data.cache_files import forget_files
from common.work.periodic import part_of, periodic
from common.work.sweep import each
from ocop.domain.evidence.forgetting import forget_removed
from ocop.domain.imports.forget import forget_imports
from ocop.domain.programme.enquiries import forget_enquiries
from ocop.domain.reminders import remind
from villages.domain.applications import forget_applications
from villages.domain.complaints import forget_complaints
from villages.domain.invitations import forget_invitations
from villages.domain.papers import look_at_papers


@periodic("bookings.tasks.expire_holds")
def expire_holds() -> int:
    """Let stand what is paid for, mark holds that ran out, and let groups follow visits that were cancelled."""
    now = timezone.now()
    return settle_paid(now=now) + expire_holds_now(now=now) + follow_cancelled(now=now)


@periodic("bookings.tasks.offer_waiting")
def offer_waiting() -> int:
    """Offer seats that came free to those who wait for them, and end lists that are over."""
    return offer_waiting_now(now=timezone.now())


@periodic("bookings.tasks.decide_minimum")
def decide_minimum() -> int:
    """Decide visits that need a minimum of guests."""
    return decide_due(now=timezone.now())


@periodic("bookings.tasks.tell_changed_places")
def tell_changed_places() -> int:
    """Tell those who have booked where they meet now."""
    return tell_changed_places_now(now=timezone.now())


@periodic("bookings.tasks.issue_invoices")
def issue_invoices() -> int:
    """Ask the connector, where the site has one, for the VAT invoices that hosts ordered."""
    return issue_due(issuer=over_http, now=timezone.now())


@periodic("bookings.tasks.match_bank_notices")
def match_bank_notices() -> int:
    """Find the bookings that new bank notices pay; groups follow what came and what was taken back.

    Asked for when a notice comes, and by beat where the queue was down.
    """
    now = timezone.now()
    return match_new(now=now) + take_back_unpaid(now=now) + confirm_paid(now=now)


def match_soon() -> None:
    """Ask a worker for it at once; where the broker is down, beat's next run does it."""

    def ask() -> None:
        with contextlib.suppress(Exception):
            match_bank_notices.apply_async(retry=False)

    transaction.on_commit(ask)


@periodic("bookings.tasks.ask_gateways")
def ask_gateways() -> int:
    """Ask gateways what became of payments of which no word came, for refunds that wait, and what became of those."""
    now, post = timezone.now(), post_over_http
    return ask_due(post=post, now=now) + refund_due(post=post, now=now) + follow_due(post=post, now=now)


@shared_task(name="bookings.tasks.ask_online_payment", expires=600)
def ask_online_payment(payment_id: int) -> bool:
    """Ask about one, whose guest has come back."""
    return ask(payment_id=payment_id, post=post_over_http, now=timezone.now())


def ask_soon(payment_id: int) -> None:
    """Have a worker ask at once; where the broker is down, beat's next run does it."""
    with contextlib.suppress(Exception):
        ask_online_payment.apply_async([payment_id], retry=False)


def refund_soon() -> None:
    """Have a worker ask at once for refunds that wait."""

    def ask_all() -> None:
        with contextlib.suppress(Exception):
            ask_gateways.apply_async(retry=False)

    transaction.on_commit(ask_all)


@periodic("bookings.tasks.invite_reviews")
def invite_reviews() -> int:
    """Thank those who came, and ask how it was."""
    return invite_due(now=timezone.now())


@periodic("bookings.tasks.remind_guests")
def remind_guests() -> int:
    """Remind those who come tomorrow, and groups of what they have yet to do."""
    now = timezone.now()
    return remind_due(now=now) + remind_groups(now=now)


@periodic("bookings.tasks.tell_day")
def tell_day() -> int:
    """Tell those who work at a house, in the morning, who comes."""
    return tell_day_due(now=timezone.now())


@periodic("bookings.tasks.nag_refunds")
def nag_refunds() -> int:
    """Tell houses of money that has long been due back to guests, and guests with a phone alone that it waits."""
    now = timezone.now()
    return nag_due(now=now) + text_due(now=now)


@periodic("bookings.tasks.make_slots")
def make_slots() -> int:
    """Carry the rolling horizon forward, of all hosts at once."""
    return make_slots_now(now=timezone.now())


@periodic("bookings.tasks.share_out_slots")
def share_out_slots() -> int:
    """Ask for the slots of each host whose rules changed, or for whom a day began: a task a host, for any worker."""
    hosts = hosts_to_apply(now=timezone.now())
    return each("asking for slots of host", hosts, lambda host_id: bool(make_slots_of_host.delay(host_id)))


@shared_task(name="bookings.tasks.make_slots_of_host", expires=3600)
def make_slots_of_host(host_id: int) -> int:
    """Carry one host's horizon forward."""
    with part_of(share_out_slots.name, host_id):
        return make_slots_of_host_now(host_id=host_id, now=timezone.now())


@periodic("bookings.tasks.plan_rota")
def plan_rota() -> int:
    """Give each coming visit its artisans."""
    return plan_all(now=timezone.now())


def _forget_sessions(*, now: dt.datetime) -> int:
    call_command("clearsessions")
    return 0


@periodic("bookings.tasks.tidy")
def tidy() -> int:
    """Forget what nobody needs: old holds, guests of long ago, ended sessions, files of the cache."""
    now = timezone.now()
    kinds: list[Callable[..., int]] = [
        _forget_sessions,
        forget_ended,
        forget_holds,
        forget_waiting,
        forget_addresses,
        forget_taps,
        mark_requests,
        forget_names,
        forget_askers,
        forget_requests,
        erase_old,
        forget_words,
        forget_reasons,
        forget_applications,
        forget_complaints,
        look_at_papers,
        remind,
        forget_invitations,
        forget_imports,
        forget_removed,
        forget_enquiries,
        forget_files,
        forget_bank_notes,
        forget_bank_files,
        forget_online_notices,
    ]
    return each("tidying", kinds, lambda forget: forget(now=now))
