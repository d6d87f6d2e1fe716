"""Rows that may be made up for the demonstration, and how one asks them."""

from typing import ClassVar

from django.db.models import Model, Q


class MaybeMadeUp:
    """A row with a flag of its own (`is_example`), or rows in `made_up_with` that it is made up with, or both.

    Whatever shows a row asks `is_made_up`, and never the flag: a booking has none, and a house's is set once.
    """

    made_up_with: ClassVar[tuple[str, ...]] = ()

    @property
    def is_made_up(self) -> bool:
        """Whether it, or what it belongs to, is a fictional example. The rows above are read only where it is none."""
        owners = (getattr(self, name) for name in self.made_up_with)
        return getattr(self, "is_example", False) or any(owner is not None and owner.is_made_up for owner in owners)


def made_up(model: type[Model], through: str = "") -> Q:
    """The same, asked of the database; `through`, such as "host__", leads to `model` from what is asked for."""
    flagged = any(field.name == "is_example" for field in model._meta.fields)
    found = Q(**{f"{through}is_example": True}) if flagged else Q()
    for name in getattr(model, "made_up_with", ()):
        found |= made_up(model._meta.get_field(name).related_model, f"{through}{name}__")  # type: ignore[arg-type]
    return found
