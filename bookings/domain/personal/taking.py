"""All that is kept of a guest in one booking, for them to take away."""

from typing import Any

from django.db.models import QuerySet

from bookings.enums import Audience
from bookings.models import (
    BankNotice,
    Booking,
    GroupRequest,
    InvoiceRequest,
    OnlinePayment,
    Piece,
    PieceChoice,
    RefundAccount,
    Review,
)

REVIEW = ("mark", "text", "name", "language", "answer", "hidden_ground", "hidden_why")
INVOICE = ("buyer", "name", "address", "tax_code", "email", "number", "asked_at")
GROUP = (
    "kind", "organisation", "contact_name", "contact_email", "language", "answer_by", "day_part", "adults", "leaders",
    "little", "children", "teens", "wants_meal", "food_note", "spoken_language", "comes_by_bus", "budget_vnd",
    "wants_invoice", "words", "state", "decline_reason",
)  # fmt: skip
REFUND_ACCOUNT = ("bank_bin", "account", "name", "given_at")


def everything_about(booking: Booking) -> dict[str, Any]:
    """As JSON takes it: times in ISO 8601, money in đồng. Names of who works for the host are not the guest's."""
    slot = booking.slot
    back_to = RefundAccount.objects.filter(booking=booking).values(*REFUND_ACCOUNT).first()
    entry = getattr(booking, "waiting_entry", None)
    invoice = InvoiceRequest.objects.filter(booking=booking).values(*INVOICE).first()
    return {
        "reference": booking.reference,
        "status": booking.status,
        "host": slot.experience.host.name,
        "experience": slot.experience.name,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "contact": {
            "name": booking.contact_name,
            "phone": str(booking.contact_phone or ""),
            "email": booking.contact_email,
            "note": booking.note,
            "dietary": [code for code in booking.dietary.split(",") if code],
            "spoken_language": booking.spoken_language,
            "send_to": booking.ship_to,
            "language": booking.language,
            "booked": booking.source,
            "agreed": "by_word" if booking.consented_by_word else "on_the_form",
            "terms_version": booking.terms_version,
            "privacy_version": booking.privacy_version,
            "where_from": booking.origin,
            "agency": booking.agent,
        },
        "party": [
            {"kind": line.type, "number": line.quantity, "price_vnd": line.price_vnd, "why": line.why}
            for line in booking.units.all()
        ],
        "extras": [
            {"name": line.name, "number": line.quantity, "price_vnd": line.price_vnd} for line in booking.extras.all()
        ],
        "discount": {"code": str(booking.discount_code or ""), "amount_vnd": booking.discount_vnd},
        "total_vnd": booking.total_vnd,
        "when": {
            name: moment.isoformat() if moment else None
            for name, moment in (
                ("made", booking.created_at),
                ("agreed", booking.consented_at),
                ("confirmed", booking.confirmed_at),
                ("checked_in", booking.redeemed_at),
                ("did_not_come", booking.no_show_at),
                ("cancelled", booking.cancelled_at),
            )
        },
        "waiting_list": {"joined": entry.created_at.isoformat(), "note": entry.note} if entry else None,
        "invoice": invoice and invoice | {"asked_at": invoice["asked_at"].isoformat()},
        "money_back_to": back_to and back_to | {"given_at": back_to["given_at"].isoformat()},
        "review": _review(booking),
        "pieces": [_piece(piece) for piece in _pieces(booking)],
        "pieces_to_me": PieceChoice.objects.filter(booking=booking).values("way", "ship_to").first(),
        "group": _group(booking),
        "payments": [
            {
                "kind": row.kind,
                "method": row.method,
                "amount_vnd": row.amount_vnd,
                "happened_at": row.happened_at.isoformat(),
                "takes_back_another": row.reverses_id is not None,
            }
            for row in booking.ledger.order_by("pk")
        ],
        "bank_notices": [
            {"at": at.isoformat(), "amount_vnd": amount, "note": note}
            for at, amount, note in BankNotice.objects.filter(rows__entry__booking=booking)
            .order_by("pk")
            .distinct()
            .values_list("happened_at", "amount_vnd", "note")
        ],
        "online_payments": [
            {
                "gateway": one.provider,
                "reference": one.reference,
                "amount_vnd": one.amount_vnd,
                "begun_at": one.created_at.isoformat(),
                "state": one.state,
                "told": [notice.raw for notice in one.notices.order_by("pk")],
            }
            for one in OnlinePayment.objects.filter(booking=booking).prefetch_related("notices").order_by("pk")
        ],
        "history": [
            {"at": act.at.isoformat(), "act": act.act, "by": act.by, "before": act.before, "after": act.after}
            for act in booking.acts.order_by("pk")
        ],
        "written_by_host": [
            {"at": party.message.written_at.isoformat(), "text": party.message.text()}
            for party in booking.host_messages.select_related("message").order_by("pk")
        ],
        "mails": [
            {"kind": mail.kind, "to": mail.to, "sent_at": mail.sent_at.isoformat() if mail.sent_at else None}
            for mail in booking.messages.filter(audience=Audience.GUEST).order_by("pk")
        ],
    }


def _group(booking: Booking) -> dict[str, Any] | None:
    request = GroupRequest.objects.filter(quotes__places__booking=booking).first()
    return everything_about_group(request) if request else None


def everything_about_group(request: GroupRequest) -> dict[str, Any]:
    """What a group asked for and what came of it. The names on its list are other people's: their number alone."""
    return {
        **{name: getattr(request, name) for name in GROUP},
        "contact_phone": str(request.contact_phone or ""),
        "days": [day.isoformat() for day in (request.first_day, request.second_day) if day],
        "dietary": [code for code in request.dietary.split(",") if code],
        "asked_at": request.created_at.isoformat(),
        "agreed_at": request.consented_at.isoformat(),
        "quotes": [
            {"version": quote.version, "sent_at": quote.sent_at.isoformat(), "total_vnd": quote.total_vnd}
            | {"deposit_vnd": quote.deposit_vnd, "words": quote.words}
            | {"accepted_at": quote.accepted_at.isoformat() if quote.accepted_at else None}
            for quote in request.quotes.order_by("version")
        ],
        "names_on_the_list": request.names.count(),
        "history": [
            {"at": act.at.isoformat(), "act": act.act, "by": act.by, "words": act.words, "after": act.after}
            for act in request.acts.order_by("pk")
        ],
        "mails": [
            {"kind": mail.kind, "to": mail.to, "sent_at": mail.sent_at.isoformat() if mail.sent_at else None}
            for mail in request.messages.filter(audience=Audience.GUEST).order_by("pk")
        ],
    }


def _pieces(booking: Booking) -> QuerySet[Piece]:
    return Piece.objects.filter(booking=booking).select_related("step", "parcel").order_by("pk")


def _piece(piece: Piece) -> dict[str, Any]:
    """Its photos are shown on the guest's own page."""
    return {
        "code": piece.code,
        "whose": piece.whose,
        "step": piece.step.name,
        "since": piece.step_since.isoformat(),
        "material": piece.material,
        "note": piece.note,
        "public": piece.public_at is not None,
        "public_name": piece.public_name,
        "tracking": piece.parcel.tracking if piece.parcel else "",
    }


def _review(booking: Booking) -> dict[str, Any] | None:
    """Its pictures are shown on the guest's own page."""
    review = Review.objects.standing().filter(booking=booking).first()
    if review is None:
        return None
    told = {name: getattr(review, name) for name in REVIEW}
    return told | {"written_at": review.written_at.isoformat(), "pictures": review.pictures.count()}
