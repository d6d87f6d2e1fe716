"""Whether bookings are taken here at all. Apps above ask for what must stand before, such as the terms."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.data.refusal import Refused
from villages.models import Host

# Answers what is missing in phrases that need no capital, in the reader's language; nothing where all is there.
# It is asked under a slot's lock, so it answers from what is kept.
Asks = Callable[[], Sequence[str]]


class Versions(NamedTuple):
    """Of what a guest agrees to by booking: numbers of the terms and of the page about their data; 0 where none is."""

    terms: int = 0
    privacy: int = 0

    @property
    def mark(self) -> str:
        """As a form carries them."""
        return f"{self.terms}-{self.privacy}"


class TermsChanged(Refused):
    """What the guest had before their eyes is no longer what stands."""

    message = gettext_lazy("The terms were changed since you opened this page. Please read them again, then book.")


_asks: dict[str, Asks] = {}
_numbered: Callable[[], Versions] = Versions


def register(name: str, asks: Asks) -> None:
    """Called where an app gets ready, so that every process asks for the same; `name` is the app's own."""
    _asks[name] = asks


def number(which: Callable[[], Versions]) -> None:
    """Called where an app gets ready: `which` answers the versions that stand."""
    global _numbered
    _numbered = which


def versions() -> Versions:
    """The versions that stand now."""
    return _numbered()


def require_as_seen(seen: str) -> Versions:
    """The versions that stand. Raises TermsChanged where a form carried others; "" where it carried none."""
    stand = versions()
    if seen and seen != stand.mark:
        raise TermsChanged
    return stand


def lacking() -> list[str]:
    """What is missing before any booking is taken, in the reader's language."""
    return [phrase for asks in _asks.values() for phrase in asks()]


def is_open() -> bool:
    """Whether nothing is missing."""
    return not lacking()


def not_open_text(host: Host) -> str:
    """For guests: they cannot mend it, but the host has a telephone."""
    return _("Bookings are not open here yet. If you would like to come, call %(host)s: %(phone)s.") % {
        "host": host.name,
        "phone": host.phone.as_national,
    }
