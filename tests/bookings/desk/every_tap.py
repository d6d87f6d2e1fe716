"""Every tap of the desk, with what it needs to be there: by the name of its address."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils import timezone

from accounts.models import PushDevice
from bookings.domain.calendar.closures import close
from bookings.domain.calendar.slots import make_slots
from bookings.domain.money.invoice import ask
from bookings.domain.sharing.rota import plan
from bookings.models import (
    Assignment,
    Booking,
    DayOff,
    LedgerEntry,
    Slot,
)
from ocop.domain.evidence.registry import offers
from outbox.models import OutboxMessage
from tests.bookings.desk import group_taps, piece_taps, selling_taps
from tests.bookings.desk.desk_helpers import Desk, local_day
from tests.factories import (
    make_artisan,
    make_invitation,
    make_invoice,
    make_product,
    make_rota,
    make_schedule,
    make_use,
    make_user,
)
from tests.factories.programme import make_enquiry
from tests.factories.villages import make_dossier, make_evidence
from tests.pushing.phone import make_phone
from villages.enums import MemberRole
from villages.models import Member

DAYS = dt.timedelta(days=1)
# What is posted, as the keywords of `Desk.post`; prepares what it needs.
Tap = Callable[[Desk], dict]


def attendance(desk: Desk) -> dict:
    return {"reference": desk.book().reference}


def undo_check_in(desk: Desk) -> dict:
    booking = desk.book()
    desk.act("check_in", booking)
    return {"reference": booking.reference}


def no_show(desk: Desk) -> dict:
    return {"reference": desk.book(desk.slot(-dt.timedelta(hours=1))).reference}


def undo_no_show(desk: Desk) -> dict:
    tap = no_show(desk)
    desk.post("no_show", **tap)
    return tap


def unproved(desk: Desk) -> dict:
    booking = desk.book(desk.slot(3 * DAYS))
    Booking.objects.filter(pk=booking.pk).update(
        status="PENDING", awaits="proof", hold_expires_at=timezone.now() + DAYS, confirmed_at=None
    )
    return {"reference": booking.reference}


def cancel(desk: Desk) -> dict:
    return {"reference": desk.book(desk.slot(3 * DAYS)).reference, "data": {"usual": "other", "words": "Lò nung nứt"}}


def restore(desk: Desk) -> dict:
    tap = cancel(desk)
    desk.post("cancel", **tap)
    return {"reference": tap["reference"]}


def undo_keep(desk: Desk) -> dict:
    slot = desk.slot(3 * DAYS)
    booking = desk.book(slot)
    close(host=desk.host, days=(local_day(slot), local_day(slot)), by=None, now=timezone.now())
    desk.post("keep", reference=booking.reference)
    return {"reference": booking.reference}


def close_day(desk: Desk) -> dict:
    return {"day": timezone.localdate() + 4 * DAYS}


def reopen_day(desk: Desk) -> dict:
    tap = close_day(desk)
    desk.post("close_day", **tap)
    return tap


def follow_rule(desk: Desk) -> dict:
    make_schedule(desk.experience, times=["10:00"])
    make_slots(now=timezone.now())
    slot = Slot.objects.filter(planned_at__isnull=False).latest("starts_at")
    Slot.objects.filter(pk=slot.pk).update(capacity=5, capacity_by_hand=True, note="Mang ủng")
    return {"pk": slot.pk}


def run_anyway(desk: Desk) -> dict:
    return {"pk": desk.slot(5 * DAYS, min_to_run=6, decide_at=timezone.now() + DAYS).pk}


def removed(desk: Desk, remove: str, pk: int) -> dict:
    response = desk.post(remove, pk=pk)
    return {"data": {"undo": response.context["undo"]}}


def closure_undo(desk: Desk) -> dict:
    day = timezone.localdate() + 4 * DAYS
    closure = close(host=desk.host, days=(day, day), by=None, now=timezone.now())
    return removed(desk, "closure_remove", closure.pk)


def schedule_undo(desk: Desk) -> dict:
    return removed(desk, "schedule_remove", make_schedule(desk.experience, times=["10:00"]).pk)


def day_off_undo(desk: Desk) -> dict:
    day = timezone.localdate() + 4 * DAYS
    off = DayOff.objects.create(
        artisan=make_artisan(desk.host), first_day=day, last_day=day, reason="", created_at=timezone.now()
    )
    return removed(desk, "day_off_remove", off.pk)


def turn(desk: Desk) -> Assignment:
    resource = make_rota(desk.host)
    make_use(desk.experience, resource)
    desk.book(desk.slot(2 * DAYS))
    plan(resource=resource, now=timezone.now())
    return Assignment.objects.earliest("pk")


def rota_choose(desk: Desk) -> dict:
    now = turn(desk)
    data = {"slot": now.slot_id, "old": now.artisan_id, "artisan": now.artisan_id}
    return {"pk": now.resource_id, "data": data}


def rota_release(desk: Desk) -> dict:
    tap = rota_choose(desk)
    desk.post("rota_choose", **tap)
    return {"pk": tap["pk"], "data": {"slot": tap["data"]["slot"]}}


def money(desk: Desk, amount: int = 700_000) -> dict:
    return {"key": str(uuid.uuid4()), "due": amount, "method": "cash"}


def pay(desk: Desk) -> dict:
    return {"reference": desk.book(adults=2).reference, "data": money(desk)}


def owed_back(desk: Desk) -> dict:
    tap = cancel(desk)
    due = {"key": str(uuid.uuid4()), "due": Booking.objects.get(reference=tap["reference"]).total_vnd}
    desk.post("pay", due | {"method": "cash"}, reference=tap["reference"])
    desk.post("cancel", **tap)
    return {"reference": tap["reference"], "data": due | {"key": str(uuid.uuid4()), "method": "transfer"}}


def entry_reverse(desk: Desk) -> dict:
    tap = pay(desk)
    desk.post("pay", **tap)
    return {"reference": tap["reference"], "pk": LedgerEntry.objects.latest("pk").pk}


def entry_sent(desk: Desk) -> dict:
    tap = owed_back(desk)
    desk.post("refund", **tap)
    return {"reference": tap["reference"], "pk": LedgerEntry.objects.latest("pk").pk}


def slot_guests(desk: Desk) -> dict:
    slot = desk.slot(3 * DAYS)
    unit = desk.experience.units.get(type="ADULT")
    data = {"key": str(uuid.uuid4()), f"u{unit.pk}": 2, "name": "Trần Văn Long", "source": "phone", "language": "vi"}
    return {"pk": slot.pk, "data": data}


def came(desk: Desk) -> dict:
    booking = desk.book(adults=4)
    return {"reference": booking.reference, "data": {f"u{booking.units.get().pk}": 3}}


def unit_undo(desk: Desk) -> dict:
    return removed(desk, "unit_remove", desk.experience.units.get(type="CHILD").pk)


def extra_undo(desk: Desk) -> dict:
    return removed(desk, "extra_remove", desk.experience.extras.earliest("pk").pk)


def money_close(desk: Desk) -> dict:
    day = timezone.localdate()
    return {
        "day": day,
        "data": {"key": str(uuid.uuid4()), "cash": 0, "seen": 0, "counted": "50.000", "note": "Tiền lẻ"},
    }


def slot_cancel(desk: Desk) -> dict:
    slot = desk.slot(3 * DAYS)
    desk.book(slot, email="")
    return {"pk": slot.pk, "data": {"reason": "rain"}}


def slot_open(desk: Desk) -> dict:
    tap = slot_cancel(desk)
    desk.post("slot_cancel", **tap)
    return {"pk": tap["pk"]}


def slot_called(desk: Desk) -> dict:
    tap = slot_open(desk)
    return {"pk": tap["pk"], "reference": Booking.objects.get(slot=tap["pk"]).reference}


def slot_uncalled(desk: Desk) -> dict:
    tap = slot_called(desk)
    desk.post("slot_called", **tap)
    return tap


def slot_write(desk: Desk) -> dict:
    slot = desk.slot(3 * DAYS)
    desk.book(slot)
    return {"pk": slot.pk, "data": {"key": str(uuid.uuid4()), "usual": "raincoat"}}


def slot_write_again(desk: Desk) -> dict:
    tap = slot_write(desk)
    desk.post("slot_write", **tap)
    OutboxMessage.objects.filter(kind="from_host").update(state="failed", error="SMTPException: no")
    return {"pk": tap["pk"]}


def invoice(desk: Desk) -> dict:
    booking = desk.book(desk.slot(3 * DAYS))
    ask(booking=booking, details=make_invoice(), now=timezone.now())
    return {"reference": booking.reference, "data": {"number": "1C26T 15"}}


def invoice_undo(desk: Desk) -> dict:
    tap = invoice(desk)
    desk.post("invoice", **tap)
    return {"reference": tap["reference"]}


def party_write(desk: Desk) -> dict:
    booking = desk.book(desk.slot(3 * DAYS))
    return {"reference": booking.reference, "data": {"key": str(uuid.uuid4()), "usual": "raincoat"}}


def party_write_again(desk: Desk) -> dict:
    tap = party_write(desk)
    desk.post("party_write", **tap)
    OutboxMessage.objects.filter(kind="from_host").update(state="failed", error="SMTPException: no")
    return {"reference": tap["reference"]}


def phone_calendar_make(desk: Desk) -> dict:
    return {"data": {"key": str(uuid.uuid4())}}


def phone_calendar_end(desk: Desk) -> dict:
    desk.post("phone_calendar_make", **phone_calendar_make(desk))
    return {}


def notices_phone_on(desk: Desk) -> dict:
    return {"data": make_phone().sent}


def notices_phone_off(desk: Desk) -> dict:
    desk.post("notices_phone_on", **notices_phone_on(desk))
    return {"data": {"device": PushDevice.objects.get().pk}}


def experience_off(desk: Desk) -> dict:
    return {"pk": desk.experience.pk}


def experience_on(desk: Desk) -> dict:
    tap = experience_off(desk)
    desk.post("experience_off", **tap)
    return tap


def guide(desk: Desk) -> Member:
    return Member.objects.create(host=desk.host, user=make_user(), role=MemberRole.GUIDE)


def member_role(desk: Desk) -> dict:
    return {"pk": guide(desk).pk, "data": {"role": "manager"}}


def member_undo(desk: Desk) -> dict:
    return removed(desk, "member_remove", guide(desk).pk)


def invited(desk: Desk) -> dict:
    return {"pk": make_invitation(desk.host).pk}


def invitation_renew(desk: Desk) -> dict:
    return invited(desk) | {"data": {"key": str(uuid.uuid4())}}


def criterion_accept(desk: Desk) -> dict:
    make_artisan(desk.host)
    dossier = make_dossier(desk.host)
    (offered,) = offers(dossier, "3.3", day=timezone.localdate())
    return {"pk": dossier.pk, "code": "3.3", "data": {"mark": offered.mark}}


def evidence_restore(desk: Desk) -> dict:
    tap = {"pk": make_evidence(make_dossier(desk.host)).pk}
    desk.post("evidence_remove", **tap)
    return tap


def enquiry(desk: Desk) -> dict:
    return {"pk": make_enquiry(make_product(desk.host)).pk}


def answered_enquiry(desk: Desk) -> dict:
    tap = enquiry(desk)
    desk.post("enquiry_answered", **tap)
    return tap


TAPS: dict[str, Tap] = {
    **(piece_taps.PIECE_TAPS | group_taps.GROUP_TAPS | selling_taps.SELLING_TAPS),
    "enquiry_answered": enquiry,
    "enquiry_unanswered": answered_enquiry,
    "criterion_accept": criterion_accept,
    "evidence_restore": evidence_restore,
    "experience_off": experience_off,
    "experience_on": experience_on,
    "phone_calendar_make": phone_calendar_make,
    "phone_calendar_end": phone_calendar_end,
    "notices_phone_on": notices_phone_on,
    "notices_phone_off": notices_phone_off,
    "party_write": party_write,
    "party_write_again": party_write_again,
    "invoice": invoice,
    "invoice_undo": invoice_undo,
    "unit_undo": unit_undo,
    "extra_undo": extra_undo,
    "money_close": money_close,
    "slot_write": slot_write,
    "slot_write_again": slot_write_again,
    "slot_cancel": slot_cancel,
    "slot_open": slot_open,
    "slot_called": slot_called,
    "slot_uncalled": slot_uncalled,
    "came": came,
    "pay": pay,
    "waive": pay,
    "refund": owed_back,
    "keep_rest": owed_back,
    "entry_reverse": entry_reverse,
    "entry_arrived": entry_sent,
    "entry_bounced": entry_sent,
    "slot_guests": slot_guests,
    "check_in": attendance,
    "undo_check_in": undo_check_in,
    "no_show": no_show,
    "undo_no_show": undo_no_show,
    "vouch": unproved,
    "decline": unproved,
    "cancel": cancel,
    "restore": restore,
    "undo_keep": undo_keep,
    "close_day": close_day,
    "reopen_day": reopen_day,
    "slot_follow": follow_rule,
    "slot_run": run_anyway,
    "closure_undo": closure_undo,
    "schedule_undo": schedule_undo,
    "day_off_undo": day_off_undo,
    "rota_choose": rota_choose,
    "rota_release": rota_release,
    "member_role": member_role,
    "member_undo": member_undo,
    "invitation_renew": invitation_renew,
    "invitation_revoke": invited,
}
