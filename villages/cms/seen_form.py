"""What a verifier says that they have seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from common.words.fields import LineField
from villages.domain.verification import Seen
from villages.enums import Paper


class BadDay(Refused):
    message = _("Write the day until which the papers are good, or leave it empty.")


class LongNote(Refused):
    message = _("Say it in 200 characters; nothing was verified yet.")


class SeenForm(forms.Form):
    """Shown beside the button by templates/cms/villages/verification_form.html."""

    papers = forms.MultipleChoiceField(choices=Paper.choices, required=False)
    note = LineField(required=False, max_length=200)
    until = forms.DateField(required=False)

    def seen(self) -> Seen:
        """Raises BadDay and LongNote; what no form sends, such as a paper of another kind, was not seen."""
        for name, refusal in (("until", BadDay), ("note", LongNote)):
            if name in self.errors:
                raise refusal
        said = self.cleaned_data
        return Seen(tuple(said.get("papers", ())), said["note"], said["until"])
