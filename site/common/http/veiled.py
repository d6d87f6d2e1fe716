"""What a compressed page repeats of its query: sign by sign as a number, which nothing else on the page looks like.

BREACH guesses a secret by asking for it in the query: a page that repeats the guess shrinks more where the guess is
right. Names, numbers and marks stand on a page as they are, so that what is written like this is never like them.
"""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def veiled_value(text: str) -> str:
    """`text` for the query of an address, each byte by its number."""
    return "".join(f"%{byte:02X}" for byte in text.encode())


def veiled_text(text: str) -> SafeString:
    """`text` for HTML, each sign as a character reference."""
    return format_html_join("", "&#{};", ((ord(sign),) for sign in text))
