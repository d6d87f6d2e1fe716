"""Until the numbers are settled, a group changes how many come to one of its visits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import texts
from bookings.domain.booking.party_choices import Choice, choices_of, party_digest
from bookings.domain.groups.numbers import change_numbers, may_change
from bookings.enums import AWAITED
from bookings.forms.party import QuantitiesForm, choice_label
from bookings.links import group_token
from bookings.models import Booking, GroupRequest, Slot
from bookings.web.groups.access import with_group
from common.data.refusal import Refused
from common.words.dates import moment_text
from outbox.tasks import drain_soon

MOST = 500


@require_http_methods(["GET", "HEAD", "POST"])
@with_group
def numbers(request: HttpRequest, group: GroupRequest, pk: int) -> HttpResponse:
    now, here = timezone.now(), redirect("bookings:group", group_token(group))
    booking = Booking.objects.filter(quoted__quote__request=group, pk=pk, status__in=AWAITED).with_party().first()
    if booking is None or not may_change(group, now=now):
        return here
    choices = choices_of(booking, Slot.objects.with_rules().get(pk=booking.slot_id))
    if request.method != "POST":
        return _page(request, group, booking, QuantitiesForm(choices=choices), seen=party_digest(booking))
    seen = request.POST.get("seen", "")[:20]
    form = QuantitiesForm(request.POST, choices=choices)
    if "step" in request.POST:
        form = QuantitiesForm(form.stepped(request.POST["step"]), choices=choices)
        form.errors.clear()
        return _page(request, group, booking, form, seen=seen)
    if form.is_valid():
        before = party_digest(booking)
        try:
            changed = change_numbers(
                request=group, booking=booking, quantities=form.quantities(), seen=seen, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            if party_digest(changed) == before:
                messages.info(request, _("It was so already: nothing has changed."))
            else:
                messages.success(request, _("The numbers are changed, and the house knows."))
            drain_soon()
            return here
    # What stands now is what the next tap has seen.
    return _page(request, group, booking, form, seen=party_digest(booking), status=422)


def _page(
    request: HttpRequest, group: GroupRequest, booking: Booking, form: QuantitiesForm, *, seen: str, status: int = 200
) -> HttpResponse:
    context = {
        "group": group,
        "host": group.host,
        "token": group_token(group),
        "form": form,
        "seen": seen,
        "title": booking.slot.experience.label,
        "when_text": texts.when_text(booking.slot),
        "party_text": texts.party_text(booking),
        "until_text": moment_text(group.frozen_at) if group.frozen_at else "",
        "lines": [_line(form, choice) for choice in form.choices],
    }
    return render(request, "bookings/groups/numbers.html", context, status=status)


def _line(form: QuantitiesForm, choice: Choice) -> dict:
    return {
        "name": choice.key,
        "label": choice_label(choice),
        "value": form.number(choice.key),
        "price_vnd": choice.sold.price_vnd,
        "max": MOST if choice.most is None else choice.most,
        "error": " ".join(str(error) for error in form.errors.get(choice.key, [])),
    }
