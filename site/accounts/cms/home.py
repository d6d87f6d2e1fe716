"""What the CMS's first page asks of the office about its accounts."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from wagtail.admin.ui.components import Component


class SecondKeyPanel(Component):
    """Asks who works here to protect the account by a second key; says nothing to who has one."""

    name = "second_key"
    template_name = "cms/home/second_key.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"missing": not is_mfa_enabled(parent_context["request"].user)}
