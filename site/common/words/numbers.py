"""Numbers out of addresses and forms, where anybody may have written anything."""


def read_id(text: object) -> int | None:
    """The row's number that `text` is, or None: for what is no number, and for one beyond what a database counts to."""
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 18 else None
