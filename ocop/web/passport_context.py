"""What templates/ocop/passport.html shows."""

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.words.dates import date_text
from ocop.domain.passport.codes import shown
from ocop.domain.passport.passport import Passport
from ocop.domain.passport.scans import looks_copied
from ocop.enums import CertificateState
from ocop.models import Lot
from ocop.web.json_ld import product_json_ld


def page_context(passport: Passport, *, code: str, scans_today: int, serial: str, unknown_lot: str) -> dict:
    product, lot = passport.product, passport.lot
    village = product.village or product.host.village
    good = bool(lot and serial and lot.has_serial(serial))
    return {
        "product": product,
        "host": product.host,
        "lot": lot,
        "certificate": passport.certificate,
        "state_title": _state_title(passport),
        "state_text": _state_text(passport),
        "warnings": _warnings(lot, scans_today=scans_today, serial="" if good else serial, unknown_lot=unknown_lot),
        "village": village,
        "commune": product.place,
        "photo": next((picture.photo for picture in product.pictures.all()), None),
        "lot_facts": _lot_facts(passport, serial if good else ""),
        "steps": _steps(passport),
        "standards": _standards(passport),
        "code": code,
        "code_shown": shown(code) if code else "",
        "json_ld": product_json_ld(passport, code=code, serial=serial if good else ""),
    }


def _state_title(passport: Passport) -> str:
    if passport.certificate:
        stars = {"n": passport.certificate.stars}
        state = passport.certificate.state_on(passport.day)
        if state == CertificateState.EXTENDED:
            return _("OCOP, %(n)s stars · extended") % stars
        if state == CertificateState.RE_EVALUATION:
            return _("OCOP, %(n)s stars · in force, being re-evaluated") % stars
        return _("OCOP, %(n)s stars · in force") % stars
    if passport.ended_as == CertificateState.WITHDRAWN:
        return _("OCOP certificate withdrawn")
    if passport.ended_as == CertificateState.EXPIRED:
        return _("OCOP certificate expired")
    return _("No OCOP certificate")


def _state_text(passport: Passport) -> str:
    """Of what has ended neither stars nor a decision is told."""
    if passport.certificate:
        told = {
            "number": passport.certificate.decision_number,
            "issuer": passport.certificate.issuer,
            "issued": date_text(passport.certificate.issued_on),
            "until": date_text(passport.certificate.last_day),
        }
        if told["issuer"]:
            return _("Decision %(number)s of %(issued)s, by %(issuer)s. Good until %(until)s.") % told
        return _("Decision %(number)s of %(issued)s. Good until %(until)s.") % told
    if passport.ended and passport.ended_as == CertificateState.WITHDRAWN:
        day = {"day": date_text(passport.ended.withdrawn_on or passport.day)}
        return _("It was withdrawn on %(day)s. This is no OCOP product any more, and may not carry the mark.") % day
    if passport.ended:
        day = {"day": date_text(passport.ended.last_day)}
        return (
            _("It ran until %(day)s. Until it is given anew, this is no OCOP product, and may not carry the mark.")
            % day
        )
    return _("This product has no OCOP certificate in force, and may not carry the mark.")


def _warnings(lot: Lot | None, *, scans_today: int, serial: str, unknown_lot: str) -> list[dict]:
    """What speaks against the package that somebody holds, worst first."""
    found = []
    if lot and looks_copied(scans=scans_today, pieces=lot.pieces):
        times = ngettext("%(n)s time", "%(n)s times", scans_today) % {"n": scans_today}
        pieces = ngettext("%(n)s piece", "%(n)s pieces", lot.pieces) % {"n": lot.pieces}
        said = _("This code was read %(times)s today, and its lot has %(pieces)s. Ask the seller where it is from.")
        found.append({"title": _("It may have been copied"), "text": said % {"times": times, "pieces": pieces}})
    if unknown_lot:
        said = _("The maker has written down no lot “%(number)s” of this product. Ask the seller where it is from.")
        found.append({"title": _("Unknown lot"), "text": said % {"number": unknown_lot}})
    if lot and serial:
        said = _("No piece of this lot carries the number “%(number)s”. Ask the seller where it is from.")
        found.append({"title": _("Unknown number"), "text": said % {"number": serial}})
    return found


def _lot_facts(passport: Passport, serial: str) -> list[dict]:
    """For components/facts.html; what the host left empty is not there."""
    lot = passport.lot
    if lot is None:
        return []
    good_until = date_text(lot.expires_on) if lot.expires_on else ""
    if lot.expires_on and lot.expires_on < passport.day:
        good_until = _("%(day)s: that is over") % {"day": good_until}
    told = [
        (_("Lot"), lot.number),
        (_("Number of this piece"), serial),
        (_("Made on"), date_text(lot.made_on)),
        (_("Good until"), good_until),
        (_("Raw material"), lot.raw_material),
        (_("Workshop"), lot.workshop),
        (_("Test result"), lot.test_result),
        (_("Pieces in the lot"), localize(lot.pieces)),
    ]
    return [{"term": term, "text": text} for term, text in told if text]


def _steps(passport: Passport) -> list[dict]:
    """Of the lot, where its host wrote them down; else how the product is made. For components/steps.html."""
    if passport.lot and passport.lot.steps.all():
        return [
            {
                "title": step.what,
                "text": " · ".join(filter(None, [date_text(step.done_on) if step.done_on else "", step.place])),
            }
            for step in passport.lot.steps.all()
        ]
    return [{"title": step.label, "text": ""} for step in passport.product.steps.all()]


def _standards(passport: Passport) -> list[dict]:
    """Quality papers and growing areas that hold today."""
    papers = [
        {
            "term": paper.get_standard_display(),
            "text": ", ".join(
                filter(
                    None,
                    [
                        paper.number,
                        paper.issuer,
                        _("until %(day)s") % {"day": date_text(paper.valid_until)} if paper.valid_until else "",
                    ],
                )
            )
            or _("yes"),
        }
        for paper in passport.standards
    ]
    areas = [
        {"term": _("Growing area"), "text": ", ".join(filter(None, [area.code, area.issuer]))}
        for area in passport.areas
    ]
    return papers + areas
