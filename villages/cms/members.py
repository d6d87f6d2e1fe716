"""Choosing the account of a host's member, by e-mail address, phone number or name."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from accounts.models import User
from common.cms.search import find

MANAGE = "villages.change_member"


class AccountFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Email, phone number or name")}),
    )

    def filter(self, objects):
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        if not self.is_searching:
            return objects
        return find(objects, self.search_query, ["email", "phone", "full_name"])


class ForManagersOfMembers:
    """Wagtail shows a chooser to everyone in the CMS; accounts are for those who may give them a desk."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MANAGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mix-in's


class ListMixin(ForManagersOfMembers):
    filter_form_class = AccountFilterForm

    def can_create(self) -> bool:
        return False

    def get_object_list(self):
        return User.objects.filter(is_active=True).order_by("email", "pk")

    @property
    def columns(self):
        return [
            *super().columns,  # type: ignore[misc]  # a mix-in's
            Column("email", label=_("Email"), accessor=lambda user: user.email or ""),
            Column("phone", label=_("Phone number"), accessor=lambda user: user.phone or ""),
        ]


class ChooseView(ListMixin, chooser.ChooseView):
    pass


class ChooseResultsView(ListMixin, chooser.ChooseResultsView):
    pass


class ChosenView(ForManagersOfMembers, chooser.ChosenView):
    pass


class ChosenMultipleView(ForManagersOfMembers, chooser.ChosenMultipleView):
    pass


class NoCreateView(chooser.CreateView):
    """Accounts are made among the accounts, where the form asks for all that one needs."""

    def can_create(self) -> bool:
        return False


class AccountChooserViewSet(ChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose an account")
    choose_another_text = _("Choose another account")
    edit_item_text = _("Edit this account")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = NoCreateView


account_chooser = AccountChooserViewSet("account_chooser", url_prefix="account-chooser")
