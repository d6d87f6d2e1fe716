"""An office's dossiers: what waits for it first, and one with everything that was handed in and done."""

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop.domain.dossier.handing_in import is_late
from ocop.domain.dossier.offices import due_on
from ocop.domain.dossier.path import newest, with_offices
from ocop.enums import DossierAct, DossierState
from ocop.models import AgendaItem, Dossier, DossierStep, Office, Submission
from ocop.web.files import handed_out
from ocop.web.office.access import OfficeRequest
from ocop.web.office.dossier_content import content_of
from ocop.web.office.next_acts import next_acts
from ocop.web.office.page import office_page
from ocop.web.office.paper_links import of_dossier

PER_PAGE = 50
# How templates/components/state.html draws a state of its kind.
MARKS = {
    DossierState.RECOGNISED: "CONFIRMED",
    DossierState.NOT_RECOGNISED: "CANCELLED",
    DossierState.RETURNED: "REJECTED",
    DossierState.IDEA: "NO_SHOW",
    DossierState.PLAN: "NO_SHOW",
}


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    office = request.office
    found = Dossier.objects.for_office(office)
    waiting = waiting_for(office)
    counts = found.aggregate(all=Count("pk"), waiting=Count("pk", filter=Q(state__in=waiting)))
    asked = request.GET.get("viec", "cho")
    if asked == "cho":
        found = found.filter(state__in=waiting)
    mine = Case(When(state__in=waiting, then=Value(0)), default=Value(1), output_field=IntegerField())
    # Keys alone are put in order: whole dossiers would be carried along for each that is not shown.
    paginator = Paginator(found.order_by(mine, "state_since", "pk").values_list("pk", flat=True), PER_PAGE)
    paginator.count = counts["waiting" if asked == "cho" else "all"]  # type: ignore[misc]  # a cached property
    page = paginator.get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(_loaded(page)), "asked": asked, "counts": counts}
    context["base_url"] = f"?viec={asked}"
    return office_page(request, "ocop/office/dossiers.html", context, current="dossiers")


@require_safe
def show(request: OfficeRequest, pk: int) -> HttpResponse:
    return dossier_page(request, dossier_of(request.office, pk))


@require_safe
def file(request: OfficeRequest, pk: int, file_pk: int) -> FileResponse:
    """A file as it was handed in, to be saved; never shown inside a page."""
    found = newest_or_404(dossier_of(request.office, pk)).files.filter(pk=file_pk).first()
    if found is None:
        raise Http404
    return handed_out(found)


def waiting_for(office: Office) -> list[DossierState]:
    """States in which an office has something to do."""
    return list(DossierState.at_province() if office.province_id else DossierState.at_commune())


def dossier_of(office: Office, pk: int) -> Dossier:
    """Raises Http404 for one of another office."""
    found = Dossier.objects.for_office(office).select_related("host", "product").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def taken_back(office: Office, pk: int) -> Submission | None:
    """What was handed in of a dossier that its host has taken back since, so that no office reads it."""
    dossier = Dossier.objects.in_land(office).filter(pk=pk).first()
    return newest(dossier) if dossier and with_offices(dossier) is None else None


def newest_or_404(dossier: Dossier) -> Submission:
    found = with_offices(dossier)
    if found is None:
        raise Http404
    return found


def dossier_page(
    request: OfficeRequest, dossier: Dossier, *, bound: dict | None = None, status: int = 200
) -> HttpResponse:
    """`bound` are forms that were sent and not taken, by the name of their act."""
    submission = with_offices(dossier)
    context = {
        "dossier": dossier,
        "state": state_of(dossier),
        "steps": dossier.steps.select_related("by", "office").order_by("-at", "-pk"),
        "submission": submission,
    }
    if submission is not None:
        intakes = list(submission.intakes.order_by("pk"))
        item = AgendaItem.objects.filter(submission=submission).select_related("session__council").first()
        context |= {
            "content": content_of(submission),
            "intakes": intakes,
            "due": due_on(submission, intakes),
            "late": is_late(dossier, timezone.localdate(submission.handed_in_at)),
            "report": getattr(submission, "commune_report", None),
            "advice": getattr(submission, "advisory_report", None),
            "item": item,
            "decision": getattr(submission, "decision", None),
            "acts": next_acts(request.office, dossier, submission, item, bound or {}),
            "versions": dossier.submissions.count(),
            "papers": of_dossier(request.office, submission, item),
        }
    return office_page(request, "ocop/office/dossier.html", context, current="dossiers", status=status)


def state_of(dossier: Dossier) -> dict:
    """By word and mark."""
    state = DossierState(dossier.state)
    return {"status": MARKS.get(state, "PENDING"), "text": state.label}


def _loaded(page: Page) -> list[Dossier]:
    keys = list(page)
    found = Dossier.objects.select_related("host", "product").in_bulk(keys)
    return [found[pk] for pk in keys if pk in found]


def _rows(dossiers: list[Dossier]) -> list[dict]:
    """Each with its newest version and slips, in three queries."""
    taken_back = DossierStep.objects.filter(act=DossierAct.TAKE_BACK, dossier__in=dossiers).values("submission")
    versions = Submission.objects.filter(dossier__in=dossiers).exclude(pk__in=taken_back)
    versions = versions.order_by("dossier", "-version")
    newest_of: dict[int, Submission] = {}
    for version in versions.defer("content").prefetch_related(Prefetch("intakes")):
        newest_of.setdefault(version.dossier_id, version)
    rows = []
    for dossier in dossiers:
        latest = newest_of.get(dossier.pk)
        if latest is not None:
            latest.dossier = dossier
        due = due_on(latest, list(latest.intakes.all())) if latest else None
        rows.append(
            {
                "dossier": dossier,
                "state": state_of(dossier),
                "version": latest,
                "due": due,
                "over": bool(due and due < timezone.localdate()),
            }
        )
    return rows
