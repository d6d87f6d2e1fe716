"""Choosing the account of a host's member, by e-mail address, phone number or name."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser

from accounts.models import User
from common.cms.choosers import ChooseResultsView, ChooseView, FactChooserViewSet

MANAGE = "villages.change_member"


class ForManagersOfMembers:
    """Wagtail shows a chooser to everyone in the CMS; accounts are for those who may give them a desk."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MANAGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mix-in's


class ListMixin(ForManagersOfMembers):
    def get_object_list(self):
        return User.objects.filter(is_active=True).order_by("email", "pk")

    @property
    def columns(self):
        return [
            *super().columns,  # type: ignore[misc]  # a mix-in's
            Column("email", label=_("Email"), accessor=lambda user: user.email or ""),
            Column("phone", label=_("Phone number"), accessor=lambda user: user.phone or ""),
        ]


class ChooseAccountView(ListMixin, ChooseView):
    pass


class ChooseAccountResultsView(ListMixin, ChooseResultsView):
    pass


class ChosenView(ForManagersOfMembers, chooser.ChosenView):
    pass


class ChosenMultipleView(ForManagersOfMembers, chooser.ChosenMultipleView):
    pass


class AccountChooserViewSet(FactChooserViewSet):
    model = User
    search_fields = ("email", "phone", "full_name")
    icon = "user"
    choose_one_text = _("Choose an account")
    choose_another_text = _("Choose another account")
    edit_item_text = _("Edit this account")
    choose_view_class = ChooseAccountView
    choose_results_view_class = ChooseAccountResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


account_chooser = AccountChooserViewSet("account_chooser", url_prefix="account-chooser")
