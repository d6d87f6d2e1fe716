"""What the host should know of a party beside its name, as the host writes it down."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.contact import Needs
from bookings.enums import Dietary
from bookings.forms.details import SHIP_LENGTH
from bookings.forms.fields import offer
from common.words.fields import LinesField
from experiences.enums import SpokenLanguage
from experiences.models import Extra


class NeedsForm(forms.Form):
    """Food always; the language of the visit and where to send it only where the experience asks (see `ask_for`)."""

    dietary = forms.MultipleChoiceField(
        label=_("Food"), choices=Dietary, required=False, widget=forms.CheckboxSelectMultiple
    )
    spoken_language = forms.ChoiceField(label=_("Language of the visit"), required=False)
    ship_to = LinesField(
        label=_("Send to"),
        required=False,
        max_length=SHIP_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_("House number, street, commune, province; abroad with postcode and country."),
        error_messages={"max_length": _("This address is too long: %(limit_value)s characters at most.")},
    )

    def ask_for(self, *, languages: Sequence[str], ships: bool, standing: str = "") -> None:
        """`languages` that the experience is told in, `ships` whether something goes by post; `standing` is the
        language that was chosen, which stays to be chosen though the experience is no longer told in it.
        """
        told = [*languages, *([standing] if standing and standing not in languages else [])]
        if len(told) > 1:
            offer(self, "spoken_language", [("", _("no wish")), *((code, SpokenLanguage(code).label) for code in told)])
        else:
            del self.fields["spoken_language"]
        if not ships:
            del self.fields["ship_to"]

    def require_interpreter(self, extras: Iterable[tuple[Extra, int]], *, languages: Sequence[str]) -> None:
        """After cleaning: a language that no guide speaks is chosen with an extra that brings it. `extras` that are
        sold, with how many of each are wanted.
        """
        spoken = self.cleaned_data.get("spoken_language", "")
        into = [(extra, number) for extra, number in extras if extra.spoken_language == spoken]
        if spoken and spoken not in languages and into and not any(number for _extra, number in into):
            text = _("Choose “%(extra)s” too, or another language: the guides of this visit do not speak it.")
            self.add_error("spoken_language", text % {"extra": into[0][0].label})

    def needs(self, standing: Needs | None = None) -> Needs:
        """What was sent; what is not asked for stays as it is in `standing`."""
        data, standing = self.cleaned_data, standing or Needs()
        return Needs(
            dietary=tuple(data["dietary"]),
            spoken_language=data.get("spoken_language", standing.spoken_language),
            ship_to=data.get("ship_to", standing.ship_to),
        )


def all_sent(data: Mapping[str, Any], *, several: Iterable[str]) -> dict[str, Any]:
    """What a form sent, to be bound again; `several` names the fields that may have more than one value."""
    getlist = getattr(data, "getlist", data.get)
    return {name: data.get(name) for name in data} | {name: getlist(name) for name in several if name in data}
