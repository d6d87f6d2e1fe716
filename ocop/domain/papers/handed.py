"""What a paper of a dossier is made of: the frozen content of a submission, or a host's working copy as a draft."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from ocop.domain.criteria.edition import CriteriaSet, Edition
from ocop.domain.criteria.reading import read
from ocop.domain.dossier.handing_in import Form01, content_of, known_form
from ocop.domain.papers.words import Land
from ocop.models import Dossier, Submission


@dataclass(frozen=True)
class Handed:
    """`content` is built as that of a Submission. `day` is when it was handed in, None of a draft."""

    content: dict[str, Any]
    land: Land
    organisation: str
    code: str
    day: dt.date | None
    year: int
    is_made_up: bool

    @property
    def edition(self) -> Edition:
        return read(self.content["edition"])

    @property
    def sheet(self) -> CriteriaSet:
        return self.edition.sets[self.content["criteria_set"]]

    @property
    def form(self) -> dict[str, str]:
        """Form 01's own fields."""
        return self.content["form01"]

    @property
    def mark(self) -> str:
        return "" if self.day else "BẢN NHÁP"

    @property
    def remark(self) -> str:
        """At the foot of each page: nobody is to take our words for those that the decision prints."""
        return f"Mẫu do phần mềm lập theo Quyết định {self.edition.decision}, chưa đối chiếu từng chữ"


def of_submission(submission: Submission) -> Handed:
    return _of(submission.dossier, submission.content, timezone.localdate(submission.handed_in_at))


def of_draft(dossier: Dossier, *, year: int) -> Handed:
    """As it stands now: it can still change."""
    return _of(dossier, content_of(dossier, Form01(**known_form(dossier))), None, year)


def _of(dossier: Dossier, content: dict, day: dt.date | None, year: int = 0) -> Handed:
    host = dossier.host
    commune = host.place
    with override("vi"):
        organisation = str(host.get_kind_display())
    return Handed(
        content=content,
        land=Land.of(commune),
        organisation=organisation,
        code=(dossier.product.code or "") if dossier.product else "",
        day=day,
        is_made_up=dossier.is_made_up,
        year=day.year if day else year,
    )
