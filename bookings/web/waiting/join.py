"""Joining the waiting list of a time that has no room for a party. The address holds the time and the party."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import texts
from bookings.domain.seats.lock import SlotGone
from bookings.domain.seats.on_sale import SlotClosed
from bookings.domain.seats.party import PricedParty, price, require_welcome
from bookings.domain.seats.prices import units_of
from bookings.domain.seats.shared_capacity import limit_to_shared
from bookings.domain.waiting import entries, offers
from bookings.enums import WaitingStatus
from bookings.forms.contact import WaitingForm
from bookings.links import entry_token
from bookings.models import Slot, WaitingEntry
from bookings.web.calendar.choose import find_experience
from bookings.web.choice import Choice
from bookings.web.form_key import key_of, keys_of
from bookings.web.former_slug import follows_slug
from bookings.web.way_back import story_of
from common.data.refusal import Refused
from common.http.throttle import address_key, too_many
from experiences.models import Experience
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
@follows_slug
def wait(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for one's name, or, by POST, the place in the list; the panel where there is nothing to wait for.

    The first two have one address, which says all of the choice: a phone that dropped the tab finds the form again.
    """
    experience = find_experience(slug)
    choice = Choice.read(request.GET)
    panel_url = story_of(request, experience).url
    if "step" in request.GET:
        return redirect(panel_url + choice.stepped(request.GET["step"]).query())
    slot = _slot(experience, choice)
    if slot is None:
        return redirect(panel_url + choice.query())
    try:
        party = _quote(slot, choice)
        if request.method != "POST":
            _require_full(slot, party)
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return redirect(panel_url + choice.query())
    if request.method == "POST":
        return _join(request, slot, choice, party)
    return _render(request, slot, choice, party, WaitingForm())


def _slot(experience: Experience, choice: Choice) -> Slot | None:
    slots = Slot.objects.with_free(timezone.now()).select_related(
        "experience__host", "experience__place", "experience__village__commune"
    )
    return slots.filter(pk=choice.slot_id, experience=experience).first() if choice.slot_id else None


def _quote(slot: Slot, choice: Choice) -> PricedParty:
    party = price(
        units=units_of(slot),
        extras=slot.experience.extras.all(),
        unit_quantities=choice.units(),
        extra_quantities=choice.extras(),
    )
    require_welcome(slot.experience, party)
    return party


def _require_full(slot: Slot, party: PricedParty) -> None:
    """Nobody fills in a form for nothing: the domain asks again when it is sent. Raises ListOver, SeatsFree."""
    now = timezone.now()
    if not offers.list_open(slot, now=now):
        raise entries.ListOver
    limit_to_shared([slot], now=now)
    if slot.free >= party.seats:
        raise entries.SeatsFree


def _join(request: HttpRequest, slot: Slot, choice: Choice, party: PricedParty) -> HttpResponse:
    form = WaitingForm(request.POST)
    if not form.is_valid():
        return _render(request, slot, choice, party, form, status=422)
    if too_many(request, scope="wait", rate=settings.HOLD_RATE):
        message = _("Many forms were sent from here within an hour. Please wait a little, or call the host: %(phone)s.")
        refusal = message % {"phone": slot.experience.host.phone.as_national}
        return _render(request, slot, choice, party, form, refusal=refusal, status=429)
    try:
        entry = _enter(request, slot, choice, form)
    except Refused as refusal:
        way_out = {
            entries.SeatsFree: _("Book these places"),
            entries.ListOver: _("Choose another time"),
            SlotClosed: _("Choose another time"),
            SlotGone: _("Choose another time"),
        }
        action = way_out.get(type(refusal), "")
        return _render(request, slot, choice, party, form, refusal=str(refusal.message), action=action, status=422)
    drain_soon()
    return redirect("bookings:waiting", entry_token(entry))


def _enter(request: HttpRequest, slot: Slot, choice: Choice, form: WaitingForm) -> WaitingEntry:
    """The form's key makes one place in the list, however often it is sent.

    Where that place was given up, or another party or person stands in it, the form asks for a new one: its key follows
    from the old one, so that a double click makes one place too.
    """
    contact = form.contact()
    for key in keys_of(request):
        entry = entries.join(
            key=key,
            slot_id=slot.pk,
            unit_quantities=choice.units(),
            extra_quantities=choice.extras(),
            contact=contact,
            consent=form.cleaned_data["consent"],
            language=get_language() or "vi",
            holder=address_key(request),
            now=timezone.now(),
        )
        same = entry.slot_id == slot.pk and entry.contact_email == contact.email and _same_party(entry, choice)
        if same and entry.status in (WaitingStatus.WAITING, WaitingStatus.OFFERED):
            return entry
    raise AssertionError("unreachable")


def _same_party(entry: WaitingEntry, choice: Choice) -> bool:
    asked = [{pk: number for pk, number in part.items() if number} for part in (choice.units(), choice.extras())]
    return [entry.unit_quantities(), entry.extra_quantities()] == asked


def _render(
    request: HttpRequest,
    slot: Slot,
    choice: Choice,
    party: PricedParty,
    form: WaitingForm,
    *,
    refusal: str = "",
    action: str = "",
    status: int = 200,
) -> HttpResponse:
    experience, language = slot.experience, get_language() or "vi"
    story = story_of(request, experience)
    context = {
        "slot": slot,
        "experience": experience,
        "host": experience.host,
        "title": story.title,
        "key": key_of(request),
        "form": form,
        "refusal": refusal,
        "action": action,
        "again_url": story.url + choice.query(),
        "when_text": texts.when_text(slot),
        "lunar_text": texts.lunar_text(slot),
        "place_text": texts.place_text(slot),
        "minimum_text": texts.minimum_text(slot),
        "party_text": texts.priced_text(party),
        "lines": texts.priced_lines(party, language),
        "total_vnd": party.total_vnd,
    }
    response = render(request, "bookings/waiting/join.html", context, status=status)
    add_never_cache_headers(response)
    return response
