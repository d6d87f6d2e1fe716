"""A lot's steps for programs: EPCIS 2.0 (GS1), as JSON-LD."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.http.throttle import too_many, used_up
from ocop.domain.passport.kinds import resolve
from ocop.domain.passport.passport import is_public
from ocop.models import Lot
from ocop.web.addresses import digital_link_url, passport_url
from ocop.web.passport import WRONG_CODES

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
JSON_LD = "application/ld+json"
OFFSET = "+07:00"


@require_safe
def events(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing for a code that is none, or that stands for something without steps of its own."""
    if used_up(request, scope="passport", rate=WRONG_CODES):
        return HttpResponse(status=429)
    found = resolve(code)
    if found is None:
        return HttpResponse(status=429 if too_many(request, scope="passport", rate=WRONG_CODES) else 404)
    lot = found.row
    if not isinstance(lot, Lot) or not is_public(lot.product):
        raise Http404
    told = document(lot, code=found.code.code, now=timezone.now())
    return JsonResponse(told, content_type=JSON_LD, headers={"Access-Control-Allow-Origin": "*"})


def document(lot: Lot, *, code: str, now: dt.datetime) -> dict[str, Any]:
    """Its steps as far as they have a day, then its making. What EPCIS has no word for stands under our own prefix."""
    steps = [step for step in lot.steps.all() if step.done_on]
    seen = [
        _event(
            "ObjectEvent",
            code,
            f"step {step.position}",
            step.done_on,
            action="OBSERVE",
            quantityList=[_quantity(lot, code)],
            **{"vl:step": step.what} | ({"vl:place": step.place} if step.place else {}),
        )
        for step in steps
        if step.done_on
    ]
    return {
        "@context": [CONTEXT, {"vl": f"{settings.BASE_URL}/du-lieu/#"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        **({"vl:example": True} if lot.is_made_up else {}),
        "creationDate": now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "epcisBody": {"eventList": [*seen, _making(lot, code)]},
    }


def _making(lot: Lot, code: str) -> dict[str, Any]:
    """Raw materials carry no identifiers here; one with a transformationID needs no inputs (EPCIS 2.0, JSON schema)."""
    master = {"cbvmda:lotNumber": lot.number}
    if lot.expires_on:
        master["cbvmda:itemExpirationDate"] = lot.expires_on.isoformat()
    own = {"vl:rawMaterial": lot.raw_material, "vl:workshop": lot.workshop, "vl:testResult": lot.test_result}
    return _event(
        "TransformationEvent",
        code,
        "making",
        lot.made_on,
        transformationID=f"{passport_url(code)}#making",
        outputQuantityList=[_quantity(lot, code)],
        bizStep="creating_class_instance",
        ilmd=master,
        **{name: text for name, text in own.items() if text},
    )


def _quantity(lot: Lot, code: str) -> dict[str, Any]:
    """The lot by its GS1 Digital Link, or by our own address where its product has no barcode."""
    return {"epcClass": digital_link_url(lot.product, lot) or passport_url(code), "quantity": lot.pieces}


def _event(kind: str, code: str, name: str, day: dt.date, **told: Any) -> dict[str, Any]:
    """The hour is not known: a day is told as its beginning in Việt Nam. The same event keeps its name."""
    return {
        "type": kind,
        "eventID": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{passport_url(code)}#{name}')}",
        "eventTime": f"{day.isoformat()}T00:00:00.000{OFFSET}",
        "eventTimeZoneOffset": OFFSET,
        **told,
    }
