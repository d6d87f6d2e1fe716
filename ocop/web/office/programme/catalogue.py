"""A catalogue to print for a fair: products that take part, each with its maker and a code that leads to its page."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.http.sheets import attachment
from common.look.label_sheet import SIZES, Label, label_sheet
from common.words.example import marked
from ocop.models import OcopProduct
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.activities import activity_of, catalogue_of

# Eight on a sheet of A4.
SIZE = SIZES["105x74"]


@require_safe
def catalogue(request: OfficeRequest, pk: int) -> HttpResponse:
    """What is certified today, and nothing else; in Vietnamese, whoever prints it. Of many products several files, of
    which `phan` names one."""
    row = activity_of(request, pk)
    part = catalogue_of(request, row).get_page(request.GET.get("phan"))
    with translation.override("vi"):
        content = label_sheet(_labels(part), size=SIZE, title=marked(row.name, row.is_made_up))
    number = f"-{part.number}" if part.has_other_pages() else ""
    return attachment(content, "application/pdf", f"danh-muc-{row.pk}{number}.pdf")


def _labels(products: Iterable[OcopProduct]) -> Iterator[Label]:
    for product in products:
        host = product.host
        stars = _("OCOP %(n)s stars") % {"n": product.stars}  # type: ignore[attr-defined]  # annotated
        lines = [stars, host.name, str(product.place), host.phone.as_national if host.phone else "", product.story]
        yield Label(
            url=settings.BASE_URL + reverse("ocop_product_short", args=[product.pk]),
            code=product.code or "",
            title=marked(product.name, product.is_made_up),
            lines=tuple(line for line in lines if line),
        )
