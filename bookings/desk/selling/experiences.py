"""My experiences: what stands of each, and one page for its prices and the facts of a visit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from bookings.desk.selling import parts
from bookings.desk.selling.forms import PricesForm, VisitForm
from bookings.desk.selling.touched import touched_lines
from bookings.desk.shell import affected_parties
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from bookings.domain.calendar.bookable import missing, with_readiness
from bookings.domain.calendar.experiences import Followed, change_experience, left_without_place
from bookings.forms.affected import has_seen
from bookings.models import Booking
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing
from experiences.models import Experience, Extra, Unit


@require_safe
@repeats_nothing()
def experiences(request: DeskRequest) -> HttpResponse:
    """In the order in which guests can book them: those on sale first."""
    mine = Experience.objects.for_host(request.desk_host).order_by("-active", "pk").prefetch_related("units")
    rows = [
        {
            "title": experience.label,
            "price": experience.lowest_price,
            "capacity": experience.capacity,
            "missing": missing(experience),
            "url": reverse("desk:experience", args=[request.desk_host.slug, experience.pk]),
        }
        for experience in with_readiness(experiences=mine, now=timezone.now())
    ]
    return desk_page(request, "desk/selling/experiences.html", {"rows": rows}, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def experience(request: DeskRequest, pk: int) -> HttpResponse:
    """Where fewer seats leave booked parties without a place, it says first whom, and saves once they were seen."""
    now, found = timezone.now(), own_experience(request, pk)
    units, extras = list(found.units.all()), list(found.extras.all())
    prices, visit = PricesForm(units=units, extras=extras), VisitForm(experience=found)
    context: dict[str, object] = {"opened": opened(prices, visit)}
    if request.method == "POST":
        sent = Sent(request.POST, prices, visit)
        prices, visit = PricesForm(sent.data, units=units, extras=extras), VisitForm(sent.data, experience=found)
        if sent.accepted(prices, visit):
            if not prices.has_changed() and not visit.has_changed():
                messages.info(request, _("It was so already: nothing has changed."))
                return _back(request, found)
            left_over = _left_over(found, visit)
            context |= affected_parties.affected_context(left_over)
            if has_seen(request.POST, left_over) and _save(request, found, prices, visit):
                return _back(request, found, decide=bool(left_over))
    ready = with_readiness(experiences=Experience.objects.filter(pk=found.pk), now=now).get()
    context |= {"experience": found, "prices": prices, "visit": visit, "missing": missing(ready)}
    context |= {"touched": touched_lines(found, now=now), "parts": parts.lines(request.desk_host, units, extras)}
    context |= parts.removed_context(request, found)
    return desk_page(request, "desk/selling/experience.html", context, current="setup")


def own_experience(request: DeskRequest, pk: int) -> Experience:
    found = Experience.objects.for_host(request.desk_host).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _left_over(found: Experience, visit: VisitForm) -> list[Booking]:
    return left_without_place(visit.instance, now=timezone.now()) if "capacity" in visit.changed_data else []


def _save(request: DeskRequest, found: Experience, prices: PricesForm, visit: VisitForm) -> bool:
    followed: list[Followed] = []
    saved = accepts(
        visit,
        lambda: followed.append(
            change_experience(
                experience=found,
                by=request.user,
                now=timezone.now(),
                facts=visit.changed(),
                unit_prices=prices.changed(Unit),
                extra_prices=prices.changed(Extra),
            )
        ),
    )
    if not saved:
        return False
    if prices.has_changed():
        messages.success(request, _("Saved. Guests see the new price from now on; whoever has booked keeps theirs."))
    else:
        messages.success(request, _("Saved. Times to come follow at once."))
    if left_over := followed[0].left_over:
        said = ngettext(
            "%(n)s party has no place any more by this. It stays booked until you decide.",
            "%(n)s parties have no place any more by this. They stay booked until you decide.",
            left_over,
        )
        messages.warning(request, said % {"n": left_over})
    return True


def _back(request: DeskRequest, found: Experience, *, decide: bool = False) -> HttpResponse:
    if decide:
        return redirect("desk:conflicts", host=request.desk_host.slug)
    return redirect("desk:experience", host=request.desk_host.slug, pk=found.pk)
