"""Rows that may be made up for the demonstration, and how one asks them."""

from typing import ClassVar


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
