"""Labels to print and cut. No stars and no mark of OCOP are on them: a certificate ends, what was printed stays."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bookings.desk.ocop.lots import own_lot
from bookings.desk.ocop.products import own_product
from bookings.desk.shell.access import DeskRequest
from common.http.sheets import attachment
from common.look.label_sheet import SIZES, Label, Size, label_sheet
from common.words.dates import date_text
from common.words.example import marked
from common.words.text import fold
from ocop.domain.passport.codes import code_of, shown
from ocop.domain.passport.passport import LOT, PRODUCT
from ocop.models import Lot, OcopProduct
from ocop.web.addresses import label_url

# What is drawn while somebody waits; `?from=` goes on where a file ended.
MOST_LABELS = 240


@require_safe
def product_labels(request: DeskRequest, pk: int) -> HttpResponse:
    """A sheet that is the same for every lot. Its code is drawn when it is asked for first."""
    product = own_product(request, pk)
    size = _size(request)
    code = code_of(kind=PRODUCT, key=product.pk, now=timezone.now()).code
    label = Label(label_url(product, None, code), shown(code), _title(product), (product.host.name,))
    return _file(product, "", [label] * size.per_sheet, size)


@require_safe
def lot_labels(request: DeskRequest, pk: int) -> HttpResponse:
    """One for each piece, as far as one file goes."""
    lot = own_lot(request, pk)
    size = _size(request)
    code = code_of(kind=LOT, key=lot.pk, now=timezone.now()).code
    return _file(lot.product, lot.number, _of_lot(lot, code, _start(request, lot)), size)


def _of_lot(lot: Lot, code: str, start: int) -> Iterator[Label]:
    """Vietnamese whatever the host reads: the label is for those who buy."""
    with override("vi"):
        days = [_("Made on %(day)s") % {"day": date_text(lot.made_on)}]
        if lot.expires_on:
            days.append(_("Good until %(day)s") % {"day": date_text(lot.expires_on)})
        lines = (lot.product.host.name, _("Lot %(number)s") % {"number": lot.number}, *days)
        number_of = _("No. %(serial)s")
    title = _title(lot.product)
    for place in range(start, min(lot.pieces, start + MOST_LABELS)):
        serial = lot.serial(place)
        own = (number_of % {"serial": serial},) if serial else ()
        yield Label(label_url(lot.product, lot, code, serial), shown(code), title, (*own, *lines))


@override("vi")
def _title(product: OcopProduct) -> str:
    return marked(product.name, product.is_made_up)


def _start(request: DeskRequest, lot: Lot) -> int:
    asked = request.GET.get("from", "")
    return min(int(asked), lot.pieces - 1) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 0


def _size(request: DeskRequest) -> Size:
    return SIZES.get(request.GET.get("size", ""), SIZES["70x37"])


def _file(product: OcopProduct, number: str, labels, size: Size) -> HttpResponse:
    name = "-".join(filter(None, [slugify(fold(product.name))[:60], slugify(number), size.name]))
    return attachment(label_sheet(labels, size=size, title=_title(product)), "application/pdf", f"{name}.pdf")
