"""What an editor of a page reads above its form."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, WorkflowState

from common.words.dates import moment_text
from experiences.domain.story_proposals import beneath, from_house
from experiences.models import ExperiencePage


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


def proposed(page: Page) -> str:
    """Who at which house's desk wrote the draft of `page` that waits, and what else lies in it; else nothing."""
    story = page.specific
    state = page.current_workflow_state if isinstance(story, ExperiencePage) else None
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS or not from_house(state, story):
        return ""
    words = {
        "who": get_user_display_name(state.requested_by) if state.requested_by else _("Somebody"),
        "house": story.experience.host,
        "when": moment_text(state.current_task_state.started_at),
    }
    text = _("%(who)s of %(house)s proposes this draft, at their desk on %(when)s. Compare it with the live page.")
    text %= words
    if beneath(state, story):
        text += " " + _("A draft of the office lies beneath it: publishing it publishes both.")
    return text


def tell(request: HttpRequest, page: Page) -> None:
    """Say it where the page is opened."""
    if request.method != "GET":
        return
    if text := asked_for(page):
        messages.warning(request, text)
    if text := proposed(page):
        pair = [page.pk, "live", "latest"]
        look = messages.button(reverse("wagtailadmin_pages:revisions_compare", args=pair), _("Compare"))
        messages.info(request, text, buttons=[look])
