"""What a verifier says that they have seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from common.words.text import single_line
from villages.domain.verification import Seen
from villages.enums import Paper


class BadDay(Refused):
    message = _("Write the day until which the papers are good, or leave it empty.")


class SeenForm(forms.Form):
    """Shown beside the button by templates/cms/villages/verification_form.html."""

    papers = forms.MultipleChoiceField(choices=Paper.choices, required=False)
    note = forms.CharField(required=False, max_length=200)
    until = forms.DateField(required=False)

    def seen(self) -> Seen:
        """Raises BadDay; what no form sends, such as a paper of another kind, was not seen."""
        if not self.is_valid() and "until" in self.errors:
            raise BadDay
        papers = tuple(self.cleaned_data.get("papers", ()))
        return Seen(papers, single_line(self.cleaned_data.get("note", "")), self.cleaned_data.get("until"))
