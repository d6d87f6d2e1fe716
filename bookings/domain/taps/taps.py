"""Take what a phone kept while it had no signal. The key of each tap makes one act of however many times it is sent."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.taps.acts import ACTS, Done
from bookings.enums import DeskTapKind
from bookings.models import Booking, DeskTap
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import time_text
from villages.models import Host


@dataclass(frozen=True)
class Tap:
    """`value` is {} but for CAME ({"units": {id of BookingUnit: number}, "charge_all": bool or None}), PAY ({"amount":
    đồng, "method": PaidBy}, for a part with "due": đồng that the host saw) and PAY_UNDO ({"entry": id of LedgerEntry}
    or {"key": the PAY's})."""

    key: uuids.UUID
    what: DeskTapKind
    reference: str
    value: Mapping[str, Any]
    tapped_at: dt.datetime


@dataclass(frozen=True)
class Answer:
    """`result` is done, already or refused; `text` a sentence for the last two.

    Of what was so already, `by` is who did it and `at` when (ISO 8601), where that is known, and `mine` whether it was
    the sender.
    """

    result: str
    text: str = ""
    by: str = ""
    at: str = ""
    mine: bool = False


class UnknownBooking(Refused):
    message = _("This booking is not at your desk.")


class MixedUp(Refused):
    message = _("This phone sent two different taps as one. Look at the booking and tap again.")


@atomic_with_retry
def take(*, tap: Tap, host: Host, by: User, now: dt.datetime) -> Answer:
    """Do what `tap` asks, or give the answer that it got before. Never raises Refused: that is an answer too.

    What it does and its answer are written together or not at all, so whoever got no answer may send it again.
    """
    # First of all the booking's row is held: the same tap on another worker waits here, then finds the answer.
    mine = Booking.objects.for_host(host).filter(reference=tap.reference, consented_at__isnull=False)
    if not Booking.objects.filter(pk__in=mine.values("pk")).update(sequence=F("sequence")):
        return _refused(UnknownBooking())
    written = DeskTap.objects.filter(user=by, key_hash=key_hash(tap.key)).first()
    if written:
        same = (written.host_id, written.what, written.reference, written.value) == (
            host.pk,
            tap.what,
            tap.reference,
            dict(tap.value),
        )
        return Answer(**written.answer) if same else _refused(MixedUp())
    answer = _do(mine.select_related("slot__experience").get(), tap, by, now)
    DeskTap.objects.create(
        host=host,
        user=by,
        key_hash=key_hash(tap.key),
        what=tap.what,
        reference=tap.reference,
        value=dict(tap.value),
        answer=asdict(answer),
        tapped_at=tap.tapped_at,
        arrived_at=now,
    )
    return answer


def _do(booking: Booking, tap: Tap, by: User, now: dt.datetime) -> Answer:
    try:
        with transaction.atomic():
            done = ACTS[tap.what](booking=booking, key=tap.key, value=tap.value, by=by, now=now)
    except Refused as refused:
        return _refused(refused)
    return Answer("done") if done is None else _already(done, by)


def _already(done: Done, by: User) -> Answer:
    if done.at is None:
        return Answer("already", text=str(_("It was so already: nothing has changed.")))
    told = {"who": done.by, "when": time_text(done.at)}
    text = _("%(who)s did this already, at %(when)s.") if done.by else _("This was done already, at %(when)s.")
    return Answer("already", text=text % told, by=done.by, at=done.at.isoformat(), mine=done.user_id == by.pk)


def _refused(refused: Refused) -> Answer:
    return Answer("refused", text=str(refused.message))
