"""Who may touch accounts and roles."""

from django.contrib.auth import get_user_model
from wagtail.permission_policies import ModelPermissionPolicy


class SuperusersOnly(ModelPermissionPolicy):
    """Whoever edits accounts can make a superuser of anyone, so no permission short of that opens them."""

    def user_has_permission(self, user, action: str) -> bool:
        return user.is_active and user.is_superuser

    def user_has_any_permission(self, user, actions) -> bool:
        return user.is_active and user.is_superuser

    def users_with_any_permission(self, actions):
        return get_user_model().objects.filter(is_active=True, is_superuser=True)
