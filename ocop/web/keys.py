"""Forms that bring the key by which they are safe to send again."""

import uuid

from django.forms import BaseForm
from django.http import QueryDict


def renew_key(form: BaseForm) -> None:
    """Shown again, a bound form is a new one: its key has made something else already."""
    show_with(form, "key", str(uuid.uuid4()))


def show_with(form: BaseForm, name: str, value: str) -> None:
    """A bound form as it was sent, but for what its hidden field `name` says."""
    data: QueryDict = form.data.copy()  # type: ignore[attr-defined]  # of a request
    data[form.add_prefix(name)] = value
    form.data = data
