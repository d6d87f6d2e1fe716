"""A piece breaks before its guest has it: the house says what it does about that, and the guest reads it.

Money is given back by hand, in the ledger: what stands here is what was promised.
"""

import datetime as dt
import hashlib
import uuid as uuids

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.pieces.adding import Made, write_down
from bookings.domain.pieces.batches import drop_places
from bookings.domain.pieces.house import hold_house, own, step_of_kind
from bookings.domain.pieces.moving import shift
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import BrokenThen
from bookings.models import Piece
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.money import format_vnd
from villages.enums import StepKind
from villages.models import CraftStep, Host


class SayHowMuch(Refused):
    message = _("Say how much you give back.")


class MoreThanPrice(Refused):
    """More than the whole visit cost."""


class OutOfHouse(Refused):
    message = _("This piece is not in the house any more.")


@atomic_with_retry
def break_piece(
    *,
    key: uuids.UUID,
    host: Host,
    code: str,
    seen: CraftStep,
    then: BrokenThen,
    refund_vnd: int | None,
    now: dt.datetime,
) -> Piece:
    """To the craft's step for broken ones. `refund_vnd` in đồng where money is given back, else None.

    Made anew, another piece is written down at once. The same tap again changes nothing.
    Raises MovedMeanwhile, SayHowMuch, MoreThanPrice, OutOfHouse, PieceGone, NoSteps.
    """
    hold_house(host)
    found = Piece.objects.for_host(host).filter(code=code).values_list("pk", flat=True).first()
    (piece,) = own(host, [found or 0])
    if (then == BrokenThen.MONEY_BACK) != bool(refund_vnd):
        raise SayHowMuch
    if refund_vnd and refund_vnd > piece.booking.total_vnd:
        said = _("The whole visit cost %(amount)s.") % {"amount": format_vnd(piece.booking.total_vnd)}
        raise MoreThanPrice(said)
    if seen.kind in (StepKind.HANDED_OVER, StepKind.SHIPPED):
        raise OutOfHouse
    broken = step_of_kind(seen.craft_id, StepKind.BROKEN)
    if not shift([piece], key=key, seen=seen, to=broken, now=now, ask_more=False):
        return piece
    piece.broken_then, piece.refund_vnd, piece.public_at = then, refund_vnd or None, None
    piece.save(update_fields=["broken_then", "refund_vnd", "public_at"])
    drop_places(piece, after=timezone.localtime(now).date())
    if then == BrokenThen.ANEW:
        made = Made(piece.artisan, piece.material, "")
        hashed = hashlib.sha256(f"anew {key_hash(key)}".encode()).hexdigest()
        anew = write_down(piece.booking, piece.whose, made, key_hash=hashed, now=now)
        # What was told of the first one holds no more: only its guest's patience is longer.
        anew.replaces, anew.expected_from, anew.expected_until = piece, None, None
        anew.save(update_fields=["replaces", "expected_from", "expected_until"])
    return piece
