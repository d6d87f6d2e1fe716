"""wagtail-localize's report of translations, for those who work with pages."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail_localize.views.report import TranslationsReportFilterSet, TranslationsReportView

from pages.cms.library_search import by_label
from pages.cms.library_words import SaidPaginator


class FilterSet(TranslationsReportFilterSet):
    """The package names two of its filters by their code, in English."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["source_locale"].label = _("Translated from")
        self.filters["target_locale"].label = _("Translated into")
        title = self.filters["source_title"]
        title.field_name, title.method = "source__object_repr", by_label


class GuardedTranslationsReportView(TranslationsReportView):
    """The package's own asks for no permission and names every page that is being translated."""

    filterset_class = FilterSet
    paginator_class = SaidPaginator

    def dispatch(self, request, *args, **kwargs):
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
