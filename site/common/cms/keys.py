"""What can be the key of a row."""

# Of what a database takes as a key.
LONGEST_KEY = 19


def is_key(text: str) -> bool:
    """Whether `text` is a number that every database takes as a key; "²" and thirty digits are none."""
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY
