"""What a permission lets people do, in the reader's language: Django keeps it in English."""

from django import template
from django.contrib.auth.models import Permission
from django.utils.translation import gettext, pgettext
from wagtail.models import PAGE_PERMISSION_TYPES

register = template.Library()


@register.filter
def permission_text(permission: Permission) -> str:
    action, _, model = permission.codename.partition("_")
    pages = {f"{name}_page": said for name, _short, said in PAGE_PERMISSION_TYPES}
    if permission.codename in pages:
        return str(pages[permission.codename])
    actions = {
        "add": pgettext("permission", "Add"),
        "change": pgettext("permission", "Change"),
        "delete": pgettext("permission", "Delete"),
    }
    if model != permission.content_type.model or action not in actions:
        return gettext(permission.name)
    return f"{actions[action]}: {gettext(permission.content_type.name)}"
