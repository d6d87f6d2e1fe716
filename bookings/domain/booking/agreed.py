"""What is agreed with a guest at confirming, beside the price: it stays so whatever the host changes later."""

from dataclasses import dataclass

from django.db.models import Exists, Q, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Locale

from bookings.domain.booking.meeting import Meeting, make_meeting, stories
from bookings.models import Booking, BookingExtra, Slot
from common.data.compiled import Select
from experiences.models import Experience

LIMITED = Q(extra__per_slot__isnull=False) | Q(extra__use__isnull=False)

_READ = Select(
    lambda experience, language, booking: (
        Experience.objects.filter(pk=experience)
        .annotate(
            included=Subquery(stories(language).values("included")[:1]),
            way=Subquery(stories(language).values("meeting")[:1]),
            latitude=Coalesce("place__latitude", "village__latitude"),
            longitude=Coalesce("place__longitude", "village__longitude"),
            limited=Exists(BookingExtra.objects.filter(LIMITED, booking=booking)),
            ships=Exists(BookingExtra.objects.filter(booking=booking, is_shipped=True)),
        )
        .order_by()
        .values_list("place__name", "village__address", "included", "ships", "limited", "way", "latitude", "longitude")
    ),
    experience=Experience._meta.pk,
    booking=Booking._meta.pk,
    language=Locale._meta.get_field("language_code"),
)


@dataclass(frozen=True)
class Agreement:
    """`included` as the story in the guest's language has it now; `meeting`, where the party meets; `ships`, whether
    something goes to the guest by post; `limited`, whether there is an end of an extra that they chose.
    """

    included: str
    meeting: Meeting
    ships: bool
    limited: bool


def agreement(slot: Slot, booking: Booking) -> Agreement:
    """What `booking` of `slot` is promised at this moment, in one query."""
    read = _READ.first(experience=slot.experience_id, language=booking.language, booking=booking.pk)
    if read is None:
        raise Experience.DoesNotExist
    place, village_address, included, ships, limited, way, latitude, longitude = read
    meeting = make_meeting(
        address=slot.experience.host.address,
        place=place,
        village_address=village_address,
        way=way,
        latitude=latitude,
        longitude=longitude,
    )
    return Agreement(included or "", meeting, bool(ships), bool(limited))
