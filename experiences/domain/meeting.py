"""Where a visit begins."""

from experiences.models import Experience
from villages.models import Place, Village


def meeting_text(experience: Experience) -> str:
    """Where guests meet, in the reader's language: at the host's, or at a place of its own, such as a pier."""
    place = experience.place
    address = experience.host.address
    # The address is in Vietnamese: there the place goes by its Vietnamese name, whatever the reader's language.
    if place is not None and place.name in address:
        return address
    return meeting_words(address, place.label if place else None, experience.village.address)


def meeting_words(address: str, place: str | None, village_address: str) -> str:
    """The same of plain words: the host's `address`, and the name of a `place` in the village, if there is one."""
    if place is None or place in address:
        return address
    return f"{place}, {village_address}"


def meeting_spot(experience: Experience) -> Place | Village:
    """What stands on the map where guests meet."""
    return experience.place or experience.village
