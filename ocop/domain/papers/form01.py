"""Form 01: the slip by which a house registers a product (Decision 26/2026/QĐ-TTg, Appendix III), in our words."""

from collections.abc import Iterable

from django.utils.translation import override

from ocop.domain.papers.handed import Handed
from ocop.domain.papers.sheet import Sheet
from ocop.domain.papers.words import DOTS, SHORT_DOTS, day_text
from ocop.enums import EvaluationKind, IntakeLevel, ProductGroup
from ocop.models import Intake

KINDS = {
    EvaluationKind.FIRST: "Đánh giá, phân hạng lần đầu",
    EvaluationKind.UPGRADE: "Nâng hạng sao",
    EvaluationKind.AGAIN: "Đánh giá lại khi Giấy chứng nhận sắp hết hạn",
}
TRUTH = (
    "Chúng tôi cam đoan những nội dung nêu trên và trong hồ sơ kèm theo là đúng sự thật, chịu trách nhiệm trước pháp "
    "luật về tính hợp pháp, chính xác của hồ sơ và chấp hành các quy định về đánh giá, phân hạng sản phẩm OCOP."
)


@override("vi")
def form01(handed: Handed, intakes: Iterable[Intake] = ()) -> bytes:
    """A .docx. `intakes` fill in the part of the authorities, which stays empty without."""
    form, sheet = handed.form, handed.sheet
    page = Sheet("Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP", handed.remark, is_made_up=handed.is_made_up)
    page.head(
        issuer=form["unit"] or DOTS,
        place_and_day=f"{handed.land.commune_name}, {day_text(handed.day, year=handed.year)}",
        mark=handed.mark,
        form="Mẫu số 01",
    )
    page.title(
        "Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP", f"{_capital(handed.land.province)}, năm {handed.year}"
    )
    page.heading("1. Thông tin chủ thể đăng ký")
    page.fact("Tên đơn vị", form["unit"] or DOTS)
    page.fact("Họ và tên người đại diện theo pháp luật", form["representative"] or DOTS)
    page.fact("Chức vụ", form["position"] or DOTS)
    page.fact("Địa chỉ liên hệ", form["address"] or DOTS)
    page.fact("Điện thoại", form["phone"] or DOTS)
    page.fact("Thư điện tử", form["email"] or DOTS)
    page.heading("2. Tên sản phẩm đăng ký")
    page.text(handed.content["name"])
    page.heading("3. Nhóm sản phẩm đăng ký")
    page.fact("Nhóm", str(ProductGroup(sheet.group).label))
    page.fact("Bộ tiêu chí", f"số {sheet.number}, {sheet.name}")
    page.heading("4. Hình thức đánh giá")
    for kind, text in KINDS.items():
        page.tick(text, on=handed.content["kind"] == kind)
    page.heading("5. Tài liệu kèm theo")
    page.text("- Báo cáo tự đánh giá theo bộ tiêu chí: 01 bản giấy và 01 bản điện tử.")
    page.text(f"- Sản phẩm mẫu: {_samples(sheet.samples)}.")
    page.heading("6. Cam kết")
    page.text(TRUTH)
    page.signatures([], ["ĐẠI DIỆN CHỦ THỂ", "(Ký tên, đóng dấu nếu có)", "\n\n", form["representative"]])
    page.heading("PHẦN DÀNH CHO CƠ QUAN TIẾP NHẬN")
    slips = {slip.level: slip for slip in intakes}
    names = ("Nội dung", f"Ủy ban nhân dân {handed.land.commune}", f"Cơ quan OCOP {handed.land.province}")
    page.table(names, _slips(slips.get(IntakeLevel.COMMUNE), slips.get(IntakeLevel.PROVINCE)), (4, 6, 6))
    return page.as_bytes()


def _slips(*slips: Intake | None) -> list[tuple[str, ...]]:
    numbers = (slip.number if slip else f"{SHORT_DOTS}/PĐK-{SHORT_DOTS}" for slip in slips)
    days = (f"{slip.received_on:%d/%m/%Y}" if slip else SHORT_DOTS for slip in slips)
    people = (str(slip.by) if slip and slip.by else SHORT_DOTS for slip in slips)
    return [
        ("Số phiếu", *numbers),
        ("Ngày tiếp nhận", *days),
        ("Người tiếp nhận", *people),
        ("Chữ ký người tiếp nhận", "\n\n", "\n\n"),
        ("Xác nhận của cơ quan\n(ký tên, đóng dấu)", "\n\n\n", "\n\n\n"),
    ]


def _samples(number: int) -> str:
    return f"{number:02d} đơn vị sản phẩm" if number else "không yêu cầu đối với nhóm này"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
