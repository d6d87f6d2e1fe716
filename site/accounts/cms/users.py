"""The list of accounts and their pages in the CMS."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views import users

from accounts.cms.addresses import forget_other_addresses
from accounts.forms import UserCreationForm, UserEditForm
from accounts.models import User
from common.cms.meanwhile import AsksMeanwhile
from common.cms.search import find


class IndexView(users.IndexView):
    """Found by name without marks, by address or by phone number."""

    search_fields = ["full_name", "email", "phone"]

    @cached_property
    def columns(self):
        name = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name("name", accessor=str, label=_("Name"), sort_key="full_name", get_url=self.get_edit_url),
            Column("email", label=_("Email"), accessor=lambda user: user.email or "", sort_key="email"),
            Column("phone", label=_("Phone number"), accessor=lambda user: user.phone or ""),
            Column("roles", label=_("Roles"), accessor=roles_text),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="8%"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login", width="12%"),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("groups")

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return find(queryset, self.search_query, self.search_fields)


def roles_text(user: User) -> str:
    """The account's roles, the highest first."""
    names = [str(_("Administrator"))] if user.is_superuser else []
    return ", ".join([*names, *(group.name for group in user.groups.all())])


class EditView(AsksMeanwhile, users.EditView):
    """Two administrators at one account, or one while its owner changes the name."""

    def save_instance(self):
        user = super().save_instance()
        forget_other_addresses(user=user)
        return user


class UserViewSet(users.UserViewSet):
    index_view_class = IndexView
    edit_view_class = EditView
    create_template_name = "cms/accounts/create.html"
    edit_template_name = "cms/accounts/edit.html"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False):
        return UserEditForm if for_update else UserCreationForm
