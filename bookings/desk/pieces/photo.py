"""A photo that comes with a tap: the tap stands whatever becomes of the photo, and what was refused is said."""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.desk.shell.access import DeskRequest
from bookings.domain.pieces.photos import LARGEST, add_photo
from bookings.links import photo_token
from bookings.models import Batch, Piece, PiecePhoto
from common.data.refusal import Refused
from villages.models import CraftStep


def keep_photo(request: DeskRequest, *, of: Piece | Batch, step: CraftStep | None) -> bool:
    """Whether a photo was sent and is kept."""
    sent = request.FILES.get("photo")
    if sent is None:
        return False
    try:
        add_photo(of=of, data=sent.read(LARGEST + 1), step=step, now=timezone.now())
    except Refused as refused:
        said = _("The photo was not kept: %(why)s") % {"why": refused.message}
        messages.error(request, said)
        return False
    messages.success(request, _("The photo is kept; guests see it on their page."))
    return True


def shown(photos: list[PiecePhoto]) -> list[dict]:
    """For templates/bookings/pieces/_photos.html."""
    return [{"photo": photo, "token": photo_token(photo.pk)} for photo in photos]
