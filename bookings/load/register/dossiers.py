"""Rows of dossiers: what was answered and shown, what was handed in, every step since, and how a council judged."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict
from decimal import Decimal

from bookings.load.register.answers import Answered, answered
from bookings.load.register.council import Sessions
from bookings.load.register.land import Land
from bookings.load.register.path import Plan
from bookings.load.register.products import ISSUER, THINGS, Written, at_nine, village_of
from bookings.load.rows import Rows, reserve
from ocop.domain.criteria.reading import newest
from ocop.domain.dossier.handing_in import Form01, hash_of
from ocop.domain.dossier.offices import slip_number
from ocop.enums import DossierAct, DossierState, EvaluationKind, EvidenceKind, IntakeLevel, Origin
from ocop.models import (
    AdvisoryReport,
    Answer,
    CommuneReport,
    Decision,
    Dossier,
    DossierStep,
    Evidence,
    Intake,
    Office,
    Submission,
)
from villages.models import Host

DOSSIER = ("id", "host_id", "product_id", "name", "kind", "edition", "criteria_set", "details", "state", "state_since")
REGISTERED = ("idea", "plan", "begun_at", "changed_at")
EVIDENCE = ("dossier_id", "code", "paper", "position", "kind", "title", "file", "sha256", "link", "added_at")
HANDED_IN = ("id", "dossier_id", "version", "content", "sha256", "total", "stars", "handed_in_at")
STEP = ("dossier_id", "submission_id", "act", "state", "at", "office_id", "note", "reasons")
INTAKE = ("submission_id", "office_id", "level", "number", "serial", "year", "received_on")
FORM_03 = ("submission_id", "materials", "labour", "origin", "origin_note", "identity", "request_number")
# What is shown of each dossier: how many of its criteria have a link, beside one general paper.
PROVED = 3
AT_PROVINCE = (
    *(DossierAct.PROVINCE_INTAKE, DossierAct.REPORT, DossierAct.AGENDA, DossierAct.CLOSE),
    *(DossierAct.FORWARD, DossierAct.RECOGNISE, DossierAct.REFUSE),
)
AT_COMMUNE = (DossierAct.COMMUNE_INTAKE, DossierAct.RETURN, DossierAct.REQUEST)


class Dossiers:
    """Collects dossiers, and writes them once their products are there."""

    def __init__(self, land: Land, *, now: dt.datetime, today: dt.date) -> None:
        self.land, self.now, self.edition = land, now, newest(today)
        self.dossiers = Rows(Dossier, (*DOSSIER, *REGISTERED))
        self.answers = Rows(Answer, ("dossier_id", "code", "case", "level", "changed_at"))
        self.evidence = Rows(Evidence, EVIDENCE)
        self.submissions = Rows(Submission, HANDED_IN)
        self.steps = Rows(DossierStep, STEP)
        self.intakes = Rows(Intake, INTAKE)
        self.requests = Rows(CommuneReport, (*FORM_03, "requested_on"))
        self.advice = Rows(AdvisoryReport, ("submission_id", "findings", "reported_on"))
        self.sessions = Sessions(land, today=today)
        self.decisions = Rows(
            Decision, ("submission_id", "outcome", "number", "decided_on", "issuer", "certificate_id", "note")
        )
        self.serials: dict[tuple[int, int], int] = {}

    def write(self, plans: dict[int, Plan], products: dict[int, Written], hosts: list[Host]) -> None:
        if not plans:
            return
        self._known_serials()
        of_dossiers, of_submissions = reserve(Dossier, len(plans)), reserve(Submission, len(plans))
        for plan, pk, version in zip(plans.values(), of_dossiers, of_submissions, strict=True):
            self._dossier(plan, pk, version, products[plan.number], hosts[plan.number % len(hosts)])
        for rows in (self.dossiers, self.answers, self.evidence, self.submissions, self.steps, self.intakes):
            rows.write()
        for rows in (self.requests, self.advice):
            rows.write()
        self.sessions.write()
        self.decisions.write()

    def _known_serials(self) -> None:
        """An earlier batch gave numbers too."""
        for office, year, serial in Intake.objects.order_by("serial").values_list("office", "year", "serial"):
            self.serials[office, year] = serial

    def _dossier(self, plan: Plan, pk: int, version: int, product: Written, host: Host) -> None:
        criteria_set = THINGS[plan.number % len(THINGS)][0]
        found = answered(self.edition.key, criteria_set, plan.stars)
        registered = plan.state in (DossierState.IDEA, DossierState.PLAN)
        moments = [self._at(step.on) for step in plan.steps]
        has_product = plan.kind != EvaluationKind.FIRST or plan.state == DossierState.RECOGNISED
        told = {
            "name": product.name,
            "kind": plan.kind.value,
            "edition": self.edition.key,
            "criteria_set": criteria_set,
            "details": {"entity": host.legal_name, "address": host.address, "product": product.name},
            "idea": "Giữ nghề của làng (ví dụ)" if registered else "",
            "plan": "Làm bao bì, đăng ký mã vạch (ví dụ)" if plan.state == DossierState.PLAN else "",
        }
        self.dossiers.add(
            (
                pk,
                host.pk,
                product.pk if has_product else None,
                *(told[name] for name in ("name", "kind", "edition", "criteria_set")),
                json.dumps(told["details"]),
                plan.state.value,
                moments[-1] if moments else None,
                told["idea"],
                told["plan"],
                self._at(plan.begun - dt.timedelta(days=10)),
                moments[-1] if moments else self._at(plan.begun),
            )
        )
        shown = [] if registered else self._answers(pk, plan, found)
        if plan.is_handed_in:
            self._hand_in(plan, version, pk, host, told, found, shown)
        for step, at in zip(plan.steps, moments, strict=True):
            office = self._office_of(step.act, host)
            lacking = json.dumps({"": "Thiếu giấy tờ (ví dụ)"} if step.act == DossierAct.RETURN else {})
            at_version = version if plan.is_handed_in else None
            self.steps.add(
                (pk, at_version, step.act.value, step.state.value, at, office.pk if office else None, "", lacking)
            )
        if (held_on := plan.held_on) is not None:
            self.sessions.add(held_on, version, found, is_scored=plan.is_scored)
        self._decision(plan, version, product, found)

    def _answers(self, pk: int, plan: Plan, found: Answered) -> list[dict]:
        """What is answered and shown of it; the evidence as it is handed in."""
        at = self._at(plan.begun - dt.timedelta(days=5))
        for code, choice in found.choices.items():
            self.answers.add((pk, code, choice.case, choice.level, at))
        shown = []
        for place, code in enumerate(["", *list(found.choices)[:PROVED]]):
            link = f"https://example.org/ho-so/{plan.number + 1}/{place}"
            title, sha256 = f"Ảnh xưởng {place + 1} (ví dụ)", hashlib.sha256(link.encode()).hexdigest()
            paper, kind = int(not code), EvidenceKind.LINK.value
            self.evidence.add((pk, code, paper, 1, kind, title, "", sha256, link, at))
            told = {"code": code, "paper": paper, "kind": kind, "title": title, "sha256": sha256}
            shown.append(told | {"size": 0, "link": link, "shown": {}})
        return shown

    def _hand_in(
        self, plan: Plan, version: int, pk: int, host: Host, told: dict, found: Answered, shown: list[dict]
    ) -> None:
        """With the content as `ocop.domain.dossier.handing_in.content_of` has it."""
        form = Form01(host.legal_name, host.name, "Chủ cơ sở", host.address, host.phone.as_national, "")
        answers = {
            code: {"case": choice.case, "level": choice.level, "points": found.points[code], "reason": ""}
            for code, choice in found.choices.items()
        }
        content = told | {"form01": asdict(form), "stopped_by": [], "answers": answers, "evidence": shown}
        total = Decimal(str(found.own.total))
        at = self._at(plan.begun)
        self.submissions.add((version, pk, 1, json.dumps(content), hash_of(content), total, found.own.star, at))
        self._papers_of_offices(plan, version, host)

    def _papers_of_offices(self, plan: Plan, version: int, host: Host) -> None:
        """Slips and reports, as far as it has come."""
        submission = Submission(dossier=Dossier(host=host))
        slips = (
            (DossierAct.COMMUNE_INTAKE, IntakeLevel.COMMUNE, self.land.communes[village_of(host).commune_id]),
            (DossierAct.PROVINCE_INTAKE, IntakeLevel.PROVINCE, self.land.province),
        )
        for act, level, office in slips:
            if (day := plan.on(act)) is not None:
                serial = self.serials[office.pk, day.year] = self.serials.get((office.pk, day.year), 0) + 1
                number = slip_number(serial, submission, day.year)
                self.intakes.add((version, office.pk, level.value, number, serial, day.year, day))
        if (day := plan.on(DossierAct.REQUEST)) is not None:
            texts = ("Nguyên liệu trong xã (ví dụ)", "Người trong làng làm (ví dụ)", Origin.TRADITIONAL.value, "")
            number = f"{plan.number + 1}/TTr-UBND (ví dụ)"
            self.requests.add((version, *texts, "Nghề cũ của làng (ví dụ)", number, day))
        if (day := plan.on(DossierAct.REPORT)) is not None:
            self.advice.add((version, "Hồ sơ đủ (ví dụ)", day))

    def _decision(self, plan: Plan, version: int, product: Written, found: Answered) -> None:
        if (day := plan.on(DossierAct.RECOGNISE)) is not None:
            self.decisions.add((version, found.outcome, product.decision, day, ISSUER, product.certificate, ""))
        if (day := plan.on(DossierAct.REFUSE)) is not None:
            self.decisions.add((version, found.outcome, "", day, "", None, "Chưa đủ điểm (ví dụ)"))

    def _office_of(self, act: DossierAct, host: Host) -> Office | None:
        if act in AT_PROVINCE:
            return self.land.province
        return self.land.communes[village_of(host).commune_id] if act in AT_COMMUNE else None

    def _at(self, day: dt.date) -> dt.datetime:
        return min(at_nine(day), self.now)
