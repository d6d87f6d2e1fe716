"""Where a visit begins."""

from experiences.models import Experience


def meeting_text(experience: Experience) -> str:
    """Where guests meet: at the host's, or at a place of its own in the village, such as a pier."""
    address = experience.host.address
    # The address is in Vietnamese: there the place goes by its Vietnamese name, whatever the reader's language.
    if experience.place is None or experience.place.label in address or experience.place.name in address:
        return address
    return f"{experience.place.label}, {experience.village.address}"
