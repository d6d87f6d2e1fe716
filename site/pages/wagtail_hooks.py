"""The frame of the CMS: its look, the home page, the reports."""

from django.db.models import DateField, DateTimeField, SlugField
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from accounts.roles import sync_roles
from common.cms.widgets import VietnameseSlugInput
from pages.cms.behind import BehindPanel, tell_behind
from pages.cms.editing import tell
from pages.cms.first_steps import FirstStepsPanel
from pages.cms.library_search import fold_them
from pages.cms.library_words import say_them
from pages.cms.reports import GuardedTranslationsReportView
from pages.cms.scheduled import ScheduledPanel
from pages.cms.settings import SettingEditView
from pages.cms.tasks import TasksPanel
from pages.cms.to_fill import ToFillPanel
from pages.cms.translations import replace_buttons
from pages.marks import with_marks
from pages.twins import with_behind
from stories.models import StoryIndexPage

register_form_field_override(SlugField, override={"widget": VietnameseSlugInput})
say_them()
fold_them()
# Wagtail's forms of links name these by their code, in English.
for form, labels in {
    ExternalLinkChooserForm: {"link_text": _("Link text")},
    AnchorLinkChooserForm: {"link_text": _("Link text")},
    PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _("Link text")},
    EmailLinkChooserForm: {
        "email_address": _("Email"),
        "link_text": _("Link text"),
        "subject": _("Subject"),
        "body": _("Text"),
    },
}.items():
    for name, label in labels.items():
        form.base_fields[name].label = label
for field, widget, message in (
    (DateField, AdminDateInput, _("Write the day like 28/11/2026.")),
    (DateTimeField, AdminDateTimeInput, _("Write the day and the time like 28/11/2026 08:30.")),
):
    register_form_field_override(field, override={"widget": widget, "error_messages": {"invalid": message}})

replace_buttons()


@hooks.register("insert_global_admin_css")
def cms_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("insert_global_admin_js")
def cms_js():
    return format_html('<script src="{}"></script>', static("js/cms.js"))


@hooks.register("insert_editor_js")
def point_js():
    return format_html('<script src="{}"></script>', static("js/cms_point.js"))


@hooks.register("before_serve_page")
def remember_page(page, request, serve_args, serve_kwargs):
    """For the language switch, which leads to the page's translation."""
    request.served_page = page


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [FirstStepsPanel(), TasksPanel(), ToFillPanel(), ScheduledPanel(), BehindPanel()]


@hooks.register("after_create_page")
def let_writers_in(request, page):
    """A list of stories that was made anew is theirs to write below."""
    if isinstance(page, StoryIndexPage):
        sync_roles()


@hooks.register("before_edit_page", order=-1)
def tell_the_editor(request, page):
    """Before wagtail-localize, which shows a form of its own for a translation."""
    tell(request, page)
    tell_behind(request, page)


@hooks.register("construct_explorer_page_queryset")
def mark_what_is_behind(parent_page, pages, request):
    """For the titles of a list: FoldedPage.get_admin_display_title."""
    return with_marks(pages=with_behind(pages=pages))


@hooks.register("register_admin_urls", order=-1)
def guarded_reports():
    """Before wagtail-localize's own addresses, so that these are found first."""
    report = "localize/reports/translations/"
    return [
        path(report, GuardedTranslationsReportView.as_view()),
        path(f"{report}results/", GuardedTranslationsReportView.as_view(results_only=True)),
    ]


@hooks.register("register_admin_urls", order=-1)
def words_that_two_edit():
    """Before Wagtail's own address of a setting."""
    return [path("settings/<slug:app_name>/<slug:model_name>/<int:pk>/", SettingEditView.as_view())]


@hooks.register("construct_reports_menu")
def reports_for_pages_only(request, menu_items):
    if not user_has_any_page_permission(request.user):
        menu_items.clear()


@hooks.register("construct_main_menu")
def no_help_in_english(request, menu_items):
    """Wagtail's help menu leads to its own site, in English."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("construct_page_chooser_queryset")
def drafts_for_those_who_write(pages, request):
    """Wagtail's chooser lists every page to everyone in the CMS, by title."""
    return pages if user_has_any_page_permission(request.user) else pages.live()
