"""Extras as they are shown."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from experiences.models import Extra


def with_photos(extras: Sequence[Extra]) -> Sequence[Extra]:
    """The same rows with what their photos need: two queries however many have one, and none where none has."""
    prefetch_related_objects([extra for extra in extras if extra.photo_id], "photo__renditions")
    return extras
