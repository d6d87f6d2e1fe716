"""All that a party made, behind its signed link: where each is, how they get it, and who may read of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.pieces.photos import photos_by_piece
from bookings.domain.pieces.public import publish, stages_by_piece, withdraw
from bookings.domain.pieces.sending import choose, may_choose
from bookings.enums import PieceWay
from bookings.forms.pieces import PublicForm, WayForm
from bookings.links import booking_token, photo_token
from bookings.models import Booking, Piece, PieceChoice
from bookings.web.access import takes_form, with_booking
from bookings.web.booking.often import require_seldom
from bookings.web.way_back import story_of
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from ocop.web.addresses import passport_url
from villages.enums import StepKind


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def pieces(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The form chooses fetching or sending, while something is in the house still."""
    rows = list(
        Piece.objects.filter(booking=booking).select_related("step", "artisan", "parcel", "replaced_by").order_by("pk")
    )
    if not rows:
        return redirect("bookings:booking", booking_token(booking))
    standing = form = _form(booking, None)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = _form(booking, sent.data)
        if sent.accepted(form) and _chosen(request, booking, form):
            return redirect("bookings:pieces", booking_token(booking))
    context = {
        "booking": booking,
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
        "title": story_of(request, booking.slot.experience).title,
        "cards": _cards(rows),
        "form": form if may_choose(booking) else None,
        "opened": opened(standing),
        "choice": PieceChoice.objects.filter(booking=booking).first(),
    }
    return render(request, "bookings/pieces/pieces.html", context, status=422 if form.errors else 200)


def _form(booking: Booking, data) -> WayForm:
    choice = PieceChoice.objects.filter(booking=booking).first()
    ship_to = (choice.ship_to if choice else "") or booking.ship_to
    return WayForm(data, initial={"way": choice.way if choice else "", "ship_to": ship_to})


def _chosen(request: HttpRequest, booking: Booking, form: WayForm) -> bool:
    said, now = form.cleaned_data, timezone.now()
    try:
        require_seldom(request)
        choice = choose(booking=booking, way=PieceWay(said["way"]), ship_to=said["ship_to"].strip(), now=now)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    if choice.chosen_at == now:
        messages.success(request, _("Saved. The house reads it."))
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return True


def _cards(rows: list[Piece]) -> list[dict]:
    stages, photos = stages_by_piece(rows), photos_by_piece(rows)
    return [
        {
            "piece": piece,
            "stages": stages[piece.pk],
            "photos": [{"photo": photo, "token": photo_token(photo.pk)} for photo in photos[piece.pk]],
            "form": PublicForm(initial={"name": piece.public_name or piece.whose}, auto_id=f"{piece.code}-%s"),
            "may_show": piece.step.kind != StepKind.BROKEN,
            "is_waiting": piece.step.kind == StepKind.UNDER_WAY and piece.expected_until is not None,
            "url": passport_url(piece.code) if piece.public_at else "",
        }
        for piece in rows
    ]


@takes_form(shown_at="bookings:pieces")
@with_booking
def show(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The piece of the form's code is shown to whoever has it, or with `hide` to nobody any more."""
    code, form = request.POST.get("code", "")[:12], PublicForm(request.POST)
    before = Piece.objects.filter(booking=booking, code=code).values_list("public_at", "public_name").first()
    if before is None:
        raise Http404
    answer = redirect(reverse("bookings:pieces", args=[booking_token(booking)]) + f"#{code}")
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form["name"].errors))
        return answer
    hide, now = "hide" in request.POST, timezone.now()
    try:
        require_seldom(request)
        if hide:
            piece = withdraw(booking=booking, code=code, now=now)
        else:
            piece = publish(booking=booking, code=code, name=form.cleaned_data["name"], now=now)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return answer
    if (piece.public_at, piece.public_name) == before:
        messages.info(request, _("It was so already: nothing has changed."))
    elif hide:
        messages.success(request, _("Nobody reads this page any more."))
    else:
        messages.success(request, _("Whoever has the code or the link reads this page now."))
    return answer
