"""An attempt to pay: begun for exactly the sum that is asked, and ended by a gateway's word."""

import datetime as dt
import secrets
import uuid as uuids
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain.money.online.gateway import Heard, NotOpened, Order, Outcome, Post, Word
from bookings.domain.money.online.merchants import GATEWAYS, keys_of, takes_online
from bookings.domain.money.receive import AHEAD, receive
from bookings.domain.money.transfer import asked_for
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.seats.reference import ALPHABET
from bookings.enums import BookingStatus, OnlineProvider, OnlineState, PaidBy
from bookings.models import Booking, OnlineMove, OnlinePayment
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.http.connector import NotNow, Rejected

# How long a gateway takes the money of one attempt: until the places are kept, but long enough to type a card's number.
OPEN_FOR, LEAST = dt.timedelta(minutes=15), dt.timedelta(minutes=5)
# A notice mostly comes within seconds.
FIRST_QUESTION = dt.timedelta(minutes=5)
# What `said` has where the gateway named another sum than the one that was asked.
OTHER_SUM = "sum"
# Where it opened no page.
NOT_OPENED = "no page"


class NothingAsked(Refused):
    message = _("Nothing is to be paid for this booking now.")


class NoPage(Refused):
    message = _("The gateway does not answer just now. Nothing was paid. Try again, or pay by bank transfer.")


class NotHere(Refused):
    message = _("This house does not take payments this way. Please pay by bank transfer, or call them.")


@atomic_with_retry
def begin(*, keys: Iterable[uuids.UUID], booking: Booking, provider: OnlineProvider, now: dt.datetime) -> OnlinePayment:
    """An attempt for what is asked of the booking now. The same keys again are the same attempt, as long as it can be
    paid; then the next of them begins another one.

    The booking comes with its host. Raises NotHere, NothingAsked.
    """
    merchant = next((one for one in takes_online(booking.slot.experience.host) if one.provider == provider), None)
    if merchant is None:
        raise NotHere
    amount = asked_for(booking, now=now)
    if amount <= 0:
        raise NothingAsked
    if not GATEWAYS[provider].takes(amount):
        raise NotHere
    for hashed in map(key_hash, keys):
        standing = OnlinePayment.objects.filter(key_hash=hashed).select_related("merchant", "booking").first()
        if standing is None:
            break
        same = (standing.booking_id, standing.merchant_id, standing.amount_vnd) == (booking.pk, merchant.pk, amount)
        if same and standing.state == OnlineState.STARTED and standing.expires_at > now:
            return standing
    until = now + OPEN_FOR
    if booking.status == BookingStatus.PENDING and booking.hold_expires_at is not None:
        until = max(min(until, booking.hold_expires_at), now + LEAST)
    drawn = "".join(secrets.choice(ALPHABET) for _letter in range(8))
    return OnlinePayment.objects.create(
        merchant=merchant,
        provider=provider,
        booking=booking,
        key_hash=hashed,
        reference=f"{booking.reference}{drawn}",
        amount_vnd=amount,
        created_at=now,
        expires_at=until,
        ask_at=now + FIRST_QUESTION,
    )


def address_of(
    payment: OnlinePayment, *, language: str, client: str, back_url: str, told_url: str, post: Post, now: dt.datetime
) -> str:
    """Where the guest pays it, the same each time; `client` is their address of the web.

    Where the gateway opens no page the attempt has failed, and the next press begins another. Raises NoPage.
    """
    if payment.pay_url:
        return payment.pay_url
    order = Order(
        reference=payment.reference,
        amount_vnd=payment.amount_vnd,
        created_at=payment.created_at,
        expires_at=payment.expires_at,
        info=f"Dat cho {payment.booking.reference}",
        language=language,
        address=client,
        back_url=back_url,
        told_url=told_url,
    )
    gateway = GATEWAYS[OnlineProvider(payment.provider)]
    try:
        # In no transaction: whoever answers slowly keeps nobody else from writing.
        url = gateway.start(keys_of(payment.merchant), order, post=post)
    except (NotNow, Rejected, NotOpened) as error:
        if url := _not_opened(payment, getattr(error, "code", ""), now=now):
            return url
        raise NoPage from error
    if gateway.OPENS:
        OnlinePayment.objects.filter(pk=payment.pk, pay_url="").update(pay_url=url)
    return url


@atomic_with_retry
def _not_opened(payment: OnlinePayment, code: str, *, now: dt.datetime) -> str:
    """The address that another press of the same got meanwhile; else the attempt has failed."""
    url = OnlinePayment.objects.values_list("pay_url", flat=True).get(pk=payment.pk)
    if not url:
        move(payment, OnlineState.FAILED, said=code[:20] or NOT_OPENED, now=now)
    return url


@atomic_with_retry
def take_word(*, payment_id: int, word: Word, now: dt.datetime) -> Heard:
    """Write what a gateway says of an attempt: money into the ledger once, whatever the attempt was taken for before.

    Holds the attempt first, then slot and booking. Raises what `receive` raises.
    """
    OnlinePayment.objects.filter(pk=payment_id).update(state=F("state"))
    payment = OnlinePayment.objects.select_related("booking__slot__experience").get(pk=payment_id)
    if word.outcome == Outcome.OPEN:
        return Heard.ALREADY
    if word.amount_vnd != payment.amount_vnd:
        if payment.state != OnlineState.RECEIVED:
            OnlinePayment.objects.filter(pk=payment.pk).update(said=OTHER_SUM)
        return Heard.OTHER_SUM
    if payment.state == OnlineState.RECEIVED or (word.outcome, payment.state) == (Outcome.FAILED, OnlineState.FAILED):
        return Heard.ALREADY
    if word.outcome == Outcome.FAILED:
        move(payment, OnlineState.FAILED, said=word.code, now=now)
        return Heard.TAKEN
    happened_at = word.paid_at if word.paid_at and word.paid_at - now <= AHEAD else now
    entry = receive(
        key=uuids.uuid5(uuids.NAMESPACE_OID, f"online payment {payment.pk}"),
        booking=payment.booking,
        method=PaidBy(payment.provider),
        amount_vnd=payment.amount_vnd,
        happened_at=happened_at,
        now=now,
        note=f"{payment.get_provider_display()} {word.number}".strip(),
    )
    move(payment, OnlineState.RECEIVED, now=now, number=word.number, entry=entry)
    return Heard.TAKEN


def move(payment: OnlinePayment, after: OnlineState, *, now: dt.datetime, said: str = "", **changes: object) -> bool:
    """From the state that `payment` was read in; False where somebody was quicker."""
    standing = OnlinePayment.objects.filter(pk=payment.pk, state=payment.state)
    if not standing.update(state=after, said=said, **changes):
        return False
    OnlineMove.objects.create(payment=payment, before=payment.state, after=after, said=said, at=now)
    payment.state, payment.said = after, said
    return True
