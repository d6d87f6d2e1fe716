"""Another party, chosen by its guest."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.party_choices import Choice, ships
from bookings.forms.details import SHIP_LENGTH
from bookings.forms.party import QuantitiesForm
from bookings.models import Booking
from common.words.fields import LinesField
from common.words.numbers import read_id
from experiences.models import Unit


class OwnPartyForm(QuantitiesForm):
    """How many of each, and where to send what goes by post; with `grows`, steppers go on to the largest party.

    `agreed` is the sum that the guest was shown last, sent beside the fields as `total`: what they saw is what counts.
    """

    ship_to = LinesField(
        label=_("Where to send it"),
        required=False,
        max_length=SHIP_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
        help_text=_("House number, street, commune, province; abroad with postcode and country."),
        error_messages={"max_length": _("This address is too long: %(limit_value)s characters at most.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, booking: Booking, choices: Sequence[Choice], grows: bool
    ) -> None:
        super().__init__(data, choices=choices, discount=booking.discount_code)
        self.grows, self.largest = grows, booking.slot.experience.max_party
        self.ships = not booking.ship_to and any(ships(choice) for choice in choices)
        if not self.ships:
            del self.fields["ship_to"]

    @property
    def agreed(self) -> int | None:
        """The sum in đồng that was sent; None for what is no number."""
        return read_id(self.data.get("total", ""))

    def most_of(self, choice: Choice) -> int:
        if not self.grows or choice.most is not None:
            return choice.quantity
        largest = self.largest if isinstance(choice.sold, Unit) else choice.sold.max_quantity
        return max(largest, choice.quantity)

    def told(self) -> dict[str, Any]:
        """What `change_own_party` is told."""
        ship_to = self.cleaned_data.get("ship_to", "")
        return {"quantities": self.quantities(), "total_vnd": self.total_vnd(), "ship_to": ship_to}
