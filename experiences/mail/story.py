"""Turn an outbox row about what a house proposes for its page into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from experiences.enums import StoryNews
from experiences.models import ExperiencePage
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.mail.letter import make_letter

# What the workflow says while the news is true.
TRUE_WHILE = {
    StoryNews.PROPOSED: WorkflowState.STATUS_IN_PROGRESS,
    StoryNews.PUBLISHED: WorkflowState.STATUS_APPROVED,
    StoryNews.SENT_BACK: WorkflowState.STATUS_NEEDS_CHANGES,
}


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To the office, or to whoever proposed it. Raises Overtaken where something else was decided or sent since."""
    news = StoryNews(message.kind)
    found = TaskState.objects.select_related("workflow_state__requested_by")
    task_state = found.filter(pk=message.subject_id).first()
    if task_state is None:
        # The page is gone.
        raise Overtaken
    state = task_state.workflow_state
    if state.status != TRUE_WHILE[news] or state.current_task_state_id != task_state.pk:
        raise Overtaken
    page = ExperiencePage.objects.select_related("experience__host").get(pk=state.object_id)
    with translation.override(message.language):
        heading, text = _words(news)
        context = {
            "heading": heading,
            "text": text,
            "page_title": page.title,
            "host": page.experience.host,
            "who": state.requested_by if news == StoryNews.PROPOSED else None,
            "comment": "" if news == StoryNews.PROPOSED else task_state.comment.strip(),
            "link": settings.BASE_URL + _address(news, page),
        }
        return make_letter(
            message,
            "story",
            subject=f"{heading}: {page.title}",
            about="story",
            context=context,
            is_made_up=page.experience.is_made_up,
        )


def _address(news: StoryNews, page: ExperiencePage) -> str:
    if news == StoryNews.PROPOSED:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("desk:experience_story", args=[page.experience.host.slug, page.experience_id])


def _words(news: StoryNews) -> tuple[str, str]:
    return {
        StoryNews.PROPOSED: (
            _("A house proposes a change of its page"),
            _("Compare it with the page, then publish it or send it back with a word. Until then nothing changes."),
        ),
        StoryNews.PUBLISHED: (
            _("Your page is published"),
            _("The office has published what you proposed. Guests read it from now on."),
        ),
        StoryNews.SENT_BACK: (
            _("Your page came back"),
            _("The office asks for something else first. What you wrote is kept: change it and send it again."),
        ),
    }[news]
