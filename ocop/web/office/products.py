"""The office's list of products, one of them, and the list as Excel."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry

from ocop.domain.certificates import extension_mark
from ocop.domain.withdrawal import DECISION_WITHIN, decide_by
from ocop.enums import CertificateState
from ocop.models import Certificate, OcopProduct, Office
from ocop.web.office import export
from ocop.web.office.access import OfficeRequest
from ocop.web.office.forms import ConcludeForm, ExtendForm, OpenForm, WithdrawForm
from ocop.web.office.listing import held_keys, listing, loaded, with_land
from ocop.web.office.page import office_page

PER_PAGE = 50
HISTORY = 50


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = listing(request.office, request.GET, today=today)
    keys = held_keys(request.office, shown, today=today)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {"listing": shown, "page": page, "rows": [_row(product) for product in loaded(list(page))]}
    return office_page(request, "ocop/office/products.html", context, current="products")


@require_safe
def file(request: OfficeRequest) -> HttpResponse:
    shown = listing(request.office, request.GET, today=timezone.localdate())
    return export.answer(list(shown.found))


@require_safe
def product(request: OfficeRequest, pk: int) -> HttpResponse:
    return product_page(request, product_of(request.office, pk))


def product_of(office: Office, pk: int) -> OcopProduct:
    """Raises Http404 for one of another office."""
    found = with_land(OcopProduct.objects.of_office(office)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def product_page(
    request: OfficeRequest, shown: OcopProduct, *, bound: dict | None = None, status: int = 200
) -> HttpResponse:
    """`bound` are forms that were sent and not taken, by the name of their act and the row they are about."""
    certificates = list(shown.certificates.order_by("-issued_on", "-pk").prefetch_related("withdrawals"))
    history = ModelLogEntry.objects.for_instance(shown).select_related("user").order_by("-timestamp", "-pk")
    context = {
        "product": shown,
        "place": shown.place,
        "certificates": [_certificate(one, request.office_may.decide, bound or {}) for one in certificates],
        "history": [
            {"at": entry.timestamp, "who": str(entry.user or ""), "what": entry.message} for entry in history[:HISTORY]
        ],
        "days": DECISION_WITHIN.days,
    }
    return office_page(request, "ocop/office/product.html", context, current="products", status=status)


def _certificate(certificate: Certificate, may_decide: bool, bound: dict) -> dict:
    """One certificate with its state on today, its withdrawals and what can be done to it now."""
    today = timezone.localdate()
    withdrawals = sorted(certificate.withdrawals.all(), key=lambda one: -one.pk)
    is_open = next((one for one in withdrawals if one.upheld is not False and not one.decided_on), None)
    acts: dict = {}
    if may_decide and is_open is None and certificate.in_force_on(today):
        acts["open"] = bound.get(("open", certificate.pk)) or OpenForm(prefix=f"open-{certificate.pk}")
    if may_decide and not (certificate.withdrawn_on or certificate.replaced_on) and certificate.issued_on <= today:
        acts["extend"] = bound.get(("extend", certificate.pk)) or ExtendForm(
            prefix=f"extend-{certificate.pk}", initial={"seen": extension_mark(certificate)}
        )
    if may_decide and is_open and is_open.upheld is None:
        acts["conclude"] = bound.get(("conclude", is_open.pk)) or ConcludeForm(prefix=f"conclude-{is_open.pk}")
    if may_decide and is_open and is_open.upheld:
        acts["withdraw"] = bound.get(("withdraw", is_open.pk)) or WithdrawForm(prefix=f"withdraw-{is_open.pk}")
    texts = {
        "extend": _("Extend"),
        "open": _("Open a withdrawal"),
        "conclude": _("Conclude the withdrawal"),
        "withdraw": _("Withdraw the certificate"),
    }
    mine = {("extend", certificate.pk), ("open", certificate.pk)}
    mine |= {(name, one.pk) for one in withdrawals for name in ("conclude", "withdraw")}
    return {
        "row": certificate,
        "state": _state(certificate),
        "open": is_open,
        # What was typed for an act that cannot be done any more is there to be read.
        "gone": [
            {"form": form, "text": texts[key[0]]}
            for key, form in bound.items()
            if key in mine and form not in acts.values()
        ],
        "decide_by": decide_by(is_open) if is_open else None,
        "past": [one for one in withdrawals if one is not is_open],
        "acts": acts,
    }


def _row(product: OcopProduct) -> dict:
    # What counts today; else the newest.
    certificate = product.certificate_on(timezone.localdate()) or next(iter(product.certificates.all()), None)
    return {
        "product": product,
        "certificate": certificate,
        "state": _state(certificate),
        "place": product.place,
    }


def _state(certificate: Certificate | None) -> dict | None:
    """By word and mark: how templates/components/state.html draws a state of its kind."""
    if certificate is None:
        return None
    state = certificate.state_on(timezone.localdate())
    marks = {CertificateState.IN_FORCE: "CONFIRMED", CertificateState.EXPIRING: "PENDING"}
    marks |= {CertificateState.EXTENDED: "PENDING", CertificateState.COMING: "ON_HOLD"}
    marks |= {CertificateState.RE_EVALUATION: "PENDING"}
    return {"status": marks.get(state, "CANCELLED"), "text": state.label}
