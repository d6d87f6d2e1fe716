"""What form 02 asks beside the criteria, as one plain form; what this site knows of the house stands in it already."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk.ocop.dossiers import own_dossier
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from common.cms.opened import Sent, opened
from common.words.fields import LineField, LinesField
from ocop.domain.dossier.details import PARTS, TICKS, Detail, details_of, known_of, write_details
from ocop.models import Dossier


def _field(detail: Detail) -> forms.CharField:
    if detail.lines:
        area = forms.Textarea(attrs={"rows": 4})
        return LinesField(label=detail.label, required=False, max_length=detail.longest, widget=area)
    return LineField(label=detail.label, required=False, max_length=detail.longest)


class DetailsForm(forms.Form):
    ticks = forms.MultipleChoiceField(
        label=gettext_lazy("What you have"),
        required=False,
        choices=list(TICKS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Mapping | None = None, *, dossier: Dossier) -> None:
        known = known_of(dossier.host, dossier)
        super().__init__(data, initial=known | dossier.details)
        for detail in details_of(dossier):
            self.fields[detail.key] = _field(detail)

    def parts(self) -> list[dict[str, Any]]:
        """Fields by the parts of the form; the boxes stand at the end of the first."""
        found = []
        for number, part in enumerate(PARTS):
            fields = [self[detail.key] for detail in part.details if detail.key in self.fields]
            found.append({"title": part.title, "fields": fields + ([self["ticks"]] if number == 0 else [])})
        return found


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_details(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_dossier(request, pk)
    standing = form = DetailsForm(dossier=found)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = DetailsForm(sent.data, dossier=found)
        if sent.accepted(form) and accepts(form, lambda: _save(request, form, found)):
            return redirect("desk:dossier_details", host=request.desk_host.slug, pk=pk)
    context = {"dossier": found, "form": form, "opened": opened(standing)}
    return desk_page(request, "desk/ocop/details.html", context, current="setup")


def _save(request: DeskRequest, form: DetailsForm, found: Dossier) -> None:
    """All of it: what this site filled in counts once a person has saved it."""
    if write_details(dossier=found, changed=form.cleaned_data, now=timezone.now()):
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("It was so already: nothing has changed."))
