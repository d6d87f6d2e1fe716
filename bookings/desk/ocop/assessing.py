"""One criterion of a dossier: a level, the reason, and on to the next. Saved as it is chosen, where scripts run."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.ocop.dossiers import own_dossier
from bookings.desk.ocop.evidence_form import EvidenceForm
from bookings.desk.ocop.offered import offered_at
from bookings.desk.ocop.proving import refused_unread, removed, sent, too_long
from bookings.desk.ocop.standing import standing
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from common.cms.keys import is_key
from common.data.refusal import Refused
from common.words.text import nfc
from ocop.domain.criteria.edition import Case, Criterion
from ocop.domain.criteria.score import Choice
from ocop.domain.dossier.preparing import AnsweredMeanwhile, answer, sheet_of
from ocop.domain.evidence.listing import at
from ocop.domain.evidence.places import Place
from ocop.domain.evidence.registry import codes_with_offers
from ocop.models import Answer, Dossier

LONGEST_REASON = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    dossier = own_dossier(request, pk)
    asked = _asked(dossier, code)
    if request.method != "POST":
        return _page(request, dossier, asked, dossier.answers.filter(code=code).first())
    try:
        saved = answer(
            dossier=dossier,
            code=code,
            choice=_choice(request.POST.get("level", "")),
            # A line break is one character, as the browser counts it.
            reason=nfc(request.POST.get("reason", "")).replace("\r\n", "\n").replace("\x00", "")[:LONGEST_REASON],
            seen=_number(request.POST.get("seen", "")),
            by=request.user,
            now=timezone.now(),
        )
    except AnsweredMeanwhile as refused:
        return _conflict(request, dossier, asked, refused)
    except Refused as refused:
        return _page(request, dossier, asked, dossier.answers.filter(code=code).first(), said=refused)
    if getattr(request, "htmx", None) and "next" not in request.POST:
        return render(request, "desk/ocop/_saved.html", {**_shown(request, dossier), "answer": saved})
    following = _neighbours(dossier, code)[1]
    if "next" in request.POST and following:
        return redirect("desk:criterion", host=request.desk_host.slug, pk=pk, code=following.code)
    return redirect("desk:dossier", host=request.desk_host.slug, pk=pk)


@csrf_exempt
@require_POST
def criterion_evidence(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Files and addresses that prove the criterion. The form's token is looked at once its size was (see `papers`)."""
    dossier = own_dossier(request, pk)
    asked = _asked(dossier, code)
    if too_long(request):
        return _page(request, dossier, asked, dossier.answers.filter(code=code).first(), form=refused_unread())
    return _add(request, dossier, asked)


@csrf_protect
def _add(request: DeskRequest, dossier: Dossier, asked: Criterion) -> HttpResponse:
    form = sent(request, dossier, asked.code)
    if isinstance(form, HttpResponse):
        return form
    return _page(request, dossier, asked, dossier.answers.filter(code=asked.code).first(), form=form)


def _asked(dossier: Dossier, code: str) -> Criterion:
    asked = sheet_of(dossier).by_code.get(code)
    if asked is None:
        raise Http404(code)
    return asked


def _conflict(request: DeskRequest, dossier: Dossier, asked: Criterion, refused: AnsweredMeanwhile) -> HttpResponse:
    """What was typed stays in the form, and what stands is shown above it; saving again decides."""
    theirs = refused.standing
    typed = Answer(dossier=dossier, code=asked.code, version=theirs.version, reason=request.POST.get("reason", ""))
    choice = _choice(request.POST.get("level", ""))
    if choice:
        typed.case, typed.level = choice.case, choice.level
    if getattr(request, "htmx", None) and "next" not in request.POST:
        # Nothing is saved, and what was typed stays: the button shows both.
        return render(request, "desk/ocop/_saved.html", {**_shown(request, dossier), "said": str(refused.message)})
    return _page(request, dossier, asked, typed, said=refused, theirs=theirs)


def _page(
    request: DeskRequest,
    dossier: Dossier,
    asked: Criterion,
    given: Answer | None,
    *,
    said: Refused | None = None,
    theirs: Answer | None = None,
    form: EvidenceForm | None = None,
) -> HttpResponse:
    place = Place(asked.code)
    kept = at(dossier, place)
    before, after = _neighbours(dossier, asked.code)
    context = {
        "dossier": dossier,
        "criterion": asked,
        "cases": [_case(case) for case in asked.cases],
        "answer": given,
        "chosen": f"{given.case}:{given.level}" if given and given.level is not None else "",
        "said": str(said.message) if said else "",
        "theirs": _words(asked, theirs) if theirs else None,
        "before": before,
        "after": after,
        "standing": standing(dossier),
        "evidence": kept,
        # Figures are counted from the house's guests: an adviser sees what the house has taken of them.
        "offers": offered_at(dossier, asked.code, kept) if request.desk_may.manage else [],
        "withheld": not request.desk_may.manage and asked.code in codes_with_offers(dossier.criteria_set),
        "removed": removed(request, dossier, place),
        "form": form or EvidenceForm(),
    }
    return desk_page(request, "desk/ocop/criterion.html", context, current="setup")


def _shown(request: DeskRequest, dossier: Dossier) -> dict:
    return {"host": request.desk_host, "dossier": dossier, "standing": standing(dossier)}


def _case(case: Case) -> dict:
    levels = [{"value": f"{case.key}:{number}", "level": level} for number, level in enumerate(case.levels)]
    return {"when": case.when, "levels": levels}


def _words(asked: Criterion, theirs: Answer) -> dict:
    case = asked.case(theirs.case)
    level = case.levels[theirs.level] if case and theirs.level is not None else None
    return {"level": level, "reason": theirs.reason, "who": str(theirs.changed_by or "")}


def _neighbours(dossier: Dossier, code: str) -> tuple[Criterion | None, Criterion | None]:
    every = list(sheet_of(dossier).by_code.values())
    here = next(number for number, each in enumerate(every) if each.code == code)
    return (every[here - 1] if here else None), (every[here + 1] if here + 1 < len(every) else None)


def _choice(text: str) -> Choice | None:
    """`a:2` or `:2`; nothing for what is neither, as where no level is chosen."""
    case, _colon, level = text.partition(":")
    return Choice(int(level), case[:1]) if is_key(level) and len(level) < 4 else None


def _number(text: str) -> int:
    return int(text) if is_key(text) else 0
