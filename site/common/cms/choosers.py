"""Choosing one of many facts: in a window of its own, found as people type, or made there."""

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from common.cms.examples import marks_of
from common.cms.keys import is_key
from common.cms.search import find


class FoldedFilterForm(BaseFilterForm):
    """Looks for words without marks in `fields` of the rows."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def __init__(self, *args, fields: tuple[str, ...], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.search_fields = list(fields)

    def filter(self, objects):
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return find(objects, self.search_query, self.search_fields) if self.is_searching else objects


class FoldedChoose:
    """For the views that list what can be chosen."""

    search_fields: tuple[str, ...] = ()
    model_class: type[Model]

    @property
    def columns(self):
        return [*super().columns, *marks_of(self.model_class)]  # type: ignore[misc]  # a view's

    def get_object_list(self):
        """With the rows that say whether it is made up."""
        found = super().get_object_list()  # type: ignore[misc]  # a view's
        owners = getattr(self.model_class, "made_up_with", ())
        return found.select_related(*owners) if owners else found

    def get_filter_form(self):
        return FoldedFilterForm(self.request.GET, fields=self.search_fields)  # type: ignore[attr-defined]  # a view's


class MakesWhatItMay:
    """Facts are made in their own forms, which ask for all that one needs. In a window only where it has a form.

    `creates` are the models of which that form may make a row; whoever may not add each of them is not shown it.
    """

    creates: tuple[type[Model], ...] = ()
    request: HttpRequest

    def can_create(self) -> bool:
        return bool(self.creates) and all(
            policy_registry.get_by_type(model).user_has_permission(self.request.user, "add") for model in self.creates
        )

    def get_creation_form_kwargs(self) -> dict:
        return super().get_creation_form_kwargs() | {"for_user": self.request.user}  # type: ignore[misc]  # a view's


class ChooseView(MakesWhatItMay, FoldedChoose, chooser.ChooseView):
    pass


class ChooseResultsView(MakesWhatItMay, FoldedChoose, chooser.ChooseResultsView):
    pass


class CreateView(MakesWhatItMay, chooser.CreateView):
    """Logged like what is made in a form of its own."""

    @transaction.atomic
    def save_form(self, form):
        made = super().save_form(form)
        log(made, "wagtail.create", user=self.request.user)
        return made


class FactChooser(BaseChooser):
    """What was sent and cannot be a row is shown as none chosen; the field says that there is no such choice."""

    def get_instance(self, value):
        return None if isinstance(value, str) and not is_key(value) else super().get_instance(value)


class FactChooserViewSet(ChooserViewSet):
    """`FactChooserViewSet("host_chooser", model=Host, search_fields=("name",))`; every foreign key has its widget."""

    search_fields: tuple[str, ...] = ()
    creates: tuple[type[Model], ...] = ()
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    create_view_class = CreateView
    base_widget_class = FactChooser
    search_tab_label = _("Choose")
    create_action_label = _("Make a new one")

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            **{"search_fields": self.search_fields, "creates": self.creates, **kwargs}
        )
