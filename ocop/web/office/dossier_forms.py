"""What officers fill in on a dossier's way. The rules are the domain's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.enums import Origin, Outcome
from ocop.models import CouncilSession, Office
from ocop.web.office.forms import Day


def _text(label, *, rows: int = 3, longest: int = 1000, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class IntakeForm(forms.Form):
    received_on = forms.DateField(label=_("received on"), widget=Day())
    number = forms.CharField(
        label=_("slip number"), max_length=60, required=False, help_text=_("Left empty, the next of this year.")
    )


class RequestForm(forms.Form):
    """Form 03 and the request."""

    materials = _text(_("use of local materials"))
    labour = _text(_("use of local labour"))
    origin = forms.ChoiceField(label=_("origin of the product idea"), choices=Origin.choices, widget=forms.RadioSelect)
    origin_note = _text(_("about the idea"), rows=2, required=False)
    identity = _text(_("local identity and wisdom"))
    request_number = forms.CharField(label=_("number of the request to the province"), max_length=60)
    requested_on = forms.DateField(label=_("requested on"), widget=Day())


class ReturnForm(forms.Form):
    """What is lacking, as a whole and by criterion (fields `reason-<code>`)."""

    note = _text(_("what is lacking as a whole"), required=False, longest=2000)

    def __init__(self, *args, codes: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code in codes:
            self.fields[f"reason-{code}"] = forms.CharField(label=code, max_length=500, required=False)

    @property
    def reason_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("reason-")]

    def reasons(self) -> dict[str, str]:
        told = {name: value for name, value in self.cleaned_data.items() if name.startswith("reason-")}
        return {name.removeprefix("reason-"): value for name, value in told.items()}


class ReportForm(forms.Form):
    survey = _text(_("what was seen on site"), required=False, longest=2000)
    findings = _text(_("what the dossier shows"), rows=5, longest=4000)
    reported_on = forms.DateField(label=_("reported on"), widget=Day())


class AgendaForm(forms.Form):
    session = forms.ModelChoiceField(label=_("session of the council"), queryset=CouncilSession.objects.none())

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        standing = CouncilSession.objects.filter(council__office=office, closed_at__isnull=True)
        self.fields["session"].queryset = standing  # type: ignore[attr-defined]


class RecogniseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("stars"), choices=[])
    number = forms.CharField(label=_("decision number"), max_length=60)
    issuer = forms.CharField(label=_("issued by"), max_length=160)
    decided_on = forms.DateField(label=_("decided on"), widget=Day())

    def __init__(self, *args, outcomes: list[Outcome], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(each.value, each.label) for each in outcomes]  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    note = _text(_("what the host is told"), longest=2000, required=False)
    decided_on = forms.DateField(label=_("decided on"), widget=Day())
