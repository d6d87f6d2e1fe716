"""Spreadsheets: sent, looked at row by row, and written by one button."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.data.refusal import Refused
from common.http.sheets import XLSX
from ocop.domain.imports import work
from ocop.domain.imports.opening import LARGEST, Empty, TooLarge
from ocop.domain.imports.progress import writing_percent
from ocop.enums import ImportState, RowOutcome
from ocop.models import RegisterImport
from ocop.tasks import import_soon
from ocop.web.office import problems
from ocop.web.office.access import OfficeRequest
from ocop.web.office.page import office_page

SHOWN = 20
PER_PAGE = 100
# Until a page of a file that is worked on looks again.
SECONDS = 2
# What a form adds to its file.
FORM = 100_000
# Which mark a row's outcome has, of those that templates/components/state.html draws.
MARKS = {
    RowOutcome.NEW: "CONFIRMED",
    RowOutcome.CHANGED: "REDEEMED",
    RowOutcome.SAME: "NO_SHOW",
    RowOutcome.DUPLICATE: "PENDING",
    RowOutcome.PROBLEM: "REJECTED",
    RowOutcome.NOTE: "NO_SHOW",
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OfficeRequest) -> HttpResponse:
    """What is too large is refused by what it says of its size, before a byte of it is read: so the form's token, which
    stands behind the file, is looked at within."""
    if request.method == "POST":
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST + FORM:
            return _index(request, error=str(TooLarge.message), status=413)
        return _send(request)
    return _index(request)


@csrf_protect
def _send(request: OfficeRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None:
        return _index(request, error=_("Choose a file first."), status=400)
    try:
        if sent.size == 0:
            raise Empty
        row = work.send(
            office=request.office,
            content=sent.read(LARGEST + 1),
            name=sent.name or "",
            language=get_language() or "vi",
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        return _index(request, error=str(refused.message), status=400)
    import_soon()
    return redirect("office:import", request.office.slug, row.pk)


def _index(request: OfficeRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    rows = request.office.imports.select_related("by").defer("heading", "columns")[:SHOWN]
    context = {"error": error, "imports": [{"row": row, "state": _state(row)} for row in rows]}
    return office_page(request, "ocop/office/imports.html", context, current="imports", status=status)


@require_safe
def show(request: OfficeRequest, pk: int) -> HttpResponse:
    return _page(request, _import_of(request, pk))


def _page(request: OfficeRequest, row: RegisterImport, *, status: int = 200) -> HttpResponse:
    """Its links are whole: what was refused is shown at the address of its button."""
    state, here = ImportState(row.state), reverse("office:import", args=[request.office.slug, row.pk])
    asked = request.GET.get("show", "")
    rows = row.rows.select_related("product")
    if asked in RowOutcome.values:
        rows = rows.filter(outcome=asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    to_write = sum(row.counts.get(outcome, 0) for outcome in RowOutcome.written())
    context = {
        "import": row,
        "state": _state(row),
        "percent": writing_percent(row) if state == ImportState.WRITING else row.percent,
        "writing": state in (ImportState.CONFIRMED, ImportState.WRITING),
        "busy": state in (*ImportState.for_worker(), *ImportState.at_work()),
        "ready": state == ImportState.READY,
        "done": state == ImportState.DONE,
        "failed": state in (ImportState.REFUSED, ImportState.FAILED),
        "said": row.said or _("Something broke on our side. Nothing of the file was written. Send it again later."),
        "tabs": _tabs(row, asked, here),
        "page": page,
        "rows": [_row(one, row.columns) for one in page],
        "base_url": f"{here}?show={asked}&" if asked in RowOutcome.values else f"{here}?",
        "to_write": to_write,
        "write_words": ngettext("Write %(n)s row into the register", "Write %(n)s rows into the register", to_write)
        % {"n": to_write},
        "problems": row.counts.get(RowOutcome.PROBLEM, 0),
        "unknown": [text for key, text in zip(row.columns, row.heading, strict=False) if not key and text],
    }
    answer = office_page(request, "ocop/office/import.html", context, current="imports", status=status)
    if context["busy"]:
        # The page comes again by itself, with scripts or without.
        answer["Refresh"] = str(SECONDS) if status == 200 else f"{SECONDS}; url={here}"
    return answer


@require_POST
def decide(request: OfficeRequest, pk: int) -> HttpResponse:
    row = _import_of(request, pk)
    try:
        work.decide(row=row, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _page(request, row, status=400)
    import_soon()
    return redirect("office:import", request.office.slug, pk)


@require_safe
def to_mend(request: OfficeRequest, pk: int) -> HttpResponse:
    return problems.answer(_import_of(request, pk))


@require_safe
def original(request: OfficeRequest, pk: int) -> FileResponse:
    """As it was sent; never shown by a browser, whatever it is."""
    row = _import_of(request, pk)
    if not (row.file.name and row.file.storage.exists(row.file.name)):
        raise Http404
    file = row.file.open("rb")
    kind = XLSX if row.name.lower().endswith(".xlsx") else "application/octet-stream"
    return FileResponse(file, as_attachment=True, filename=row.name, content_type=kind)


def _import_of(request: OfficeRequest, pk: int) -> RegisterImport:
    found = request.office.imports.filter(pk=pk).select_related("by").first()
    if found is None:
        raise Http404
    return found


def _state(row: RegisterImport) -> dict:
    marks = {ImportState.DONE: "CONFIRMED", ImportState.REFUSED: "REJECTED", ImportState.FAILED: "REJECTED"}
    state = ImportState(row.state)
    return {"status": marks.get(state, "PENDING"), "text": state.label}


def _tabs(row: RegisterImport, asked: str, here: str) -> list[dict]:
    total = sum(row.counts.values())
    tabs = [{"text": _("All (%(n)s)") % {"n": total}, "url": f"{here}?", "selected": asked not in RowOutcome.values}]
    for outcome in RowOutcome:
        if number := row.counts.get(outcome):
            text = f"{str(outcome.label).capitalize()} ({number})"
            tabs.append({"text": text, "url": f"{here}?show={outcome.value}", "selected": asked == outcome})
    return tabs


def _row(row, columns: list[str]) -> dict:
    cells = dict(zip(columns, row.cells, strict=False))
    outcome = RowOutcome(row.outcome)
    return {
        "number": row.number,
        "outcome": outcome.value,
        "status": MARKS[outcome],
        "text": outcome.label,
        "name": cells.get("name", "") or next(filter(None, row.cells), ""),
        "host": cells.get("host", ""),
        "stars": cells.get("stars", ""),
        "said": [*row.reasons, *row.told],
        "product": row.product,
    }
