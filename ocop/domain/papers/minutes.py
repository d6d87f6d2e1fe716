"""Minutes of a council's session: who came, each product with its sheets and average, what was said (art. 7.3)."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import override

from ocop.domain.criteria.reading import read
from ocop.domain.dossier.council import NotClosed
from ocop.domain.papers.sheet import Sheet
from ocop.domain.papers.words import DOTS, day_text, number_text, province_of, province_text
from ocop.enums import CouncilSeat, Outcome, SessionMode
from ocop.models import AgendaItem, CouncilSession

OUTCOMES = {
    Outcome.FIVE: "Đạt 5 sao (trình cấp Trung ương)",
    Outcome.FOUR: "Đạt 4 sao",
    Outcome.THREE: "Đạt 3 sao",
    Outcome.TWO: "Mức 2 sao, không cấp Giấy chứng nhận",
    Outcome.ONE: "Mức 1 sao, không cấp Giấy chứng nhận",
    Outcome.INELIGIBLE: "Không đủ điều kiện",
}
MODES = {SessionMode.MEETING: "Họp hội đồng", SessionMode.WRITTEN: "Lấy ý kiến bằng văn bản"}


@override("vi")
def minutes(session: CouncilSession) -> bytes:
    """A .docx, a draft while nothing was entered. Raises NotClosed: before that nobody reads the points of others."""
    if session.closed_at is None:
        raise NotClosed
    council, province = session.council, province_of(session.council)
    items = list(session.items.select_related("submission__dossier__host").prefetch_related("sheets__member__user"))
    edition = read(items[0].submission.content["edition"])
    is_made_up = council.office.is_made_up or any(item.submission.dossier.is_made_up for item in items)
    page = Sheet("Biên bản phiên đánh giá", _remark(edition.decision), is_made_up=is_made_up)
    page.head(
        above=f"Ủy ban nhân dân\n{province_text(province.code, province.name)}",
        issuer=council.name,
        number=session.minutes_number or "……/BB-HĐ",
        place_and_day=f"{province.name}, {day_text(session.held_on)}",
        mark="" if session.minutes_at else "DỰ THẢO",
    )
    page.title("Biên bản", "Đánh giá, phân hạng sản phẩm OCOP")
    page.fact("Thời gian", day_text(session.held_on))
    page.fact("Địa điểm", session.place or DOTS)
    page.fact("Hình thức", MODES[SessionMode(session.mode)])
    if session.round:
        page.fact("Đợt đánh giá", str(session.round))
    page.heading("I. THÀNH PHẦN")
    seated = _seated(session, items)
    page.fact("Chủ trì", _chair(seated))
    page.fact("Thư ký", DOTS)
    page.table(("STT", "Họ và tên", "Chức vụ", "Cơ quan, vai trò"), _members(seated), (1.3, 5, 4, 5.7))
    page.heading("II. NỘI DUNG")
    page.text(
        f"Hội đồng được thành lập theo Quyết định số {council.decision_number}, {day_text(council.decided_on)}; đánh "
        f"giá {len(items)} sản phẩm theo Quyết định {edition.decision}. Điểm của mỗi sản phẩm là trung bình cộng tổng "
        "điểm của các phiếu đã ký."
    )
    for number, item in enumerate(items, 1):
        _item(page, number, item)
    page.heading("III. KẾT LUẬN")
    page.text(session.minutes or DOTS)
    page.text(f"Phiên đánh giá kết thúc vào …… giờ ……, {day_text(None, year=session.held_on.year)}./.")
    page.signatures(
        ["THƯ KÝ", "(Ký, ghi rõ họ tên)"], ["CHỦ TRÌ", "(Ký, ghi rõ họ tên)", "\n\n", _chair(seated, alone=True)]
    )
    return page.as_bytes()


def _remark(decision: str) -> str:
    return f"Mẫu do phần mềm lập theo Quyết định {decision}, chưa đối chiếu từng chữ"


def _item(page: Sheet, number: int, item: AgendaItem) -> None:
    told = item.submission.content
    page.line(f"{number}. {told['name']} ({told['form01']['unit']})", bold=True, next_page_together=True)
    sheets = [each for each in item.sheets.all() if each.signed_at]
    rows = [(str(n), str(each.member.user), str(each.total)) for n, each in enumerate(sheets, 1)]
    page.table(("STT", "Người đánh giá", "Tổng điểm"), rows, (1.3, 12.8, 1.9))
    page.text(
        f"Số phiếu hợp lệ: {item.sheets_counted}. Điểm trung bình: {number_text(item.average)}. "
        f"Kết quả: {OUTCOMES[Outcome(item.outcome)]}."
    )


def _seated(session: CouncilSession, items: list[AgendaItem]) -> list:
    """Members of today, and whoever signed and has left since."""
    wrote = {sheet.member_id for item in items for sheet in item.sheets.all() if sheet.signed_at}
    members = session.council.members.select_related("user").order_by("pk")
    return [member for member in members if member.left_on is None or member.pk in wrote]


def _chair(seated: list, *, alone: bool = False) -> str:
    for member in seated:
        if member.seat == CouncilSeat.CHAIR:
            return str(member.user) if alone or not member.title else f"{member.user}, {member.title}"
    return "" if alone else DOTS


def _members(seated: list) -> Iterator[tuple[str, ...]]:
    for number, member in enumerate(seated, 1):
        yield str(number), str(member.user), member.title, capfirst(member.get_seat_display())
