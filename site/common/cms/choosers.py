"""Choosing one of many facts: in a window of its own, found as people type."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

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

    def get_filter_form(self):
        return FoldedFilterForm(self.request.GET, fields=self.search_fields)  # type: ignore[attr-defined]  # a view's

    def can_create(self) -> bool:
        return False


class ChooseView(FoldedChoose, chooser.ChooseView):
    pass


class ChooseResultsView(FoldedChoose, chooser.ChooseResultsView):
    pass


class NoCreateView(chooser.CreateView):
    """Facts are made in their own forms, which ask for all that one needs."""

    def can_create(self) -> bool:
        return False


class FactChooserViewSet(ChooserViewSet):
    """`FactChooserViewSet("host_chooser", model=Host, search_fields=("name",))`; every foreign key has its widget."""

    search_fields: tuple[str, ...] = ()
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    create_view_class = NoCreateView

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"search_fields": self.search_fields, **kwargs})
