"""Papers of a dossier and of a session as Word files, and the scans of what was signed. One domain call each."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from common.data.refusal import Refused
from ocop.domain.dossier.council import NotClosed
from ocop.domain.evidence.contents import LARGEST, TooLargeFile
from ocop.domain.papers import decision, form01, form02, form03, minutes, score_sheet, signed
from ocop.domain.papers.handed import of_submission
from ocop.domain.papers.signed import NotIssuedYet
from ocop.enums import PaperKind
from ocop.models import ScoreSheet, SignedPaper, Submission
from ocop.web.files import docx_answer, handed_out, too_long
from ocop.web.office.access import OfficeRequest
from ocop.web.office.dossiers import dossier_of, dossier_page, newest_or_404
from ocop.web.office.paper_links import issues, may_read
from ocop.web.office.sessions import session_of, session_page


@require_safe
def form_01(request: OfficeRequest, pk: int) -> HttpResponse:
    """With the slips of the offices."""
    found = _newest(request, pk)
    return docx_answer(form01.form01(of_submission(found), found.intakes.all()), "mau 01", found.content["name"])


@require_safe
def form_02(request: OfficeRequest, pk: int) -> HttpResponse:
    found = _newest(request, pk)
    return docx_answer(form02.form02(of_submission(found)), "mau 02", found.content["name"])


@require_safe
def form_03(request: OfficeRequest, pk: int) -> HttpResponse:
    found = _newest(request, pk)
    report = getattr(found, "commune_report", None)
    if report is None:
        return _refused(request, NotIssuedYet(), "dossier", pk)
    return docx_answer(form03.form03(of_submission(found), report), "mau 03", found.content["name"])


@require_safe
def draft(request: OfficeRequest, pk: int) -> HttpResponse:
    return _decision(request, pk, decision.decision, "quyet dinh")


@require_safe
def draft_after_centre(request: OfficeRequest, pk: int) -> HttpResponse:
    return _decision(request, pk, decision.after_centre, "quyet dinh sau trung uong")


def _decision(request: OfficeRequest, pk: int, paper: Callable[[Submission], bytes], name: str) -> HttpResponse:
    found = _newest(request, pk)
    try:
        return docx_answer(paper(found), name, found.content["name"])
    except Refused as refused:
        return _refused(request, refused, "dossier", pk)


@require_safe
def minutes_draft(request: OfficeRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)
    try:
        return docx_answer(minutes.minutes(found), "bien ban", f"{found.held_on:%Y-%m-%d}")
    except Refused as refused:
        return _refused(request, refused, "session", pk)


@require_safe
def sheet(request: OfficeRequest, pk: int, sheet: int) -> HttpResponse:
    """A member's own; an officer reads it once the session is closed."""
    found = _sheet(request, pk, sheet)
    closed = found.item.session.closed_at is not None
    if not may_read(found, request.office_may, request.user, closed=closed):
        if request.office_may.decide:
            return _refused(request, NotClosed(), "session", pk)
        raise Http404
    return docx_answer(score_sheet.score_sheet(found), "phieu cham", found.item.submission.content["name"])


@require_safe
def of_dossier(request: OfficeRequest, pk: int, paper: int) -> FileResponse:
    """A scan of a paper of the newest version; sheets of points are read at their session."""
    return handed_out(get_object_or_404(_newest(request, pk).signed_papers, pk=paper, sheet__isnull=True))


@require_safe
def of_session(request: OfficeRequest, pk: int, scan: int) -> FileResponse:
    """The minutes, or a sheet that its reader may read."""
    session = session_of(request, pk)
    here = SignedPaper.objects.filter(Q(session=session) | Q(sheet__item__session=session))
    found = get_object_or_404(here.select_related("sheet__member"), pk=scan)
    closed = session.closed_at is not None
    if found.sheet and not may_read(found.sheet, request.office_may, request.user, closed=closed):
        raise Http404
    return handed_out(found)


def _keeps(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses that take a scan: what is too large is refused before it is read, so that the form's token, which
    stands in the same body, is looked at within."""
    protected = csrf_protect(view)

    @csrf_exempt
    @require_POST
    def taken(request: OfficeRequest, *args, **kwargs) -> HttpResponse:
        if too_long(request):
            return HttpResponse(str(TooLargeFile.message), status=413, content_type="text/plain; charset=utf-8")
        return protected(request, *args, **kwargs)

    return taken


@_keeps
def keep_of_dossier(request: OfficeRequest, pk: int) -> HttpResponse:
    """Form 03 by the commune, the decisions by the province."""
    found, asked = _newest(request, pk), request.POST.get("kind", "")
    kind = PaperKind(asked) if asked in PaperKind.values else None

    def keep(data: bytes, name: str) -> None:
        if kind is None or not issues(request.office, found, kind):
            raise NotIssuedYet
        signed.keep_of_dossier(submission=found, kind=kind, data=data, name=name, by=request.user, now=timezone.now())

    return _keep(request, keep, "dossier", pk, lambda: dossier_page(request, found.dossier, status=400))


@_keeps
def keep_of_session(request: OfficeRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)

    def keep(data: bytes, name: str) -> None:
        signed.keep_of_session(session=found, data=data, name=name, by=request.user, now=timezone.now())

    return _keep(request, keep, "session", pk, lambda: session_page(request, found, status=400))


@_keeps
def keep_of_sheet(request: OfficeRequest, pk: int, sheet: int) -> HttpResponse:
    """By the member whose sheet it is."""
    found = _sheet(request, pk, sheet)

    def keep(data: bytes, name: str) -> None:
        if found.member.user_id != request.user.pk:
            raise NotIssuedYet
        signed.keep_of_sheet(sheet=found, data=data, name=name, by=request.user, now=timezone.now())

    return _keep(request, keep, "session", pk, lambda: session_page(request, found.item.session, status=400))


def _keep(
    request: OfficeRequest,
    keep: Callable[[bytes, str], None],
    page: str,
    pk: int,
    shown: Callable[[], HttpResponse],
) -> HttpResponse:
    """`shown` is the page with the form, for what is refused."""
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("Choose the scan first."))
        return shown()
    try:
        keep(sent.read(LARGEST + 1), sent.name or "")
    except Refused as refused:
        messages.error(request, str(refused.message))
        return shown()
    messages.success(request, _("The signed paper is kept. Of each paper the newest counts."))
    return redirect(f"office:{page}", request.office.slug, pk)


def _refused(request: OfficeRequest, refused: Refused, page: str, pk: int) -> HttpResponse:
    """A paper that is not there yet: back to where one came from, with the reason."""
    messages.error(request, str(refused.message))
    return redirect(f"office:{page}", request.office.slug, pk)


def _newest(request: OfficeRequest, pk: int) -> Submission:
    return newest_or_404(dossier_of(request.office, pk))


def _sheet(request: OfficeRequest, pk: int, sheet: int) -> ScoreSheet:
    """One of this session. Raises Http404."""
    here = ScoreSheet.objects.filter(item__session=session_of(request, pk))
    return get_object_or_404(
        here.select_related("member__user", "item__submission__dossier", "item__session"), pk=sheet
    )
