"""The one kind of exception that people get to read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refused(Exception):
    """A rule said no. `message` is a whole sentence in the reader's language that says what to do next.

    Domain modules subclass it beside the function that raises it; web, desk and machines only catch it.
    """

    message: "str | StrPromise" = ""

    def __init__(self, message: "str | StrPromise | None" = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))
