"""A Vietnamese tax code as people type it: ten digits, or ten and three more for a branch."""

import re

FORM = re.compile(r"^(\d{10})(\d{3})?$", re.ASCII)


def read_tax_code(text: str) -> str | None:
    """`0123456789` or `0123456789-001`; None for what has not that form. Whether there is such a code is not known."""
    found = FORM.match(re.sub(r"[\s.\-–]", "", text))
    if found is None:
        return None
    return f"{found[1]}-{found[2]}" if found[2] else found[1]
