"""Days off and swaps, as a host says them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import DayField, offer_rows, with_span
from bookings.models import Resource, Slot
from common.words.text import single_line
from villages.models import Artisan, Host


class DayOffForm(forms.Form):
    """Who, from when to when; one day where the last is left empty."""

    artisan = forms.ModelChoiceField(
        Artisan.objects.none(),
        label=_("Who is off?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose who is off."),
            "invalid_choice": _("This is not there any more. Please choose again."),
        },
    )
    first_day = DayField(label=_("First day off"), error_messages={"required": _("Choose the day.")})
    last_day = DayField(label=_("Last day off"), required=False, help_text=_("Leave it empty for a single day."))
    reason = forms.CharField(
        label=_("Why, for yourselves"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, host: Host, **kwargs):
        super().__init__(with_span(data, "first_day", "last_day"), **kwargs)
        offer_rows(self, "artisan", Artisan.objects.for_host(host).active())

    def clean_reason(self) -> str:
        return single_line(self.cleaned_data["reason"])

    def said(self) -> dict:
        """As `add_day_off` takes it."""
        cleaned = dict(self.cleaned_data)
        return cleaned | {"last_day": cleaned["last_day"] or cleaned["first_day"]}


class TurnForm(forms.Form):
    """A turn of the host's rota: `old` has it, or nobody, and `artisan` gets it."""

    slot = forms.ModelChoiceField(Slot.objects.none())
    old = forms.ModelChoiceField(Artisan.objects.none(), required=False)
    artisan = forms.ModelChoiceField(Artisan.objects.none())

    def __init__(self, *args, resource: Resource, **kwargs):
        super().__init__(*args, **kwargs)
        offer_rows(self, "slot", Slot.objects.for_host(resource.host))
        for name in ("old", "artisan"):
            offer_rows(self, name, Artisan.objects.for_host(resource.host))
