"""The page behind the code of a piece that its guest made public; any other is a code that nobody knows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings.domain.pieces.photos import photos_by_piece
from bookings.domain.pieces.public import stages_by_piece
from bookings.links import photo_token
from bookings.models import Piece
from ocop.domain.passport.codes import shown
from ocop.models import PassportCode
from villages.enums import StepKind


def face(request: HttpRequest, code: PassportCode, piece: Piece) -> HttpResponse:
    """Registered with ocop.web.faces; `piece` is one of bookings.domain.pieces.public.with_a_page."""
    stages = stages_by_piece([piece])[piece.pk]
    experience = piece.booking.slot.experience
    context = {
        "piece": piece,
        "code": shown(code.code),
        # How it got to its guest is nobody's business.
        "stages": [each for each in stages if each.step.kind in (StepKind.UNDER_WAY, StepKind.READY)],
        "photos": [{"photo": photo, "token": photo_token(photo.pk)} for photo in photos_by_piece([piece])[piece.pk]],
        "made_at": piece.booking.slot.starts_at,
        "experience": experience,
        "host": piece.host,
        "village": experience.village,
    }
    answer = render(request, "bookings/pieces/passport.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
