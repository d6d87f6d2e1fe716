"""What an office can do with a dossier now: one form for each act, with the address that does it."""

from collections.abc import Mapping

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.domain.dossier.deciding import CERTIFIED, brings_more, goes_up
from ocop.domain.dossier.path import last_step
from ocop.domain.dossier.sheets import sheet_for
from ocop.domain.papers.words import province_text
from ocop.enums import DossierState, Outcome
from ocop.models import AgendaItem, Dossier, Office, Submission
from ocop.web.office.dossier_forms import (
    AgendaForm,
    IntakeForm,
    RecogniseForm,
    RefuseForm,
    ReportForm,
    RequestForm,
    ReturnForm,
)

STATE = DossierState
MINISTRY = "Bộ Nông nghiệp và Môi trường"


def next_acts(
    office: Office, dossier: Dossier, submission: Submission, item: AgendaItem | None, bound: Mapping[str, Form]
) -> list[dict]:
    """Each `name`, `url`, `text`, `form` (None where a button is enough), `opened`, `seen`, and `gone` where it cannot
    be done any more: what was typed for it stands there to be read, first of all."""
    names = _names(office, dossier, submission, item)
    gone = [name for name in bound if name not in names]
    seen = last_step(dossier)
    acts = []
    for name in [*gone, *names]:
        form = bound.get(name) or form_for(name, office, submission, item)
        acts.append(
            {
                "name": name,
                "url": reverse(f"office:dossier_{name}", args=[office.slug, dossier.pk]),
                "text": _texts()[name],
                "form": form,
                "opened": name in bound or name == names[0],
                "seen": seen,
                "gone": name in gone,
            }
        )
    return acts


def gone_act(name: str, form: Form) -> dict:
    """An act that cannot be done any more: what was typed for it, to be read."""
    return {"name": name, "url": "", "text": _texts()[name], "form": form, "opened": True, "seen": 0, "gone": True}


def form_for(name: str, office: Office, submission: Submission, item: AgendaItem | None, data=None) -> Form | None:
    """The form of an act, empty or with what was sent. None for an act that asks nothing."""
    today = timezone.localdate()
    if name == "take_in":
        return IntakeForm(data, initial={"received_on": today})
    if name == "request":
        return RequestForm(data, initial={"requested_on": today} | _said_before(submission))
    if name == "send_back":
        return ReturnForm(data, codes=codes_of(submission))
    if name == "report":
        return ReportForm(data, initial={"reported_on": today})
    if name == "agenda":
        return AgendaForm(data, office=office)
    if name == "recognise":
        return RecogniseForm(
            data, outcomes=_outcomes(submission.dossier, item), initial=_decided(office, submission.dossier)
        )
    return RefuseForm(data, initial={"decided_on": today}) if name == "refuse" else None


def codes_of(submission: Submission) -> list[str]:
    """Criteria of its set, in their order."""
    return list(sheet_for(submission).by_code)


def _names(office: Office, dossier: Dossier, submission: Submission, item: AgendaItem | None) -> list[str]:
    if office.commune_id:
        return {STATE.HANDED_IN: ["take_in", "send_back"], STATE.COMMUNE: ["request", "send_back"]}.get(
            STATE(dossier.state), []
        )
    if dossier.state == STATE.PROVINCE:
        reported = hasattr(submission, "advisory_report")
        return ["agenda", "send_back"] if reported else ["report", "agenda", "send_back"]
    if dossier.state == STATE.SCORED and item and item.session.minutes_at:
        if goes_up(item):
            return ["forward", "refuse", "send_back"]
        gain = item.outcome in CERTIFIED and brings_more(dossier, Outcome(item.outcome), timezone.localdate())
        return ["recognise", "refuse", "send_back"] if gain else ["refuse", "send_back"]
    return {
        STATE.REQUESTED: ["take_in", "send_back"],
        STATE.COUNCIL: ["off_agenda"],
        STATE.MINISTRY: ["recognise", "refuse", "send_back"],
    }.get(STATE(dossier.state), [])


def _outcomes(dossier: Dossier, item: AgendaItem | None) -> list[Outcome]:
    """What can be recognised: the council's result; after the ministry also less."""
    if item is None or item.outcome not in CERTIFIED:
        return []
    if dossier.state == STATE.MINISTRY:
        return [Outcome.FIVE, Outcome.FOUR, Outcome.THREE]
    return [Outcome(item.outcome)]


def _decided(office: Office, dossier: Dossier) -> dict:
    """Who recognises, as a certificate prints it, in Vietnamese whatever the officer reads."""
    issuer = MINISTRY
    if dossier.state != STATE.MINISTRY:
        issuer = f"UBND {province_text(office.province.code, office.province.name)}" if office.province else ""
    return {"decided_on": timezone.localdate(), "issuer": issuer}


def _said_before(submission: Submission) -> dict:
    """What the commune found of an earlier version, to be gone through again."""
    earlier = submission.dossier.submissions.filter(commune_report__isnull=False).order_by("-version").first()
    if earlier is None:
        return {}
    names = ("materials", "labour", "origin", "origin_note", "identity")
    return {name: getattr(earlier.commune_report, name) for name in names}


def _texts() -> dict[str, str]:
    return {
        "take_in": _("Take it in"),
        "request": _("Report and send to the province"),
        "send_back": _("Return for completion"),
        "report": _("Write the advisory report"),
        "agenda": _("Put before the council"),
        "off_agenda": _("Take off the agenda"),
        "recognise": _("Enter the decision"),
        "refuse": _("End without recognition"),
        "forward": _("Forward to the ministry"),
    }
