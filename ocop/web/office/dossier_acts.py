"""What officers do to a dossier. One domain call each; a refused form comes back as it was typed, with the reason."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.data.refusal import Refused
from common.words.numbers import read_id
from ocop.domain.dossier import council, deciding, offices
from ocop.domain.dossier.offices import Findings
from ocop.domain.dossier.path import MovedOn
from ocop.enums import Outcome
from ocop.models import AgendaItem, Submission
from ocop.web.office.access import OfficeRequest
from ocop.web.office.dossiers import dossier_of, dossier_page, newest_or_404, taken_back
from ocop.web.office.next_acts import form_for, gone_act
from ocop.web.office.page import office_page


@require_POST
def take_in(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return offices.take_in(submission=submission, office=request.office, **data, **told)

    return _act(request, pk, "take_in", act, _("It is taken in, and its slip has a number."))


@require_POST
def send_back(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        reasons = {name.removeprefix("reason-"): text for name, text in data.items() if name.startswith("reason-")}
        return offices.send_back(
            submission=submission, office=request.office, reasons=reasons, note=data["note"], **told
        )

    return _act(request, pk, "send_back", act, _("It is back with its host, who reads what is lacking."))


@require_POST
def request_province(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return offices.request_province(submission=submission, office=request.office, findings=Findings(**data), **told)

    return _act(request, pk, "request", act, _("The report is kept, and the dossier is with the province."))


@require_POST
def report(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return offices.report(submission=submission, office=request.office, **data, **told)

    return _act(request, pk, "report", act, _("The report is kept: the council can have the dossier now."))


@require_POST
def agenda(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return council.put_on_agenda(session=data["session"], submission=submission, **told)

    return _act(request, pk, "agenda", act, _("It is on the agenda: members find it in their session."))


@require_POST
def off_agenda(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        item = AgendaItem.objects.filter(submission=submission).select_related("session__council__office").first()
        if item is None:
            raise MovedOn
        return council.take_off_agenda(item=item, **told)

    return _act(request, pk, "off_agenda", act, _("It is off the agenda, and what members had begun is gone."))


@require_POST
def forward(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return deciding.forward(submission=submission, **told)

    return _act(request, pk, "forward", act, _("It is with the ministry. Enter its answer here when it comes."))


@require_POST
def recognise(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return deciding.recognise(submission=submission, **data | {"outcome": Outcome(data["outcome"])}, **told)

    return _act(request, pk, "recognise", act, _("The certificate is in the register, and all that shows it knows."))


@require_POST
def refuse(request: OfficeRequest, pk: int) -> HttpResponse:
    def act(submission: Submission, data: dict, told: dict) -> object:
        return deciding.refuse(submission=submission, **data, **told)

    return _act(request, pk, "refuse", act, _("The path has ended, without a certificate."))


def _act(
    request: OfficeRequest, pk: int, name: str, act: Callable[[Submission, dict[str, Any], dict], object], done: str
) -> HttpResponse:
    if back := taken_back(request.office, pk):
        return _taken_back(request, name, back)
    dossier = dossier_of(request.office, pk)
    submission = newest_or_404(dossier)
    item = AgendaItem.objects.filter(submission=submission).first()
    form = form_for(name, request.office, submission, item, request.POST)
    if form is None or form.is_valid():
        try:
            told = {"by": request.user, "now": timezone.now(), "seen": read_id(request.POST.get("seen"))}
            act(submission, form.cleaned_data if form else {}, told)
        except Refused as refused:
            if form:
                form.add_error(None, str(refused.message))
            messages.error(request, str(refused.message))
        else:
            messages.success(request, done)
            return redirect("office:dossier", request.office.slug, dossier.pk)
    dossier.refresh_from_db()
    return dossier_page(request, dossier, bound={name: form} if form else None, status=400)


def _taken_back(request: OfficeRequest, name: str, submission: Submission) -> HttpResponse:
    """What was typed, where its host has taken the dossier back meanwhile: of the dossier nothing is told any more."""
    form = form_for(name, request.office, submission, None, request.POST)
    said = _("The host has taken this dossier back meanwhile. It comes again once it is handed in anew.")
    messages.error(request, said)
    context = {"act": gone_act(name, form) if form else None}
    return office_page(request, "ocop/office/taken_back.html", context, current="dossiers", status=400)
