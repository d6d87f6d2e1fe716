"""A member's own sheet of points for one product, with what its host says and proves beside each criterion."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.cms.keys import is_key
from common.data.refusal import Refused
from common.words.text import nfc
from ocop.domain.criteria.edition import Criterion, Rule
from ocop.domain.criteria.reading import read
from ocop.domain.criteria.score import Choice, points_of, score
from ocop.domain.dossier import sheets
from ocop.domain.dossier.sheets import ChangedElsewhere, Filled
from ocop.models import AgendaItem, ScoreSheet
from ocop.web.files import handed_out
from ocop.web.office.access import OfficeRequest
from ocop.web.office.dossier_content import content_of
from ocop.web.office.page import office_page
from ocop.web.office.sessions import session_of

LONGEST_OPINION, LONGEST_WORDS = 2000, 500


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Saved while it is filled in where scripts run (htmx), by a button otherwise; signed by its own button."""
    found = item_of(request, pk, item)
    member = sheets.seat_of(found.session, request.user)
    if member is None:
        raise Http404
    standing = ScoreSheet.objects.filter(item=found, member=member).first() or ScoreSheet(item=found, member=member)
    if request.method != "POST":
        return _page(request, found, standing, _filled_of(standing))
    filled, sign = _sent(request, found), "sign" in request.POST
    seen = int(text) if is_key(text := request.POST.get("seen", "")) else 0
    quiet = bool(getattr(request, "htmx", None)) and not sign and "save" not in request.POST
    try:
        saved = sheets.save_sheet(
            item=found,
            user=request.user,
            filled=filled,
            seen=seen,
            sign=sign,
            now=timezone.now(),
        )
    except Refused as refused:
        standing.refresh_from_db() if standing.pk else None
        said = str(refused.message)
        if quiet:
            # Still what this window has seen: the other's choices are not written over before a button shows both.
            return _standing(request, found, standing, filled, said=said, seen=seen)
        theirs = _filled_of(standing) if isinstance(refused, ChangedElsewhere) else None
        return _page(request, found, standing, filled, said=said, theirs=theirs, status=400)
    if quiet:
        return _standing(request, found, saved, filled)
    messages.success(request, _("Your sheet is signed.") if sign else _("Your sheet is saved, not signed yet."))
    return redirect("office:session", request.office.slug, pk)


@require_safe
def file(request: OfficeRequest, pk: int, item: int, file_pk: int) -> FileResponse:
    """A proof that was handed in, for the members who judge it."""
    found = item_of(request, pk, item).submission.files.filter(pk=file_pk).first()
    if found is None:
        raise Http404
    return handed_out(found)


def item_of(request: OfficeRequest, pk: int, item: int) -> AgendaItem:
    session = session_of(request, pk)
    return get_object_or_404(session.items.select_related("submission__dossier", "session__council"), pk=item)


def _sent(request: OfficeRequest, item: AgendaItem) -> Filled:
    codes = sheets.sheet_for(item.submission).by_code
    levels = {code: choice for code in codes if (choice := _choice(request.POST.get(f"level-{code}", "")))}
    words = {code: _words(request, f"words-{code}", LONGEST_WORDS) for code in codes}
    return Filled(
        levels=levels,
        opinions={code: text for code, text in words.items() if text},
        stopped_by=tuple(request.POST.getlist("rule")),
        opinion=_words(request, "opinion", LONGEST_OPINION),
    )


def _words(request: OfficeRequest, name: str, longest: int) -> str:
    return nfc(request.POST.get(name, "")).replace("\x00", "").replace("\r\n", "\n")[:longest]


def _choice(value: str) -> Choice | None:
    """`a:2` or `:2`, as the page writes it."""
    case, _colon, level = value.partition(":")
    return Choice(int(level), case[:1]) if is_key(level) and len(level) < 3 else None


def _filled_of(sheet_: ScoreSheet) -> Filled:
    return Filled(
        levels=sheets.choices_in(sheet_),
        opinions=sheet_.opinions,
        stopped_by=tuple(sheet_.stopped_by),
        opinion=sheet_.opinion,
    )


def _page(
    request: OfficeRequest,
    item: AgendaItem,
    standing: ScoreSheet,
    filled: Filled,
    *,
    said: str = "",
    theirs: Filled | None = None,
    status: int = 200,
) -> HttpResponse:
    """`theirs` is what another window saved: shown wherever it is not what was sent."""
    content = content_of(item.submission)
    for section in content["sections"]:
        for line in section["lines"]:
            line |= _line(line["criterion"], filled, theirs)
    context = _context(request, item, standing, filled, said) | {
        "content": content,
        "filled": filled,
        "stops": [_stop(rule, filled, theirs) for rule in content["sheet"].stops],
        "their_opinion": theirs.opinion if theirs and theirs.opinion != filled.opinion.strip() else "",
    }
    return office_page(request, "ocop/office/sheet.html", context, current="sessions", status=status)


def _standing(
    request: OfficeRequest,
    item: AgendaItem,
    standing: ScoreSheet,
    filled: Filled,
    *,
    said: str = "",
    seen: int | None = None,
) -> HttpResponse:
    context = _context(request, item, standing, filled, said)
    if seen is not None:
        context["seen"] = seen
    return render(request, "ocop/office/_sheet_standing.html", context)


def _context(request: OfficeRequest, item: AgendaItem, standing: ScoreSheet, filled: Filled, said: str) -> dict:
    sheet_ = sheets.sheet_for(item.submission)
    known = {code: choice for code, choice in filled.levels.items() if code in sheet_.by_code}
    try:
        points = points_of(sheet_, known)
    except ValueError:
        points = {}
    rules = tuple(rule for rule in sheet_.stops if rule.key in filled.stopped_by)
    return {
        "item": item,
        "session": item.session,
        "office": request.office,
        "standing": standing,
        "seen": standing.version or 0,
        "score": score(read(item.submission.content["edition"]), sheet_, points, stopped_by=rules),
        "done": len(points),
        "asked": len(sheet_.by_code),
        "said": said,
        "closed": item.session.closed_at is not None,
    }


def _stop(rule: Rule, filled: Filled, theirs: Filled | None) -> dict:
    on = rule.key in filled.stopped_by
    return {"rule": rule, "on": on, "differs": theirs is not None and (rule.key in theirs.stopped_by) != on}


def _line(criterion: Criterion, filled: Filled, theirs: Filled | None) -> dict:
    chosen, code = filled.levels.get(criterion.code), criterion.code
    other = theirs.levels.get(code) if theirs else None
    case = criterion.case(other.case) if other and other != chosen else None
    words = theirs.opinions.get(code, "") if theirs else ""
    cases = [
        {
            "when": case.when,
            "levels": [
                {"value": f"{case.key}:{number}", "level": level, "on": chosen == Choice(number, case.key)}
                for number, level in enumerate(case.levels)
            ],
        }
        for case in criterion.cases
    ]
    return {
        "cases": cases,
        "words": filled.opinions.get(code, ""),
        "their_level": case.levels[other.level] if case and other else None,
        "their_words": words if words != filled.opinions.get(code, "").strip() else "",
    }
