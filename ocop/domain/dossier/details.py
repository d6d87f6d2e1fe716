"""What form 02 asks beside the criteria: parts I, II and IV (Decision 26/2026/QĐ-TTg, Appendix III), in our words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.text import nfc, single_line
from ocop.domain.unsent import lock_unsent
from ocop.enums import EvaluationKind
from ocop.models import Dossier
from villages.models import Host

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LINE, TEXT = 200, 3000


@dataclass(frozen=True)
class Detail:
    """One answer: at most `longest` characters, in `lines` where it is a text; `again`: of a re-evaluation alone."""

    key: str
    label: "StrPromise"
    lines: bool = False
    again: bool = False

    @property
    def longest(self) -> int:
        return TEXT if self.lines else LINE


@dataclass(frozen=True)
class Part:
    title: "StrPromise"
    details: tuple[Detail, ...]


PARTS = (
    Part(
        _("I. Who you are"),
        (
            Detail("entity", _("Name of the entity")),
            Detail("organisation", _("Kind of organisation")),
            Detail("address", _("Address")),
            Detail("phone", _("Phone number")),
            Detail("email", _("E-mail")),
            Detail("representative", _("Legal representative: full name")),
            Detail("representative_sex", _("Legal representative: sex")),
            Detail("representative_ethnicity", _("Legal representative: ethnicity")),
            Detail("representative_address", _("Legal representative: permanent address")),
            Detail("founded", _("Founded, or registered, on")),
            Detail("registration", _("Registration number")),
            Detail("product", _("Product or service: name, what is in it, by which standard"), lines=True),
            Detail("history", _("How the entity came to be"), lines=True),
            Detail("organisation_chart", _("Who does what"), lines=True),
        ),
    ),
    Part(
        _("II. How the plan of production and business went"),
        (
            Detail("production", _("Materials and where they grow, technology, processing, packing"), lines=True),
            Detail("quality", _("What changed in quality, standards, packaging and labels"), lines=True),
            Detail("markets", _("Where it is sold"), lines=True),
            Detail("revenue", _("Revenue and profit"), lines=True),
            Detail("since", _("Changes and results since it was recognised"), lines=True, again=True),
        ),
    ),
    Part(
        _("IV. What comes next"),
        (
            Detail("direction", _("Where the product is to go"), lines=True),
            Detail("plan_production", _("How making it is organised"), lines=True),
            Detail("plan_market", _("The market"), lines=True),
        ),
    ),
)
# What part I has a box for.
TICKS = {
    "business": _("Business registration"),
    "quality": _("Quality declared"),
    "food_safety": _("Food safety certificate"),
    "production": _("Another compulsory certificate of production"),
    "property": _("Intellectual property registered"),
    "trademark": _("Trademark certificate"),
    "mark_use": _("Right to use a geographical indication, a collective or a certification mark"),
    "patent": _("Patent of an invention"),
    "design": _("Patent of a design"),
    "copyright": _("Copyright certificate"),
}


class TooLong(Refused):
    message = _("One of the texts is longer than it may be. Shorten it, then save again.")


def details_of(dossier: Dossier) -> list[Detail]:
    """Those that its kind of evaluation asks for, in the order of the form."""
    again = dossier.kind == EvaluationKind.AGAIN
    return [detail for part in PARTS for detail in part.details if again or not detail.again]


def known_of(host: Host, dossier: Dossier) -> dict[str, str]:
    """What this site can fill in already, in the form's language, for a person to look over."""
    with override("vi"):
        organisation = str(host.get_kind_display())
    return {
        "entity": host.legal_name,
        "organisation": organisation,
        "address": host.address,
        "phone": host.phone.as_international if host.phone else "",
        "email": host.email,
        "registration": host.registration_number,
        "product": dossier.name,
    }


@atomic_with_retry
def write_details(*, dossier: Dossier, changed: Mapping[str, str | list[str]], now: dt.datetime) -> bool:
    """Write those that were changed, by key; `ticks` is a list of keys of `TICKS`. What is not named stays.

    Whether anything changed. Raises WithOffices, TooLong.
    """
    lock_unsent(dossier.pk)
    stands = dict(Dossier.objects.values_list("details", flat=True).get(pk=dossier.pk))
    wanted = stands | _clean(dossier, changed)
    if wanted == stands:
        return False
    Dossier.objects.filter(pk=dossier.pk).update(details=wanted, changed_at=now)
    dossier.details = wanted
    return True


def _clean(dossier: Dossier, changed: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    told: dict[str, str | list[str]] = {}
    for detail in details_of(dossier):
        value = changed.get(detail.key)
        if not isinstance(value, str):
            continue
        text = nfc(value).replace("\x00", "").strip() if detail.lines else single_line(value)
        if len(text) > detail.longest:
            raise TooLong
        told[detail.key] = text
    if "ticks" in changed:
        told["ticks"] = [key for key in TICKS if key in changed["ticks"]]
    return told
