"""The words that mark what is made up for the demonstration: the only place where they stand.

Pages and mails draw them by `components/example_mark.html` and `mail/example.html`; what is only a line of text, such
as a mail's subject or a calendar's entry, begins with `marked`.
"""

from django.utils.translation import gettext as _


def example_text() -> str:
    """The mark in one word."""
    return _("Example")


def example_sentence() -> str:
    """What the mark means, where there is room to say it."""
    return _("Example: people, products, prices, times and papers shown here are made up for the demonstration.")


def marked(text: str, is_made_up: bool) -> str:
    """`[Example] …` where it is made up, in the language that is active; once, however often it is asked."""
    mark = f"[{example_text()}] "
    return mark + text if is_made_up and not text.startswith(mark) else text


def foot(is_made_up: bool) -> str:
    """What a mail of plain text ends with where it is made up; else nothing."""
    return f"\n{example_sentence()}\n" if is_made_up else ""
