"""The drafts of what the chairman of the province signs: recognising three or four stars, or, from 90 points on,
approving the result that goes to the ministry, and, where the centre gives less, recognising three or four stars on
the centre's result (Decision 26/2026/QĐ-TTg, art. 7). What the site cannot know stays open."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.data.refusal import Refused
from ocop.domain.dossier.deciding import CERTIFIED, goes_up
from ocop.domain.papers.handed import Handed, of_submission
from ocop.domain.papers.sheet import ALIGN, Sheet
from ocop.domain.papers.words import day_text, number_text, province_of, province_text
from ocop.enums import DossierState, Outcome
from ocop.models import AgendaItem, Decision, Submission


class NoResultYet(Refused):
    message = _("A decision is drafted from the council's result and its minutes. They are not there yet.")


class NothingToDecide(Refused):
    message = _("One and two stars, and what is not eligible, bring no decision.")


class NotAfterCentre(Refused):
    message = _(
        "The province decides on the centre's result alone where that is below 90 points and the dossier is back."
    )


@override("vi")
def decision(submission: Submission) -> bytes:
    """A .docx. Raises NoResultYet, NothingToDecide."""
    item, handed = result_of(submission), of_submission(submission)
    known = getattr(submission, "decision", None)
    issued = known if known and known.certificate_id and not goes_up(item) else None
    about = "phê duyệt kết quả đánh giá, phân hạng" if goes_up(item) else "công nhận kết quả đánh giá, phân hạng"
    return _paper(submission, handed, item, issued, about, [], _articles(handed, item))


@override("vi")
def after_centre(submission: Submission) -> bytes:
    """A .docx that recognises three or four stars where the centre gave fewer than 90 points. How many it gave, and how
    many stars follow before they are entered, is not known here. Raises NoResultYet, NothingToDecide, NotAfterCentre.
    """
    item, handed = centre_of(submission), of_submission(submission)
    issued = getattr(submission, "decision", None)
    stars = str(CERTIFIED[Outcome(issued.outcome)]) if issued else "……"
    ground = (
        "Căn cứ kết quả đánh giá, phân hạng của Hội đồng cấp Trung ương tại Văn bản số …………… ngày ……………… "
        "của Bộ Nông nghiệp và Môi trường;"
    )
    articles = _recognised(handed, item, stars, "…… điểm, do Hội đồng cấp Trung ương đánh giá")
    return _paper(submission, handed, item, issued, "công nhận kết quả đánh giá, phân hạng", [ground], articles)


def _paper(
    submission: Submission,
    handed: Handed,
    item: AgendaItem,
    issued: Decision | None,
    about: str,
    more: list[str],
    articles: list[str],
) -> bytes:
    """`more` are grounds beside those of every decision; `issued` has number and day where they are known."""
    session = item.session
    province = province_of(session.council)
    land = province_text(province.code, province.name)
    page = Sheet("Quyết định", handed.remark, is_made_up=handed.is_made_up)
    page.head(
        issuer=f"Ủy ban nhân dân\n{land}",
        number=issued.number if issued else "……/QĐ-UBND",
        place_and_day=f"{province.name}, {_day(issued.decided_on if issued else None, session.held_on)}",
        mark="DỰ THẢO",
    )
    page.title("Quyết định", f"Về việc {about} sản phẩm OCOP")
    page.line(f"CHỦ TỊCH ỦY BAN NHÂN DÂN {land.upper()}", bold=True, align=ALIGN.CENTER)
    for ground in _grounds(submission, handed, item, more):
        page.line(ground, italic=True, align=ALIGN.JUSTIFY).paragraph_format.first_line_indent = page.INDENT
    page.line("QUYẾT ĐỊNH:", bold=True, align=ALIGN.CENTER)
    for number, text in enumerate(articles, 1):
        page.article(number, text)
    page.signatures(
        [],
        ["CHỦ TỊCH", "(Ký tên, đóng dấu)", "\n\n", "……………………"],
        receivers=["Nơi nhận:", "- Như Điều 3;", f"- Ủy ban nhân dân {handed.land.commune};", "- Lưu: VT."],
    )
    return page.as_bytes()


def result_of(submission: Submission) -> AgendaItem:
    """What the council found, with minutes. Raises NoResultYet, NothingToDecide."""
    item = AgendaItem.objects.filter(submission=submission).select_related("session__council__office__province").first()
    if item is None or item.session.minutes_at is None:
        raise NoResultYet
    if item.outcome not in CERTIFIED:
        raise NothingToDecide
    return item


def centre_of(submission: Submission) -> AgendaItem:
    """What the council found of a dossier that has been with the ministry, and that the province may recognise: it
    waits for the answer, or was recognised with fewer than five stars. Raises NoResultYet, NothingToDecide,
    NotAfterCentre.
    """
    item = result_of(submission)
    known = getattr(submission, "decision", None)
    waits = known is None and submission.dossier.state == DossierState.MINISTRY
    ours = known is not None and known.outcome in (Outcome.THREE, Outcome.FOUR) and known.certificate_id is not None
    if not goes_up(item) or not (waits or ours):
        raise NotAfterCentre
    return item


def _day(day: dt.date | None, held_on: dt.date) -> str:
    return day_text(day, year=held_on.year)


def _grounds(submission: Submission, handed: Handed, item: AgendaItem, more: list[str]) -> list[str]:
    session, edition = item.session, handed.edition
    asked = submission.commune_report
    return [
        "Căn cứ …………………………… (thẩm quyền của cơ quan ban hành);",
        f"Căn cứ Quyết định số {edition.decision} {day_text(edition.issued_on)} của Thủ tướng Chính phủ;",
        f"Căn cứ Biên bản số {session.minutes_number}, phiên {day_text(session.held_on)} của {session.council.name};",
        *more,
        f"Xét đề nghị của Ủy ban nhân dân {handed.land.commune} tại Tờ trình số {asked.request_number} "
        f"{day_text(asked.requested_on)} và của ……………………………",
    ]


def _articles(handed: Handed, item: AgendaItem) -> list[str]:
    points = f"{number_text(item.average)} điểm"
    if not goes_up(item):
        return _recognised(handed, item, str(CERTIFIED[Outcome(item.outcome)]), points)
    return [
        f"Phê duyệt kết quả đánh giá {_product(handed)}: {points}.",
        "Trình Bộ Nông nghiệp và Môi trường xem xét, đánh giá, công nhận sản phẩm OCOP 5 sao. Việc phê duyệt này "
        "chưa phải là công nhận.",
        f"Quyết định này có hiệu lực kể từ ngày ký. {_who(handed, item)}",
    ]


def _recognised(handed: Handed, item: AgendaItem, stars: str, points: str) -> list[str]:
    do = "Giao …………………………… theo dõi, hướng dẫn chủ thể duy trì chất lượng sản phẩm và sử dụng biểu trưng OCOP."
    return [
        f"Công nhận và cấp Giấy chứng nhận sản phẩm OCOP đạt {stars} sao cho {_product(handed)}; "
        f"kết quả đánh giá: {points}.",
        f"Giấy chứng nhận có giá trị 36 tháng kể từ ngày ban hành Quyết định. {do}",
        f"Quyết định này có hiệu lực kể từ ngày ký. {_who(handed, item)}",
    ]


def _product(handed: Handed) -> str:
    return f"sản phẩm “{handed.content['name']}” của {handed.form['unit']}, địa chỉ: {handed.form['address']}"


def _who(handed: Handed, item: AgendaItem) -> str:
    province = province_of(item.session.council)
    return (
        f"Chánh Văn phòng Ủy ban nhân dân {province_text(province.code, province.name)}, Thủ trưởng các cơ quan liên "
        f"quan, Chủ tịch Ủy ban nhân dân {handed.land.commune} và {handed.form['unit']} chịu trách nhiệm thi hành "
        "Quyết định này./."
    )
