"""A host's dossiers: the list, beginning one, and one as a whole with what it would come to."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.ocop.path import path_of
from bookings.desk.ocop.standing import lines_of, standing
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from common.data.refusal import Refused
from common.words.fields import LineField
from ocop.domain.criteria.reading import newest
from ocop.domain.dossier.handing_in import NoProduct
from ocop.domain.dossier.preparing import (
    begin,
    choices_of,
    choices_of_each,
    edition_of,
    put_away,
    say_what_stops,
    sheet_of,
    take_back,
)
from ocop.domain.evidence.listing import counts, lacking
from ocop.domain.evidence.places import PAPERS
from ocop.enums import EvaluationKind
from ocop.models import Dossier, OcopProduct
from villages.models import Host

# A house that has more puts some away first.
MOST = 50


class BeginForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name of the product"),
        max_length=120,
        help_text=gettext_lazy("As it stands on the package or on the sign."),
        error_messages={"required": gettext_lazy("Write the name of the product.")},
    )
    criteria_set = forms.TypedChoiceField(
        label=gettext_lazy("What is it?"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose what it is; the nearest will do.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of evaluation"), choices=EvaluationKind.choices, initial=EvaluationKind.FIRST
    )
    product = forms.ModelChoiceField(
        label=gettext_lazy("Which certified product, for an upgrade or a re-evaluation"),
        queryset=OcopProduct.objects.none(),
        required=False,
    )
    practice = forms.BooleanField(label=gettext_lazy("Only to practise: it goes nowhere"), required=False, initial=True)

    def __init__(self, data=None, *, host: Host) -> None:
        super().__init__(data)
        certified = OcopProduct.objects.public(timezone.localdate()).filter(host=host)
        self.fields["product"].queryset = certified  # type: ignore[attr-defined]
        if not certified.exists():
            del self.fields["product"]
        sheets = newest(timezone.localdate()).sets.values()
        choices = [("", _("Choose")), *((sheet.number, f"{sheet.number}. {sheet.name}") for sheet in sheets)]
        self.fields["criteria_set"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict:
        told = super().clean() or {}
        again = told.get("kind") not in (None, EvaluationKind.FIRST)
        if again and not told.get("product") and not told.get("practice"):
            self.add_error("kind" if "product" not in self.fields else "product", str(NoProduct.message))
        if not again:
            told.pop("product", None)
        return told


@require_http_methods(["GET", "HEAD", "POST"])
def dossiers(request: DeskRequest) -> HttpResponse:
    host = request.desk_host
    form = BeginForm(request.POST if request.method == "POST" else None, host=host)
    if form.is_valid():
        made = begin(host=host, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("desk:dossier", host=host.slug, pk=made.pk)
    found = list(host.dossiers.standing()[:MOST])
    choices = choices_of_each(found)
    rows = [{"dossier": each, "standing": standing(each, choices[each.pk])} for each in found]
    context = {"form": form, "rows": rows, "removed": _removed(request)}
    return desk_page(request, "desk/ocop/dossiers.html", context, current="setup")


@require_safe
def dossier(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_dossier(request, pk)
    choices = choices_of(found)
    there = counts(found)
    bare = lacking(found, choices, there)
    context = {
        "dossier": found,
        "bare": bare,
        "papers": sum(1 for place in there if place.paper),
        "paper_rows": len(PAPERS),
        "sheet": sheet_of(found),
        "edition": edition_of(found),
        "standing": standing(found, choices),
        "sections": lines_of(found, choices, there, {criterion.code for criterion in bare}),
        "path": path_of(found),
    }
    return desk_page(request, "desk/ocop/dossier.html", context, current="setup")


@require_POST
def dossier_stops(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_dossier(request, pk)
    try:
        say_what_stops(dossier=found, rules=request.POST.getlist("rule"), now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("desk:dossier", host=request.desk_host.slug, pk=found.pk)


@require_POST
def dossier_put_away(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.desk_host.dossiers, pk=pk)
    try:
        put_away(dossier=found, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("desk:dossier", host=request.desk_host.slug, pk=found.pk)
    request.session["removed_dossier"] = found.pk
    return redirect("desk:dossiers", host=request.desk_host.slug)


@require_POST
def dossier_take_back(request: DeskRequest) -> HttpResponse:
    found = _removed(request)
    if found is not None:
        take_back(dossier=found)
        del request.session["removed_dossier"]
    return redirect("desk:dossiers", host=request.desk_host.slug)


def own_dossier(request: DeskRequest, pk: int) -> Dossier:
    return get_object_or_404(request.desk_host.dossiers.standing(), pk=pk)


def _removed(request: DeskRequest) -> Dossier | None:
    pk = request.session.get("removed_dossier")
    return request.desk_host.dossiers.filter(pk=pk, put_away_at__isnull=False).first() if pk else None
