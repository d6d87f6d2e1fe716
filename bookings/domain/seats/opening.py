"""Whether bookings are taken here at all. Apps above ask for what must stand before, such as the terms."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from villages.models import Host

# Answers what is missing in phrases that need no capital, in the reader's language; nothing where all is there.
# It is asked under a slot's lock, so it answers from what is kept.
Asks = Callable[[], Sequence[str]]

_asks: dict[str, Asks] = {}


def register(name: str, asks: Asks) -> None:
    """Called where an app gets ready, so that every process asks for the same; `name` is the app's own."""
    _asks[name] = asks


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
