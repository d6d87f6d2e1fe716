"""wagtail-localize's report of translations, for those who work with pages."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.auth import user_has_any_page_permission
from wagtail_localize.views.report import TranslationsReportView


class GuardedTranslationsReportView(TranslationsReportView):
    """The package's own asks for no permission and names every page that is being translated."""

    def dispatch(self, request, *args, **kwargs):
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
