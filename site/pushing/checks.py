"""A key that cannot be read is said when the site starts, and not when the first phone asks for it."""

from django.core.checks import Error, register

from pushing.keys import available, public_key


@register
def readable_key(**_kwargs: object) -> list[Error]:
    if not available():
        return []
    try:
        public_key()
    except ValueError:
        hint = "Make one with `manage.py make_push_key`."
        return [Error("PUSH_KEY is no key for Web Push.", hint=hint, id="pushing.E001")]
    return []
