"""Labels for the board of the workshop: each opens its piece at this desk, and nothing else of its guest."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.models import Piece
from common.http.sheets import attachment
from common.look.label_sheet import SIZES, Label, label_sheet
from common.words.dates import date_text
from common.words.dates import local as local_time
from common.words.example import marked
from common.words.numbers import read_id
from ocop.domain.passport.codes import shown

# What is drawn while somebody waits.
MOST_LABELS = 240


@require_safe
def sheet(request: DeskRequest) -> HttpResponse:
    """Of a step, a load, a party or a time; else of all that the house still has, the newest first."""
    rows = Piece.objects.for_host(request.desk_host).select_related("booking__slot__experience__host", "host")
    asked = {name: read_id(request.GET.get(name, "")) for name in ("step", "batch", "slot", "booking")}
    paths = {"step": "step", "batch": "places__batch", "slot": "booking__slot", "booking": "booking"}
    wanted = {paths[name]: pk for name, pk in asked.items() if pk is not None}
    rows = rows.filter(**wanted) if wanted else rows.under_way()
    size = SIZES.get(request.GET.get("size", ""), SIZES["70x37"])
    with override("vi"):
        labels = [_label(piece) for piece in rows.order_by("-pk")[:MOST_LABELS]]
        title = _("Pieces")
    return attachment(label_sheet(labels, size=size, title=title), "application/pdf", f"mon-{size.name}.pdf")


def _label(piece: Piece) -> Label:
    """Vietnamese whatever its reader reads: it hangs in the workshop."""
    url = settings.BASE_URL + reverse("desk:piece", args=[piece.host.slug, piece.code])
    slot = piece.booking.slot
    lines = [marked(slot.experience.name, slot.is_made_up), date_text(local_time(slot.starts_at).date())]
    if piece.expected_until:
        lines.append(_("Ready until %(day)s") % {"day": date_text(piece.expected_until)})
    return Label(url, shown(piece.code), piece.whose or _("Nobody's name"), tuple(lines))
