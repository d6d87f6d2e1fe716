"""Whose work something is."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from accounts.models import User


def who_may(permission: str) -> QuerySet[User]:
    """Active accounts that a role lets do `permission`, such as "villages.add_host"; administrators where none may."""
    app, codename = permission.split(".")
    named = Permission.objects.filter(codename=codename, content_type__app_label=app)
    active = User.objects.filter(is_active=True)
    found = active.filter(Q(groups__permissions__in=named) | Q(user_permissions__in=named)).distinct()
    return found if found.exists() else active.filter(is_superuser=True)
