"""Forms that bring the key by which they are safe to send again."""

import uuid

from django.forms import BaseForm
from django.http import QueryDict


def renew_key(form: BaseForm) -> None:
    """Shown again, a bound form is a new one: its key has made something else already."""
    data: QueryDict = form.data.copy()  # type: ignore[attr-defined]  # of a request
    data[form.add_prefix("key")] = str(uuid.uuid4())
    form.data = data
