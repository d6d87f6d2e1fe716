"""What bookings offer as proof in a dossier (`ocop.domain.evidence`): set 26, the tourism products."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from bookings.domain import figures
from bookings.domain.reviews.sums import rating_of_host
from bookings.enums import GuestSource
from bookings.texts import rating_text
from experiences.domain.stories import addresses_in
from experiences.models import Experience
from ocop.domain.criteria.edition import Words
from ocop.domain.evidence.registry import Offered, Period, both, register
from villages.models import Host

TOURISM = 26
NAMED = 6


def register_all() -> None:
    """When the app gets ready."""
    register("agents", agents, codes={TOURISM: ["4.1"]})
    register("managed", managed, codes={TOURISM: ["4.3"]})
    register("online", online, codes={TOURISM: ["4.4"]})
    register("guests", guests, codes={TOURISM: ["2.2"]})
    register("ratings", ratings, codes={TOURISM: ["13", "14"]})
    register("held", held, codes={TOURISM: ["16"]})


def agents(host: Host, period: Period) -> list[Offered]:
    """Agencies that hosts wrote down beside the parties that these sent."""
    names = figures.agents(host, period.first, period.last)
    n = len(names)

    def say() -> str:
        if not n:
            return _("No agency was written down beside a party yet.")
        told = ngettext("%(n)s agency sent guests: %(names)s.", "%(n)s agencies sent guests: %(names)s.", n)
        return told % {"n": n, "names": ", ".join(names[:NAMED]) + (" …" if n > NAMED else "")}

    remark = both(lambda: _("Which of them lie in the province and which outside, you write into the reason."))
    points = next((points for least, points in ((5, 5), (3, 3), (1, 1)) if n >= least), None)
    return [Offered(n, both(say), period, _bookings_of(host), points, remark)]


def managed(host: Host, period: Period) -> list[Offered]:
    """Parties that were kept with this site's software, however they booked."""
    n = sum(figures.by_source(host, period.first, period.last).values())
    say = _counted(
        n,
        lambda: _("No party was kept with this site's software yet."),
        lambda: ngettext(
            "%(n)s party was booked, received and counted with this site's software.",
            "%(n)s parties were booked, received and counted with this site's software.",
            n,
        ),
    )
    return [Offered(n, both(say), period, _bookings_of(host), 2 if n else None)]


def online(host: Host, period: Period) -> list[Offered]:
    """Parties that booked by themselves on the web."""
    n = figures.by_source(host, period.first, period.last).get(GuestSource.WEB, 0)
    say = _counted(
        n,
        lambda: _("Nobody has booked on the web yet."),
        lambda: ngettext("%(n)s party booked online on this site.", "%(n)s parties booked online on this site.", n),
    )
    remark = both(
        lambda: _(
            "For 3 and 4 points guests book on outside sites of repute too: add the address of your page there, "
            "and a picture of the screen."
        )
    )
    return [Offered(n, both(say), period, _page_of(host), 2 if n else None, remark)]


def guests(host: Host, period: Period) -> list[Offered]:
    """Heads that came, and how many of them from abroad as far as anybody wrote it down."""
    came = figures.guests(host, period.first, period.last)
    n = came.total

    def say() -> str:
        if not n:
            return _("No guest was checked in yet.")
        told = ngettext("%(n)s guest came.", "%(n)s guests came.", n) % {"n": n}
        abroad = _("From abroad, as written down: %(n)s.") % {"n": came.abroad}
        english = _("Booked in English, and nothing written down: %(n)s.") % {"n": came.english}
        return f"{told} {abroad} {english}"

    return [Offered(n, both(say), period, _bookings_of(host))]


def ratings(host: Host, period: Period) -> list[Offered]:
    """What guests who were there say of the visits of these months: the average, and of how many."""
    rating = rating_of_host(host, period.first, period.last)

    def say() -> str:
        if not rating.count:
            return _("No guest has said here yet how it was. Rating slips, or sites of repute, prove it too.")
        return rating_text(rating) + "."

    remark = both(lambda: _("It is of the whole visit: whether it speaks for this criterion, a person decides."))
    return [Offered(rating.count, both(say), period, _page_of(host), remark=remark)]


def held(host: Host, period: Period) -> list[Offered]:
    """How often each experience took place with guests; which of them is a performance a person knows."""
    remark = both(lambda: _("Take it only where guests are shown a performance of the village."))
    found = figures.times_held(host, period.first, period.last)
    urls = addresses_in([row for row, _n in found], "vi")
    return [_held(row, n, period, remark, urls.get(row.pk, "")) for row, n in found]


def _held(experience: Experience, n: int, period: Period, remark: Words, url: str) -> Offered:
    def say() -> str:
        told = ngettext("“%(name)s” took place %(n)s time.", "“%(name)s” took place %(n)s times.", n)
        return told % {"name": experience.label, "n": n}

    return Offered(n, both(say), period, url, 2 if n > 1 else 1, remark, str(experience.pk))


def _counted(n: int, none: Callable[[], str], some: Callable[[], str]) -> Callable[[], str]:
    return lambda: some() % {"n": n} if n else none()


def _bookings_of(host: Host) -> str:
    with override("vi"):
        return reverse("desk:bookings", args=[host.slug])


def _page_of(host: Host) -> str:
    urls = addresses_in(Experience.objects.on_sale().filter(host=host), "vi")
    return next(iter(urls.values()), "")
