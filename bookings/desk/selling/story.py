"""The page of an experience: a house writes it as it should be, and the office publishes it or sends it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.selling.experiences import own_experience
from bookings.desk.selling.photos import TOO_MANY_PHOTOS, photos_over_rate
from bookings.desk.selling.story_form import StoryForm, lost_words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from common.cms.opened import Sent, opened
from experiences.domain.stories import page_in
from experiences.domain.story_proposals import draft_of, hindrance, is_outside, proposal_of, propose
from experiences.models import Experience, ExperiencePage
from outbox.tasks import drain_soon

# Houses write in it; the office translates what it has published.
LANGUAGE = "vi"


@require_http_methods(["GET", "HEAD", "POST"])
def story(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_experience(request, pk)
    page = page_in(found, LANGUAGE)
    if page is None:
        return desk_page(request, "desk/selling/story.html", {"experience": found, "page": None}, current="setup")
    draft = draft_of(page)
    standing = form = StoryForm(draft=draft)
    if request.method == "POST":
        form, saved = _sent(request, page, draft, standing)
        if saved:
            return redirect("desk:experience_story", host=request.desk_host.slug, pk=found.pk)
    return desk_page(request, "desk/selling/story.html", _context(found, page, form, standing), current="setup")


def _sent(
    request: DeskRequest, page: ExperiencePage, draft: ExperiencePage, standing: StoryForm
) -> tuple[StoryForm, bool]:
    """The form as it came back, and whether all of it was done."""
    sent = Sent(request.POST, standing)
    lost = lost_words(request.POST, sent.before, standing)
    if lost:
        sent.data["new_paragraph"] = "\n\n".join(filter(None, [sent.data.get("new_paragraph", ""), lost]))
    form = StoryForm(sent.data, request.FILES, draft=draft, lost=lost)
    if photos_over_rate(request):
        form.add_error(None, TOO_MANY_PHOTOS)
        return form, False
    if not sent.accepted(form):
        return form, False
    return form, _propose(request, page, form)


def _propose(request: DeskRequest, page: ExperiencePage, form: StoryForm) -> bool:
    stood = page.latest_revision_id

    def act() -> None:
        propose(page_id=page.pk, upon=stood, change=form.change(), by=request.user, now=timezone.now())

    if form.has_changed() and not accepts(form, act):
        return False
    page.refresh_from_db(fields=["latest_revision"])
    if page.latest_revision_id == stood:
        messages.info(request, _("It was so already: nothing has changed."))
    elif page.workflow_in_progress:
        drain_soon()
        messages.success(
            request, _("Sent to the office. Until somebody there has read it, guests read the page as before.")
        )
    else:
        messages.warning(
            request, _("Kept. Nobody in the office is told of it by itself here, so call and tell them to look.")
        )
    return True


def _context(found: Experience, page: ExperiencePage, form: StoryForm, standing: StoryForm) -> dict[str, Any]:
    proposal, hindered, latest = proposal_of(page), hindrance(page), page.latest_revision
    # What is neither published nor a house's.
    office_draft = bool(page.has_unpublished_changes and latest and not is_outside(latest.user))
    return {
        "experience": found,
        "page": page,
        "form": form,
        "opened": opened(standing),
        "proposal": proposal,
        "decision": proposal.current_task_state if proposal else None,
        "hindered": str(hindered.message) if hindered else "",
        "office_draft": office_draft,
    }
