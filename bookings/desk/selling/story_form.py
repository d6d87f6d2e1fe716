"""The page of an experience as a plain form: its words in the places that they have, a photo, and more at its end."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model

from common.cms.images import PhotoField
from common.words.fields import LineField, LinesField
from experiences.domain.story_body import LISTED, NEEDED, Place, places
from experiences.domain.story_proposals import Change, Picture, body_of
from experiences.models import ExperiencePage

SHOWS_LENGTH, CAPTION_LENGTH, SHORT, LONGEST = 200, 200, 120, 20_000
START = "part-"
WORDS = ("title", "intro", "included", "bring", "meeting", "photo_alt")
LABELS = {
    "heading": gettext_lazy("Heading"),
    "paragraph": gettext_lazy("Text"),
    "caption": gettext_lazy("Caption"),
    "title": gettext_lazy("Step"),
    "text": gettext_lazy("What is done"),
    "term": gettext_lazy("What"),
    "source": gettext_lazy("Who says it"),
}
OF_BLOCK = {("quote", "text"): gettext_lazy("Quotation"), ("facts", "text"): gettext_lazy("Text")}


def _lines(label: Any, rows: int, **told: Any) -> LinesField:
    told = {"required": False, "max_length": LONGEST} | told
    return LinesField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **told)


def _line(label: Any, most: int, **told: Any) -> LineField:
    """One line; what may be longer than a phone is wide is seen as a whole."""
    told = {"required": False, "max_length": most} | told
    widget = forms.Textarea(attrs={"rows": 2}) if most > SHORT else forms.TextInput(attrs={"autocomplete": "off"})
    return LineField(label=label, widget=widget, **told)


class StoryForm(forms.Form):
    """What stands is the `draft`'s. Every place of its body is a field of its own; an empty one takes it out."""

    title = _line(gettext_lazy("Title"), SHORT, required=True, max_length=255)
    intro = _lines(
        gettext_lazy("In one or two sentences"),
        3,
        required=True,
        max_length=300,
        help_text=gettext_lazy("Guests read it first, in lists too."),
    )
    photo = PhotoField(label=gettext_lazy("Another photo for the top of the page"), required=False)
    photo_alt = _line(
        gettext_lazy("What the photo shows"),
        SHOWS_LENGTH,
        help_text=gettext_lazy("For guests who do not see it: “Mother and daughter paint a pot”."),
    )
    included = _lines(gettext_lazy("What is included"), 4, help_text=gettext_lazy("One line for each."))
    bring = _lines(gettext_lazy("What to bring"), 3, help_text=gettext_lazy("One line for each."))
    meeting = _line(gettext_lazy("How to find the place"), 300)
    new_paragraph = _lines(
        gettext_lazy("Add a text"),
        5,
        help_text=gettext_lazy("It comes at the end. An empty line begins another paragraph."),
    )
    new_picture = PhotoField(label=gettext_lazy("Add a picture"), required=False)
    new_shows = _line(gettext_lazy("What the picture shows"), SHOWS_LENGTH)
    new_caption = _line(gettext_lazy("Caption"), CAPTION_LENGTH)

    def __init__(
        self, data: Mapping | None = None, files: MultiValueDict | None = None, *, draft: ExperiencePage, lost: str = ""
    ) -> None:
        """`lost`: what was typed into places that the page has no more; it is offered at the end."""
        standing = {name: getattr(draft, name) for name in WORDS}
        super().__init__(data, files, initial=standing)
        self.draft, self.lost = draft, lost
        self.places: dict[str, Place] = {START + place.key: place for place in places(body_of(draft))}
        counts: Counter[str] = Counter()
        for name, place in self.places.items():
            counts[_head(place)] += place.is_head
            self.fields[name] = _field(place, counts[_head(place)])
            self.initial[name] = place.text
            if place.image:
                self.fields[_taken(place)] = forms.BooleanField(label=_("Take this picture out"), required=False)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        for name, place in self.places.items():
            if not place.is_head and cleaned.get(name):
                head = name.removesuffix(place.name) + NEEDED[place.block]
                if not cleaned.get(head) and head not in self.errors:
                    self.add_error(head, _("Write something here, or empty the field below it too."))
        if self.lost:
            self.add_error(
                "new_paragraph",
                _("The office took out a part that you changed. Your words stand here now: keep them or empty this."),
            )
        return cleaned

    @cached_property
    def body_fields(self) -> list[dict[str, Any]]:
        """For the template, in the order of the page: a field, whether it belongs to the one above, its picture, and
        the box that takes that out.
        """
        images = get_image_model().objects.in_bulk([place.image for place in self.places.values() if place.image])
        return [
            {
                "field": self[name],
                "under": not place.is_head,
                "image": images.get(place.image),
                "out": self[_taken(place)] if place.image else None,
            }
            for name, place in self.places.items()
        ]

    def change(self) -> Change:
        """What was typed, ticked and chosen here."""
        data, changed = self.cleaned_data, set(self.changed_data)
        gone = [_head(place) for place in self.places.values() if place.image and data[_taken(place)]]
        return Change(
            words={name: data[name] for name in WORDS if name in changed},
            places={place.key: data[name] for name, place in self.places.items() if name in changed},
            gone=gone,
            photo=self._picture("photo", "photo_alt" if "photo_alt" in changed else ""),
            paragraph=data["new_paragraph"],
            picture=self._picture("new_picture", "new_shows", data["new_caption"]),
        )

    def _picture(self, name: str, shows: str, caption: str = "") -> Picture | None:
        file, data = self.cleaned_data[name], self.cleaned_data
        words = (data[shows] if shows else "") or caption or data["title"]
        return Picture(file, words, caption) if file else None


def _head(place: Place) -> str:
    """The block that it is counted in: steps and facts are."""
    return place.key.partition(".")[0]


def _field(place: Place, number: int) -> forms.Field:
    label: Any = OF_BLOCK.get((place.block, place.name)) or LABELS[place.name]
    if place.is_head and place.block in LISTED:
        label = f"{label} {number}"
    if place.most:
        return _line(label, place.most)
    return _lines(label, min(max(len(place.text) // 34 + place.text.count("\n") + 1, 3), 14))


def _taken(place: Place) -> str:
    return f"out-{place.key}"


def lost_words(sent: Mapping, before: Mapping[str, list[str]], form: StoryForm) -> str:
    """What was changed in places that the page has no more. `before` is what they held when the form was opened."""
    names = [name for name in sent if name.startswith(START) and name not in form.fields]
    texts = [sent[name].strip() for name in names if [sent[name].replace("\r\n", "\n")] != before.get(name, [])]
    return "\n\n".join(text for text in texts if text)
