"""An attempt of which no word came is asked about, until the gateway says what became of it or nobody pays any more."""

import datetime as dt
import uuid as uuids

from django.db.models import Q

from bookings.domain.money.online.attempts import move, take_word
from bookings.domain.money.online.gateway import NoWord, Outcome, Post, Question
from bookings.domain.money.online.hearing import keep
from bookings.domain.money.online.merchants import GATEWAYS, keys_of
from bookings.enums import OnlineProvider, OnlineState
from bookings.models import OnlinePayment
from common.http.connector import NotNow, Rejected
from common.work.sweep import each

AT_ONCE = 50
# A guest who looks again and again asks once in this time.
PAUSE = dt.timedelta(seconds=15)
AGAIN, LATER = dt.timedelta(minutes=5), dt.timedelta(hours=1)
# After the gateway takes no money any more, its word may still be under way for so long.
GRACE = dt.timedelta(hours=1)
# A gateway that answers nothing for so long is not asked any more.
GIVEN_UP = dt.timedelta(days=3)
# What `said` has then.
SILENT = "silent"


def ask_due(*, post: Post, now: dt.datetime) -> int:
    """Ask about each attempt that is due; returns of how many the end is known."""
    due = OnlinePayment.objects.filter(state=OnlineState.STARTED, ask_at__lte=now).order_by("ask_at", "pk")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return each("asking about online payment", pks, lambda pk: ask(payment_id=pk, post=post, now=now))


def ask(*, payment_id: int, post: Post, now: dt.datetime) -> bool:
    """Ask the gateway once; whether the end is known. Does nothing where it was asked just now."""
    mine = OnlinePayment.objects.filter(pk=payment_id, state=OnlineState.STARTED)
    if not mine.filter(Q(asked_at__isnull=True) | Q(asked_at__lte=now - PAUSE)).update(asked_at=now):
        return False
    payment = OnlinePayment.objects.select_related("merchant").get(pk=payment_id)
    question = Question(uuids.uuid4().hex, payment.reference, payment.created_at, now, payment.amount_vnd)
    gateway = GATEWAYS[OnlineProvider(payment.provider)]
    over = now - payment.expires_at
    try:
        # In no transaction: whoever answers slowly keeps nobody else from writing.
        word, raw = gateway.query(keys_of(payment.merchant), question, post=post)
    except (NotNow, Rejected, NoWord):
        if over >= GIVEN_UP:
            return move(payment, OnlineState.LAPSED, said=SILENT, now=now)
        mine.update(ask_at=now + (AGAIN if over < GRACE else LATER))
        return False
    if word.outcome == Outcome.OPEN:
        if over >= GRACE:
            return move(payment, OnlineState.LAPSED, said=word.code, now=now)
        mine.update(ask_at=now + AGAIN)
        return False
    keep(merchant=payment.merchant, payment=payment, raw=raw, now=now)
    mine.update(ask_at=now + LATER)
    take_word(payment_id=payment.pk, word=word, now=now)
    return not mine.exists()
