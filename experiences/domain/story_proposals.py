"""A house proposes other words and pictures for its page. They are a draft in Wagtail's own workflow: the page stays as
it is until the office publishes them, or sends them back with a word. See docs/decisions/0039.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from accounts.roles import ACCESS
from common.cms.images import keep_photo
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.text import nfc
from experiences.domain.story_body import Raw, rich, written
from experiences.enums import StoryNews
from experiences.models import ExperiencePage
from outbox.owing import owe
from villages.models import Member


class NotPossible(Refused):
    """What the page's own rules refuse, in their words."""


class OfficeAtWork(Refused):
    message = _("The office is deciding on this page just now. Your words stay here: send them once it has published.")


class Locked(Refused):
    message = _(
        "The office has locked this page for a while. Your words stay here: send them later, or call the office."
    )


class WrittenMeanwhile(Refused):
    message = _("Somebody saved this page in the same moment. Nothing of yours is lost: look at it and send it again.")


@dataclass(frozen=True)
class Picture:
    """`shows` is what is on it, in words; a name of the page where the house wrote nothing."""

    file: "UploadedFile[Any]"
    shows: str
    caption: str = ""


@dataclass(frozen=True)
class Change:
    """What the house changed, and nothing else.

    `words` by the name of a field of the page; `places` by the key of a place in the body (`story_body`); `gone`: ids
    of pictures taken out of it; `paragraph` and `picture` come at its end.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    gone: Collection[str] = ()
    photo: Picture | None = None
    paragraph: str = ""
    picture: Picture | None = None


def draft_of(page: ExperiencePage) -> ExperiencePage:
    """The page as it was last worked on, by a house or by the office."""
    return page.get_latest_revision_as_object()


def body_of(draft: ExperiencePage) -> Raw:
    return draft.body.get_prep_value()


def proposal_of(page: ExperiencePage) -> WorkflowState | None:
    """The latest that was proposed from the desk, whatever became of it."""
    states = page.workflow_states.select_related("requested_by", "current_task_state__finished_by")
    state = states.order_by("-created_at", "-pk").first()
    return state if state and from_house(state, page) else None


def hindrance(page: ExperiencePage) -> Refused | None:
    """Why nothing can be proposed now, if something stands in the way."""
    if page.locked or page.scheduled_revision:
        return Locked()
    state = page.current_workflow_state
    return None if state is None or from_house(state, page) else OfficeAtWork()


def from_house(state: WorkflowState, page: ExperiencePage) -> bool:
    """Whether somebody at the house's desk proposed it, and not the office."""
    if is_outside(state.requested_by):
        return True
    return Member.objects.filter(host=page.experience.host_id, user=state.requested_by).exists()


def is_outside(user: User | None) -> bool:
    """Whether this person has no business in the CMS; one whose account is gone has none any more."""
    return user is None or not user.has_perm(ACCESS)


def beneath(state: WorkflowState, page: ExperiencePage) -> bool:
    """Whether a draft of the office lies under what was proposed, so that both would be published together."""
    first = state.task_states.order_by("pk").values_list("revision_id", flat=True).first()
    drafts = Revision.objects.for_instance(page).filter(pk__gt=page.live_revision_id or 0, pk__lt=first or 0)
    return any(not is_outside(draft.user) for draft in drafts.select_related("user"))


@atomic_with_retry
def propose(*, page_id: int, upon: int | None, change: Change, by: User, now: dt.datetime) -> WorkflowState | None:
    """Ask the office to publish `change`, made of the page as the revision `upon` has it.

    What was proposed before and still waits is decided together with it. None where nothing differs, and where the site
    has no workflow for the page: then it is a draft that waits until somebody in the office opens the page.

    Raises Locked, OfficeAtWork, WrittenMeanwhile, NotPossible.
    """
    # Until the transaction ends, so that no other draft comes between.
    Page.objects.filter(pk=page_id).update(draft_title=F("draft_title"))
    page = ExperiencePage.objects.select_related("experience").get(pk=page_id)
    if stands_in_the_way := hindrance(page):
        raise stands_in_the_way
    if page.latest_revision_id != upon:
        raise WrittenMeanwhile
    draft = draft_of(page)
    if not _apply(draft, change, by):
        return None
    try:
        draft.save_revision(user=by, log_action=True)
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error
    state = _ask(page, draft, by)
    if state is not None:
        _tell_reviewers(state.current_task_state, now)
    return state


def _apply(draft: ExperiencePage, change: Change, by: User) -> bool:
    """Write `change` into `draft`; whether that made a difference."""
    before = draft.serializable_data()
    for name, words in change.words.items():
        setattr(draft, name, nfc(words))
    if change.photo:
        draft.photo = keep_photo(change.photo.file, shows=change.photo.shows, by=by)
        if "photo_alt" not in change.words:
            # It said what the photo before showed.
            draft.photo_alt = ""
    raw = body_of(draft)
    places = {key: nfc(words) for key, words in change.places.items()}
    new = written(raw, places, change.gone)
    last = _at_the_end(change, by)
    # The same sent twice is there already.
    if last and _without_ids(new[-len(last) :]) != last:
        new = [*new, *last]
    if new != raw:
        draft.body = draft.body.stream_block.to_python(new)
    return draft.serializable_data() != before


def _at_the_end(change: Change, by: User) -> Raw:
    found: Raw = []
    if change.paragraph:
        found.append({"type": "paragraph", "value": rich(nfc(change.paragraph))})
    if change.picture:
        photo = keep_photo(change.picture.file, shows=change.picture.shows, by=by)
        image = {"image": photo.pk, "decorative": False, "alt_text": change.picture.shows}
        found.append({"type": "picture", "value": {"image": image, "caption": change.picture.caption}})
    return found


def _without_ids(raw: Raw) -> Raw:
    return [{"type": block["type"], "value": block["value"]} for block in raw]


def _ask(page: ExperiencePage, draft: ExperiencePage, by: User) -> WorkflowState | None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)
        return state
    if state is not None:
        # Whoever is reading what was sent before decides on that no more: it is not what would be published.
        state.cancel(user=by)
    workflow = page.get_workflow()
    return workflow.start(draft, by) if workflow else None


def _tell_reviewers(task_state: TaskState, now: dt.datetime) -> None:
    for reviewer in _reviewers(task_state):
        _tell(task_state, StoryNews.PROPOSED, reviewer, now)


def _reviewers(task_state: TaskState) -> QuerySet[User]:
    """Who decides on it: the groups of the task, or administrators where nobody is in them."""
    active = User.objects.filter(is_active=True)
    groups = getattr(task_state.task.specific, "groups", None)
    found = active.filter(groups__in=groups.all()).distinct() if groups else active.none()
    return found if found.exists() else active.filter(is_superuser=True)


def tell_decision(*, state: WorkflowState, now: dt.datetime) -> None:
    """Tell whoever proposed it from a desk what the office decided; the office has Wagtail's own mails."""
    user = state.requested_by
    if user is None or not is_outside(user) or not user.is_active:
        return
    approved = state.status == WorkflowState.STATUS_APPROVED
    _tell(state.current_task_state, StoryNews.PUBLISHED if approved else StoryNews.SENT_BACK, user, now)


def _tell(task_state: TaskState, news: StoryNews, reader: User, now: dt.datetime) -> None:
    if reader.email:
        owe(
            key=f"{news}:{task_state.pk}:{reader.pk}",
            subject=task_state,
            kind=news,
            audience="editor" if news == StoryNews.PROPOSED else "host",
            to=reader.email,
            language="vi",
            now=now,
        )
