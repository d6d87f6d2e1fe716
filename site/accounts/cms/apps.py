"""Wagtail's account pages with our forms, for superusers alone."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.cms.users.UserViewSet"

    def ready(self) -> None:
        """Registers a policy of ours in place of Wagtail's, which asks for permissions that a group could be given."""
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from accounts.cms.policy import SuperusersOnly

        for model in (get_user_model(), Group):
            register_permission_policy(model, SuperusersOnly(model))
