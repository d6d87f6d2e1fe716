"""What is sent to prove something: files from a phone, or the address of a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.words.fields import LineField
from ocop.domain.evidence.keeping import LONGEST_LINK, LONGEST_TITLE
from ocop.domain.evidence.places import PAPERS

# A phone's photo is written anew in a second, and nobody waits longer than some of these.
MOST_FILES = 5
ACCEPTED = "application/pdf,image/jpeg,image/png,image/webp"


class _Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what each of them is, the domain says."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for file in data or [] if file]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class EvidenceForm(forms.Form):
    """`documents`, a `link`, or both. `papers`: to be put to one of form 02's papers."""

    paper = forms.TypedChoiceField(
        label=gettext_lazy("Which paper"),
        coerce=int,
        choices=[("", gettext_lazy("Choose")), *((number, f"{number}. {text}") for number, text in PAPERS.items())],
        error_messages={"required": gettext_lazy("Choose which paper it is.")},
    )
    documents = FilesField(
        label=gettext_lazy("File or photo"),
        required=False,
        help_text=gettext_lazy("PDF, or a photo (JPEG, PNG, WebP), up to 10 MB each. Where it was taken is removed."),
        widget=_Files(attrs={"accept": ACCEPTED, "multiple": True}),
    )
    link = LineField(
        label=gettext_lazy("Or the address of a page"),
        required=False,
        max_length=LONGEST_LINK,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    title = LineField(
        label=gettext_lazy("What it shows"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("Left empty, the file's own name."),
    )

    def __init__(
        self, data: Mapping | None = None, files: MultiValueDict | None = None, *, papers: bool = False
    ) -> None:
        super().__init__(data, files)
        if not papers:
            del self.fields["paper"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        files: Sequence[UploadedFile] = told.get("documents", [])
        if len(files) > MOST_FILES:
            self.add_error("documents", _("Send at most %(n)s files at once, then the next.") % {"n": MOST_FILES})
        elif not files and not told.get("link") and "link" not in self.errors:
            self.add_error("documents", _("Choose a file or a photo, or write the address of a page."))
        return told
