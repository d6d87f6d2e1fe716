"""Forms 01 and 02 of a dossier to print and sign, and the scans of what was signed."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from bookings.desk.ocop.dossiers import own_dossier
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from common.data.refusal import Refused
from ocop.domain.dossier.path import newest
from ocop.domain.evidence.contents import LARGEST, TooLargeFile
from ocop.domain.papers.form01 import form01
from ocop.domain.papers.form02 import form02
from ocop.domain.papers.handed import Handed, of_draft, of_submission
from ocop.domain.papers.signed import keep_of_dossier, standing
from ocop.enums import PaperKind
from ocop.models import Dossier, SignedPaper, Submission
from ocop.web.files import docx_answer, handed_out, too_long


@require_safe
def dossier_form01(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_dossier(request, pk)
    version = _with_offices(found)
    slips = version.intakes.all() if version else ()
    return docx_answer(form01(_told(found, version), slips), "mau 01", found.name)


@require_safe
def dossier_form02(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_dossier(request, pk)
    return docx_answer(form02(_told(found, _with_offices(found))), "mau 02", found.name)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_to_sign(request: DeskRequest, pk: int) -> HttpResponse:
    """What is too large is refused before it is read, so the form's token, which stands in the same body, is looked at
    within."""
    found = own_dossier(request, pk)
    if request.method != "POST":
        return _page(request, found)
    if too_long(request):
        return _page(request, found, said=str(TooLargeFile.message))
    return _keep(request, found)


@require_safe
def dossier_signed(request: DeskRequest, pk: int, paper: int) -> FileResponse:
    """A scan of the house's own forms."""
    found = own_dossier(request, pk)
    return handed_out(get_object_or_404(_scans(found), pk=paper))


@csrf_protect
def _keep(request: DeskRequest, found: Dossier) -> HttpResponse:
    version, kind, sent = _with_offices(found), request.POST.get("kind", ""), request.FILES.get("file")
    if version is None:
        return _page(request, found, said=_("Hand the dossier in first: what can still change is not signed."))
    if kind not in PaperKind.of_host() or sent is None:
        return _page(request, found, said=_("Choose the scan first."))
    try:
        keep_of_dossier(
            submission=version,
            kind=PaperKind(kind),
            data=sent.read(LARGEST + 1),
            name=sent.name or "",
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        return _page(request, found, said=str(refused.message))
    messages.success(request, _("The signed paper is kept. Of each paper the newest counts."))
    return redirect("desk:dossier_to_sign", host=request.desk_host.slug, pk=found.pk)


def _scans(found: Dossier) -> QuerySet[SignedPaper]:
    """Of forms 01 and 02 of the version that was handed in last."""
    return SignedPaper.objects.filter(submission=newest(found), kind__in=PaperKind.of_host())


def _page(request: DeskRequest, found: Dossier, *, said: str = "") -> HttpResponse:
    version, at = _with_offices(found), {"host": request.desk_host.slug, "pk": found.pk}
    scans = {row.kind: (row, before) for row, before in standing(_scans(found))}
    here = reverse("desk:dossier_to_sign", kwargs=at)
    papers = []
    for kind in PaperKind.of_host():
        row, before = scans.get(kind, (None, 0))
        url = reverse("desk:dossier_signed", kwargs=at | {"paper": row.pk}) if row else ""
        papers.append(
            {
                "kind": kind,
                "text": kind.label,
                "url": reverse(f"desk:dossier_{kind}", kwargs=at),
                "scan": {"row": row, "before": before, "url": url} if row else None,
                "keep": here if version else "",
            }
        )
    context = {"dossier": found, "papers": papers, "draft": version is None, "said": said}
    return desk_page(request, "desk/ocop/to_sign.html", context, current="setup")


def _with_offices(found: Dossier) -> Submission | None:
    """What stands at an office; while its host can change it, papers are drafts."""
    return None if found.is_with_host else newest(found)


def _told(found: Dossier, version: Submission | None) -> Handed:
    return of_submission(version) if version else of_draft(found, year=timezone.localdate().year)
