"""An experience is sold or not: one tap, which the other button takes back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.selling.experiences import own_experience
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from experiences.domain.selling import switch
from experiences.models import Experience


@require_POST
def off(request: DeskRequest, pk: int) -> HttpResponse:
    return _answer(
        request, pk, active=False, done=_("Guests cannot book this any more. Whoever has booked still comes.")
    )


@require_POST
def on(request: DeskRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, active=True, done=_("Guests can book this again."))


def _answer(request: DeskRequest, pk: int, *, active: bool, done: str) -> HttpResponse:
    found = own_experience(request, pk)
    changes(
        request,
        lambda: switch(experience_id=found.pk, active=active, by=request.user),
        done,
        rows=lambda: Experience.objects.filter(pk=found.pk).values_list("active"),
    )
    return redirect("desk:experience", host=request.desk_host.slug, pk=found.pk)
