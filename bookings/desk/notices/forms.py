"""What to be told of, by each way that there is."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from bookings.domain.notices import offered, wanted
from bookings.enums import NoticeTopic
from bookings.forms.fields import offer
from pushing import keys
from villages.models import Member


class NoticesForm(forms.Form):
    """A field for each way by which this member can be told: without an address there is no `by_mail`, without the
    site's key no `by_phone`."""

    by_mail = forms.MultipleChoiceField(
        choices=NoticeTopic, required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choice__input"})
    )
    by_phone = forms.MultipleChoiceField(
        choices=NoticeTopic, required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choice__input"})
    )

    def __init__(self, data: Mapping | None = None, *, member: Member) -> None:
        told, topics = wanted(member), offered(member)
        # In the order in which they stand in the form.
        by_mail = [topic.value for topic in topics if topic in told.by_mail]
        by_phone = [topic.value for topic in topics if topic in told.by_phone]
        super().__init__(data, initial={"by_mail": by_mail, "by_phone": by_phone})
        self.fields["by_mail"].label = _("By e-mail to %(address)s") % {"address": member.user.email}
        self.fields["by_phone"].label = _("On my phones")
        for name in ("by_mail", "by_phone"):
            offer(self, name, [(topic.value, topic.label) for topic in topics])
        if not member.user.email:
            del self.fields["by_mail"]
        if not keys.available():
            del self.fields["by_phone"]

    def chosen(self, name: str) -> list[str] | None:
        """None where there is no such way."""
        return self.cleaned_data.get(name)
