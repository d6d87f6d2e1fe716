"""A dossier on its way: handed in with form 01, taken back, and what the offices did since."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.ocop.dossiers import own_dossier
from bookings.desk.ocop.standing import standing
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from common.words.fields import LineField, LinesField
from ocop.domain.dossier import cycle, handing_in
from ocop.domain.dossier.handing_in import Form01
from ocop.models import Dossier


class Form01Form(forms.Form):
    """Who registers and who signs for them (form 01, part 1 and the commitment)."""

    unit = LineField(label=gettext_lazy("Who registers"), max_length=200)
    representative = LineField(label=gettext_lazy("Legal representative"), max_length=120)
    position = LineField(label=gettext_lazy("Position"), max_length=120)
    address = LineField(label=gettext_lazy("Address"), max_length=250)
    phone = LineField(label=gettext_lazy("Phone number"), max_length=30)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    truth = forms.BooleanField(
        label=gettext_lazy("What stands in this dossier is true, and we answer for it"),
        error_messages={"required": gettext_lazy("Tick this: the dossier has the legal force of paper.")},
    )


class CycleForm(forms.Form):
    idea = LinesField(label=gettext_lazy("The idea, in a few sentences"), max_length=2000, required=False)
    plan = LinesField(label=gettext_lazy("How it is made and sold"), max_length=4000, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_hand_in(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_dossier(request, pk)
    form = Form01Form(request.POST if request.method == "POST" else None, initial=handing_in.known_form(found))
    if form.is_valid():
        asked = {name: value for name, value in form.cleaned_data.items() if name != "truth"}
        try:
            handing_in.hand_in(dossier=found, form=Form01(**asked), by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Handed in. The commune sees it now; you read here what happens to it."))
            return redirect("desk:dossier", host=request.desk_host.slug, pk=found.pk)
    context = {"dossier": found, "form": form, "standing": standing(found), "lacking": _without_proof(found)}
    return desk_page(request, "desk/ocop/hand_in.html", context, current="setup")


@require_POST
def dossier_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Undo handing in, while no office has taken it in."""
    found = own_dossier(request, pk)
    try:
        handing_in.take_back(dossier=found, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("It is back with you. What you had handed in is kept as a version."))
    return redirect("desk:dossier", host=request.desk_host.slug, pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_cycle(request: DeskRequest, pk: int) -> HttpResponse:
    """Steps 2 and 3 of the yearly cycle: the idea, then the plan."""
    found = own_dossier(request, pk)
    said = {"idea": found.idea, "plan": found.plan}
    standing = form = CycleForm(initial=said)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = CycleForm(sent.data, initial=said)
        if sent.accepted(form) and accepts(form, lambda: _register(request, form, found)):
            return redirect("desk:dossier", host=request.desk_host.slug, pk=found.pk)
    context = {"dossier": found, "form": form, "opened": opened(standing)}
    return desk_page(request, "desk/ocop/cycle.html", context, current="setup")


def _register(request: DeskRequest, form: CycleForm, found: Dossier) -> None:
    for name, register in (("idea", cycle.register_idea), ("plan", cycle.register_plan)):
        if form.cleaned_data[name]:
            register(dossier=found, text=form.cleaned_data[name], by=request.user, now=timezone.now())
    messages.success(request, _("Registered: the commune reads it."))


def _without_proof(dossier: Dossier) -> list[str]:
    """Criteria that were answered with points and have no proof yet."""
    proven = set(dossier.evidence.standing().values_list("code", flat=True))
    answered = dossier.answers.filter(level__isnull=False).values_list("code", flat=True)
    return [code for code in answered.order_by("pk") if code not in proven]
