"""What an editor of a page reads above its form."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, WorkflowState

from common.words.dates import moment_text


def asked_for(page: Page) -> str:
    """What the reviewer who sent `page` back wants of it, and what to do then; nothing for any other page."""
    workflow = page.current_workflow_state
    if workflow is None or workflow.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    sent_back = workflow.current_task_state
    words = {
        "who": get_user_display_name(sent_back.finished_by) if sent_back.finished_by else _("The editors"),
        "when": moment_text(sent_back.finished_at),
        "comment": sent_back.comment.strip(),
    }
    if words["comment"]:
        return _("%(who)s sent this back on %(when)s: “%(comment)s” Change it, then submit it again.") % words
    return _("%(who)s sent this back on %(when)s. Change it, then submit it again.") % words


def tell(request: HttpRequest, page: Page) -> None:
    """Say it where the page is opened."""
    if request.method == "GET" and (text := asked_for(page)):
        messages.warning(request, text)
