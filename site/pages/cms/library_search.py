"""Lists of the CMS's packages whose rows are in no index find what is typed without marks, as all others do."""

from django.db.models import QuerySet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
from wagtail.admin.views.workflows import Index as WorkflowsView
from wagtail.admin.views.workflows import TaskIndex as TasksView
from wagtail.admin.widgets import BaseChooser
from wagtail.contrib.redirects.views import IndexView as RedirectsView
from wagtail.users.views.groups import IndexView as GroupsView

from common.cms.facts import FactIndexView
from common.cms.keys import is_key
from common.cms.search import matches
from common.words.text import fold

ROW_OF = BaseChooser.get_instance


def by_label(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Entries of a log whose `name` has the words of `value`: there are many entries of few names."""
    words = fold(value).split()
    labels = queryset.order_by().values_list(name, flat=True).distinct()
    return queryset.filter(**{f"{name}__in": [label for label in labels if matches(words, [label])]})


def row_or_none(chooser: BaseChooser, value: object) -> object:
    """For Wagtail's own windows: what was sent and cannot be a row is shown as none chosen, as in those of facts."""
    return None if isinstance(value, str) and not is_key(value) else ROW_OF(chooser, value)


def fold_them() -> None:
    """Called once, where the CMS gets ready."""
    for view in (GroupsView, RedirectsView, WorkflowsView, TasksView):
        view.search_queryset = FactIndexView.search_queryset
    BaseChooser.get_instance = row_or_none
    SiteHistoryReportFilterSet.base_filters["label"].method = by_label
