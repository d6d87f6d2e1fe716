"""What was seen of a host's papers, as the office reads it in the host's history."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from common.words.dates import day_text
from villages.cms.verification import VERIFIED, WITHDRAWN
from villages.domain.papers import LAPSED
from villages.enums import Paper


def register_papers_log(actions: Any) -> None:
    """`actions` is Wagtail's register of what a history can tell."""
    actions.register_action(VERIFIED)(VerifiedFormatter)
    actions.register_action(WITHDRAWN, gettext_lazy("Withdraw verification"), gettext_lazy("Verification withdrawn"))
    actions.register_action(LAPSED, gettext_lazy("End verification"), gettext_lazy("Papers over: verification ended"))


class VerifiedFormatter(LogFormatter):
    label = gettext_lazy("Verify")

    def format_message(self, log_entry) -> str:
        """`Verified: identity card …, good until 30/6/2027`."""
        data = log_entry.data
        papers = [str(Paper(paper).label) for paper in data.get("papers", ()) if paper in Paper.values]
        until = parse_date(data.get("until") or "")
        told = [*papers, data.get("note", ""), _("good until %(day)s") % {"day": day_text(until)} if until else ""]
        seen = ", ".join(part for part in told if part)
        return _("Verified: the papers were seen") + (f" ({seen})" if seen else "")
