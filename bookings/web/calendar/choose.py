"""Choosing a day, a time and a party, and holding the seats."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.domain.booking.hold import hold
from bookings.domain.booking.once import KeyReused
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.waiting.offers import list_open
from bookings.enums import BookingStatus
from bookings.links import booking_token
from bookings.models import Booking, Slot
from bookings.web.access import takes_form
from bookings.web.booking.release import release
from bookings.web.calendar import panel
from bookings.web.choice import Choice
from bookings.web.form_key import keys_of
from bookings.web.former_slug import follows_slug
from bookings.web.way_back import story_of
from common.data.refusal import Refused
from common.http import fragments
from common.http.throttle import address_key, too_many
from experiences.models import Experience
from experiences.models.page import PANEL

GIVEN_UP = {BookingStatus.CANCELLED, BookingStatus.EXPIRED}


def find_experience(slug: str, **only) -> Experience:
    """The experience of an address, with its host and village; 404 where there is none."""
    return get_object_or_404(Experience.objects.select_related("host", "village"), slug=slug, **only)


@require_safe
@follows_slug
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """The panel on a page of its own, for where an experience has no story in this language."""
    return _render(request, find_experience(slug, active=True), Choice.read(request.GET))


def _render(
    request: HttpRequest,
    experience: Experience,
    choice: Choice,
    *,
    error: str = "",
    error_url: str = "",
    status: int = 200,
) -> HttpResponse:
    base_url = reverse("bookings:choose", args=[experience.slug])
    content = panel.build(
        experience,
        choice=choice,
        base_url=base_url,
        now=timezone.now(),
        error=error,
        error_url=error_url,
    )
    if request.method == "POST":
        # Where the form was posted shows nothing: the other language shows the same choice here.
        request.shown_at = base_url + choice.query()  # type: ignore[attr-defined]  # read by pages.context
    part = fragments.wants(request, PANEL)
    template = "bookings/calendar/panel.html"
    context: dict[str, object] = {"panel": content}
    if not part:
        template = "bookings/calendar/choose.html"
        context |= {"experience": experience, "page_url": story_of(request, experience).url}
    return fragments.told_apart(render(request, template, context, status=status), part=part)


@takes_form(shown_at="bookings:choose")
@follows_slug
def hold_seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Hold the chosen seats and go on to the details; or say why not, with the form as it was filled in."""
    choice = Choice.read(request.POST)
    if "step" in request.POST:
        return redirect(story_of(request, find_experience(slug)).url + choice.stepped(request.POST["step"]).query())
    if "wait" in request.POST:
        return redirect(reverse("bookings:wait", args=[slug]) + choice.query())
    slot_id = choice.slot_id
    if slot_id is None:
        error = _("Please choose a day and a time first.")
        return _render(request, find_experience(slug), choice, error=error, status=422)
    if too_many(request, scope="hold", rate=settings.HOLD_RATE):
        message = _(
            "Many places were held from here within an hour. Please wait a little, or call the host: %(phone)s."
        )
        experience = find_experience(slug)
        error = message % {"phone": experience.host.phone.as_national}
        return _render(request, experience, choice, error=error, status=429)
    try:
        booking = _hold(request, slug, slot_id, choice)
    except NotEnoughSeats as refusal:
        experience = find_experience(slug)
        url = _wait_url(experience, slot_id, choice)
        if not refusal.free:
            # Another time of that day, where there is one: the full one is behind the link.
            choice.slot_id = None
        return _render(request, experience, choice, error=str(refusal.message), error_url=url, status=422)
    except Refused as refusal:
        return _render(request, find_experience(slug), choice, error=str(refusal.message), status=422)
    return redirect("bookings:booking", booking_token(booking))


def _wait_url(experience: Experience, slot_id: int, choice: Choice) -> str:
    """Where this party can wait for enough places at this time; empty where it cannot."""
    slot = Slot.objects.filter(pk=slot_id, experience=experience).first()
    if slot is None or not list_open(slot, now=timezone.now()):
        return ""
    if sum(unit.seats * choice.units().get(unit.pk, 0) for unit in experience.units.all()) > slot.capacity:
        return ""
    return reverse("bookings:wait", args=[experience.slug]) + choice.query()


def _hold(request: HttpRequest, slug: str, slot_id: int, choice: Choice) -> Booking:
    """The form's key makes one hold, however often it is sent.

    Where the key's hold is over (released, run out) or had another party, the form asks for a new one: its key follows
    from the old one, so that a double click after Back makes one hold too.
    """
    now = timezone.now()
    for key in keys_of(request):
        try:
            booking = hold(
                key=key,
                slot_id=slot_id,
                slug=slug,
                unit_quantities=choice.units(),
                extra_quantities=choice.extras(),
                language=get_language() or "vi",
                holder=address_key(request),
                now=now,
            )
        except KeyReused as reused:
            if reused.booking.status not in GIVEN_UP | {BookingStatus.ON_HOLD}:
                raise
            # Back from the details to change the party: the old hold gives its seats back to this one.
            release(reused.booking)
        else:
            if booking.status not in GIVEN_UP and (
                booking.status != BookingStatus.ON_HOLD or booking.hold_expires_at > now
            ):
                return booking
    raise AssertionError("unreachable")
