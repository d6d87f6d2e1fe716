"""The words of the site, which two editors may have open."""

from wagtail.contrib.settings.views import EditView

from common.cms.meanwhile import AsksMeanwhile


class SettingEditView(AsksMeanwhile, EditView):
    """Wagtail's: only what was changed is written, and what both changed is shown with both."""
