"""What is typed of a bank notice: its parts for several bookings, or why it is none of theirs."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.desk.shell.lookups import bookings_of
from bookings.domain.money.bank.speaking import ForBooking
from bookings.domain.seats.reference import typed_reference
from common.cms.amounts import VndField, VndInput
from common.words.fields import LineField
from villages.models import Host

# As many rows as the form has.
PARTS = 4


class AsideForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why it is none of your bookings"),
        max_length=200,
        help_text=gettext_lazy("It stays in the books for years: write what the money is for, not who a guest was."),
        error_messages={"required": gettext_lazy("Write in a few words why, so that it can be understood later.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SplitForm(forms.Form):
    """`named` are bookings that the notice's note names, with what they owe."""

    def __init__(self, data: Mapping | None = None, *, host: Host, named: Sequence[ForBooking] = ()) -> None:
        super().__init__(data)
        self.host = host
        for number in range(1, PARTS + 1):
            one = named[number - 1] if number <= len(named) else None
            self.fields[f"reference_{number}"] = LineField(
                label=_("Reference of booking %(number)s") % {"number": number},
                required=number == 1,
                max_length=20,
                initial=one.booking.reference if one else "",
                error_messages={"required": _("Write which booking it pays.")},
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
            )
            amount = VndField(
                label=_("Its part, đồng"),
                required=False,
                widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            amount.initial = one.due_vnd if one and one.due_vnd > 0 else None
            self.fields[f"amount_{number}"] = amount

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"reference_{number}"], self[f"amount_{number}"]) for number in range(1, PARTS + 1)]

    def clean(self) -> dict:
        """Each reference is one of the house's, named once, with its part."""
        said, self._parts = self.cleaned_data, dict[int, int]()
        typed = {number: typed_reference(said.get(f"reference_{number}") or "") for number in range(1, PARTS + 1)}
        found = {
            row.reference: row.pk for row in bookings_of(self.host).filter(reference__in=filter(None, typed.values()))
        }
        for number, reference in typed.items():
            amount = said.get(f"amount_{number}")
            if not reference:
                if amount:
                    self.add_error(f"reference_{number}", _("Write which booking it pays."))
                continue
            if reference not in found:
                self.add_error(f"reference_{number}", _("No booking of yours has this reference."))
            elif found[reference] in self._parts:
                self.add_error(f"reference_{number}", _("This booking stands above already."))
            elif not amount:
                if f"amount_{number}" not in self.errors:
                    self.add_error(f"amount_{number}", _("Write how much."))
            else:
                self._parts[found[reference]] = amount
        return said

    def parts(self) -> dict[int, int]:
        """Of a valid form: đồng by the id of the booking."""
        return self._parts
