"""What a guest says of a visit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.domain.reviews.pictures import MOST
from bookings.domain.reviews.write import Words
from bookings.enums import Mark
from bookings.forms.fields import offer
from bookings.models import Review
from bookings.models.review import LONGEST, LONGEST_NAME
from common.words.fields import LinesField, OwnNameField


class _Pictures(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files; whether each is a picture, the domain says."""

    widget = _Pictures

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for file in data or [] if file]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class ReviewForm(forms.Form):
    """What stands, or nothing yet."""

    mark = forms.TypedChoiceField(
        label=gettext_lazy("Your mark"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it was, from 5 to 1.")},
    )
    text = LinesField(
        label=gettext_lazy("What would you tell a friend?"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("What was good, what was not. Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": gettext_lazy("That is too long: %(limit_value)s characters at most."),
        },
    )
    name = OwnNameField(
        label=gettext_lazy("Name shown with it"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Such as “Hà”, or “a family of four”. Left empty, no name is shown."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    pictures = PicturesField(
        label=gettext_lazy("Pictures"),
        required=False,
        help_text=gettext_lazy(
            "At most five (JPEG, PNG or WebP, up to 10 MB each). Where they were taken is removed. "
            "Show nobody who would not like it."
        ),
        widget=_Pictures(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )

    def __init__(self, data: Any = None, files: MultiValueDict | None = None, *, standing: Review | None) -> None:
        initial = {}
        if standing is not None:
            initial = {"mark": str(standing.mark), "text": standing.text, "name": standing.name}
        super().__init__(data, files, initial=initial)
        offer(self, "mark", [(str(mark.value), mark.text) for mark in reversed(Mark)])

    def clean_pictures(self) -> Sequence[UploadedFile]:
        found = self.cleaned_data["pictures"]
        if len(found) > MOST:
            raise forms.ValidationError(_("A review shows at most five pictures."))
        return found

    def words(self, language: str) -> Words:
        told = self.cleaned_data
        return Words(mark=told["mark"], text=told["text"].strip(), name=told["name"], language=language)
