"""One member's sheet: each set of Appendix II is one (Decision 26/2026/QĐ-TTg), with a tick for each criterion."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import override

from ocop.domain.criteria.score import Choice, points_of
from ocop.domain.dossier.sheets import choices_in
from ocop.domain.papers.handed import Handed, of_submission
from ocop.domain.papers.sheet import Sheet
from ocop.domain.papers.words import DOTS, SHORT_DOTS, day_text, province_of, province_text
from ocop.models import ScoreSheet


@override("vi")
def score_sheet(sheet: ScoreSheet) -> bytes:
    """A .docx, as it was signed on the site, or as far as it is filled in, and then marked as a draft."""
    handed, session = of_submission(sheet.item.submission), sheet.item.session
    province = province_of(session.council)
    signed = timezone.localdate(sheet.signed_at) if sheet.signed_at else None
    page = Sheet("Phiếu chấm điểm", handed.remark, is_made_up=handed.is_made_up)
    page.head(
        above=f"Ủy ban nhân dân\n{province_text(province.code, province.name)}",
        issuer=session.council.name,
        place_and_day=f"{province.name}, {day_text(signed, year=session.held_on.year)}",
        mark="" if signed else "BẢN NHÁP",
    )
    page.title("Phiếu chấm điểm", f"Bộ tiêu chí số {handed.sheet.number}: {handed.sheet.name}")
    page.fact("Tên sản phẩm", handed.content["name"])
    page.fact("Mã sản phẩm", handed.code or "……-……-……-20……")
    page.fact("Tên chủ thể", handed.form["unit"])
    page.fact("Điện thoại", handed.form["phone"] or DOTS)
    page.fact("Địa chỉ", handed.form["address"] or DOTS)
    choices = choices_in(sheet)
    points = points_of(handed.sheet, choices)
    rows = _rows(handed, choices, points, sheet.opinions)
    names = ("TT", "Tiêu chí, mức đánh giá", "Điểm mức", "Chọn", "Điểm chấm")
    page.table(names, rows, (1.6, 9.6, 1.6, 1.5, 1.7), head=lambda row: bool(row[0]))
    for rule in handed.sheet.stops:
        if rule.key in sheet.stopped_by:
            page.tick(str(rule.text), on=True)
    page.fact("Tổng điểm", str(sum(points.values())))
    page.fact("Ý kiến của người đánh giá", sheet.opinion or DOTS)
    page.signatures([], ["NGƯỜI ĐÁNH GIÁ", "(Ký, ghi rõ họ tên)", "\n\n", str(sheet.member.user)])
    return page.as_bytes()


def _rows(
    handed: Handed, choices: dict[str, Choice], points: dict[str, int], words: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    """Each criterion with its name and points, then its levels."""
    for part in handed.sheet.sections:
        given = sum(points.get(leaf.code, 0) for leaf in part.leaves())
        yield part.code, f"Phần {part.code}: {part.name} (tối đa {part.maximum} điểm)", "", "", str(given)
        for leaf in part.leaves():
            chosen, said = choices.get(leaf.code), words.get(leaf.code, "")
            name = f"{leaf.name} (tối đa {leaf.maximum} điểm)" + (f"\nNhận xét: {said}" if said else "")
            yield leaf.code, name, "", "", str(points.get(leaf.code, SHORT_DOTS))
            for case in leaf.cases:
                for number, level in enumerate(case.levels):
                    on = chosen == Choice(number, case.key)
                    yield "", f"- {level.text}", str(level.points), "☒" if on else "☐", ""
