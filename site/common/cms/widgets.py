"""Widgets of the editors' forms."""

from functools import cache

from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail.admin.widgets import SlugInput

from common.cms.art import art_names
from common.cms.art import picture as drawing
from common.words.text import fold


class ArtChoice(forms.RadioSelect):
    """One of our illustrations, each shown: `ArtChoice("story", "village")`. A name that has no file any more stays."""

    def __init__(self, *prefixes: str, attrs: dict | None = None) -> None:
        self.prefixes = prefixes
        super().__init__(attrs={"class": "art-choice"} | (attrs or {}))

    def __deepcopy__(self, memo):
        return type(self)(*self.prefixes, attrs=self.attrs.copy())

    def optgroups(self, name, value, attrs=None):
        kept = [item for item in value if item]
        self.choices = [(art, art) for art in dict.fromkeys([*art_names(*self.prefixes), *kept])]
        return super().optgroups(name, value, attrs)

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        picture = format_html(
            '<img src="{}" alt="" width="96" height="64" loading="lazy"> <span>{}</span>',
            static(f"art/{drawing(value)}.svg"),
            label,
        )
        return super().create_option(name, value, picture, selected, index, subindex, attrs)


class DrawingInput(forms.ClearableFileInput):
    """One uploaded drawing, shown, with a box to take it away."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs={"accept": ".svg,.png,image/svg+xml,image/png"} | (attrs or {}))

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        if not self.is_initial(value):
            return field
        return format_html('<img src="{}" alt="" width="96" height="96"><div>{}</div>', value.url, field)


class CheckRow(forms.CheckboxSelectMultiple):
    """Check boxes for a short list that is kept as JSON, side by side."""

    def __init__(self, attrs: dict | None = None, choices=()) -> None:
        super().__init__(attrs={"class": "check-row"} | (attrs or {}), choices=choices)


MARKS = "[\u0300-\u036f]"  # what NFD puts after a letter


@cache
def _letters_like(base: str) -> str:
    """Every marked Latin letter that folds to `base`, small and capital; a form asks anew each time it is made."""
    return "".join(chr(code) for code in range(0xC0, 0x1F00) if fold(chr(code)) == base)


class VietnameseSlugInput(SlugInput):
    """Fills itself from the title without losing letters: Wagtail's own makes "mt-djem" of "Một đêm"."""

    def __init__(self, attrs: dict | None = None, locale: object | None = None) -> None:
        letters = [(f"[{_letters_like(base)}]", base) for base in "adeiouy"]
        super().__init__(attrs, formatters=[*letters, (MARKS, "")], locale=locale)
