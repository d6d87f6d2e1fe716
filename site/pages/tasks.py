"""Work of the pages: what is scheduled, each half minute; search, each night."""

from django.utils import timezone

from common.work.periodic import GoesOn, periodic
from common.work.sweep import failed_before, failures
from pages.scheduled import keep_schedule
from pages.search_index import After, refresh_piece


@periodic("pages.tasks.publish_scheduled")
def publish_scheduled() -> str:
    """Let pages go live and expire at the times that editors set."""
    live, off = keep_schedule(now=timezone.now())
    return f"went live {live}, went off {off}"


@periodic("pages.tasks.refresh_search")
def refresh_search(after: After | None = None, failed: int = 0) -> GoesOn | None:
    """Build the search index afresh, for words that came from facts further off.

    One piece of a few seconds, which asks for the next: a worker of one process publishes pages and sends mails between
    two. `after` is where this one begins, `failed` how many rows those before had to leave.
    `manage.py update_index` does the same at once, and stops at the first row that cannot be read.
    """
    failed_before(failed)
    following = refresh_piece(after=after)
    if following is None:
        return None
    refresh_search.apply_async(kwargs={"after": following, "failed": failures()})
    return GoesOn(following)
