"""Form 02: what a house reports of itself and of its product (Decision 26/2026/QĐ-TTg, Appendix III), in our words."""

from collections.abc import Iterator, Mapping

from django.utils.text import capfirst
from django.utils.translation import override

from ocop.domain.criteria.edition import Criterion
from ocop.domain.papers.handed import Handed
from ocop.domain.papers.sheet import Sheet
from ocop.domain.papers.words import DOTS, day_text
from ocop.enums import EvaluationKind, EvidenceKind

# By the keys of a dossier's details.
WHO = {
    "entity": "Tên chủ thể",
    "organisation": "Loại hình tổ chức",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "email": "Thư điện tử",
    "representative": "Họ và tên người đại diện theo pháp luật",
    "representative_sex": "Giới tính",
    "representative_ethnicity": "Dân tộc",
    "representative_address": "Nơi thường trú",
    "founded": "Ngày thành lập hoặc đăng ký kinh doanh",
    "registration": "Số đăng ký (nếu có)",
    "product": "Tên, quy cách, tiêu chuẩn của sản phẩm, dịch vụ",
}
TICKS = {
    "business": "Đăng ký kinh doanh",
    "quality": "Đã công bố chất lượng sản phẩm",
    "food_safety": "Giấy chứng nhận đủ điều kiện an toàn thực phẩm",
    "production": "Giấy chứng nhận đủ điều kiện sản xuất bắt buộc khác",
    "property": "Đã đăng ký sở hữu trí tuệ",
    "trademark": "Giấy chứng nhận đăng ký nhãn hiệu",
    "mark_use": "Quyền sử dụng chỉ dẫn địa lý, nhãn hiệu tập thể hoặc nhãn hiệu chứng nhận",
    "patent": "Bằng độc quyền sáng chế",
    "design": "Bằng độc quyền kiểu dáng công nghiệp",
    "copyright": "Giấy chứng nhận quyền tác giả",
}
ABOUT = {"history": "Lịch sử hình thành và phát triển", "organisation_chart": "Sơ đồ tổ chức"}
RESULTS = {
    "production": "Vùng nguyên liệu, công nghệ, chế biến, đóng gói",
    "quality": "Thay đổi về chất lượng, tiêu chuẩn, bao bì, nhãn mác",
    "markets": "Thị trường phân phối",
    "revenue": "Doanh thu và lợi nhuận",
}
PLANS = {
    "direction": "Định hướng phát triển sản phẩm",
    "plan_production": "Tổ chức sản xuất",
    "plan_market": "Thị trường",
}
PROOFS = {
    EvidenceKind.FILE: "Tệp",
    EvidenceKind.PICTURE: "Ảnh",
    EvidenceKind.LINK: "Liên kết",
    EvidenceKind.PLATFORM: "Số liệu của trang",
}


@override("vi")
def form02(handed: Handed) -> bytes:
    """A .docx."""
    told, details = handed.content, handed.content["details"]
    page = Sheet("Báo cáo tự đánh giá về sản phẩm", handed.remark, is_made_up=handed.is_made_up)
    page.head(
        issuer=handed.form["unit"] or DOTS,
        place_and_day=f"{handed.land.commune_name}, {day_text(handed.day, year=handed.year)}",
        mark=handed.mark,
        form="Mẫu số 02",
    )
    page.title("Báo cáo tự đánh giá về sản phẩm", told["name"])
    page.heading("I. THÔNG TIN CHUNG")
    _facts(page, WHO, known_facts(handed) | {key: text for key, text in details.items() if text})
    for key, text in TICKS.items():
        page.tick(text, on=key in details.get("ticks", ()))
    _facts(page, ABOUT, details)
    page.heading("II. KẾT QUẢ THỰC HIỆN PHƯƠNG ÁN SẢN XUẤT, KINH DOANH")
    _facts(page, RESULTS, details)
    page.heading("III. KẾT QUẢ THEO BỘ TIÊU CHÍ")
    page.fact("Bộ tiêu chí", f"số {handed.sheet.number}, {handed.sheet.name} (Quyết định {handed.edition.decision})")
    names = ("TT", "Tiêu chí", "Điểm", "Tối đa", "Mức tự đánh giá và thuyết minh")
    # Parts and the total say nothing of a level.
    page.table(names, _answers(handed), (1.5, 4.5, 1.4, 1.4, 7.2), head=lambda row: not row[-1])
    for rule in handed.sheet.stops:
        if rule.key in told["stopped_by"]:
            page.text(f"Chủ thể tự xác định thuộc trường hợp: {rule.text}")
    if told["kind"] == EvaluationKind.AGAIN:
        page.fact("Thay đổi và kết quả kể từ khi được công nhận", details.get("since") or DOTS)
    page.heading("IV. KẾ HOẠCH")
    _facts(page, PLANS, details)
    page.signatures([], ["ĐẠI DIỆN CHỦ THỂ", "(Ký tên, đóng dấu nếu có)", "\n\n", handed.form["representative"]])
    page.heading("PHỤ LỤC MINH CHỨNG (xếp theo thứ tự của bộ tiêu chí)")
    if told["evidence"]:
        page.table(("STT", "Tiêu chí", "Nội dung minh chứng", "Hình thức"), _proofs(handed), (1.3, 1.9, 9.8, 3))
    else:
        page.text("Không có minh chứng kèm theo.")
    return page.as_bytes()


def known_facts(handed: Handed) -> dict[str, str]:
    """What form 01 and the house say, where nothing was written for form 02."""
    form = handed.form
    return {
        "entity": form["unit"],
        "organisation": capfirst(handed.organisation),
        "address": form["address"],
        "phone": form["phone"],
        "email": form["email"],
        "representative": form["representative"],
        "product": handed.content["name"],
    }


def _facts(page: Sheet, labels: Mapping[str, str], told: Mapping[str, str]) -> None:
    for key, label in labels.items():
        page.fact(label, told.get(key) or DOTS)


def _answers(handed: Handed) -> Iterator[tuple[str, ...]]:
    """A row for each criterion in the order of the sheet, one for each part with what it comes to, and the total."""
    answers, total = handed.content["answers"], 0
    for part in handed.sheet.sections:
        points = sum(_points(answers.get(leaf.code)) for leaf in part.leaves())
        total += points
        yield part.code, f"Phần {part.code}: {part.name}", str(points), str(part.maximum), ""
        for leaf in part.leaves():
            answer = answers.get(leaf.code)
            yield leaf.code, str(leaf.name), _shown(answer), str(leaf.maximum), _said(leaf, answer)
    yield "", "Tổng cộng", str(total), str(handed.sheet.maximum), ""


def _points(answer: Mapping | None) -> int:
    return (answer["points"] or 0) if answer else 0


def _shown(answer: Mapping | None) -> str:
    return "–" if answer is None or answer["points"] is None else str(answer["points"])


def _said(criterion: Criterion, answer: Mapping | None) -> str:
    if answer is None:
        return "Chưa tự đánh giá"
    case = criterion.case(answer["case"])
    level = str(case.levels[answer["level"]].text) if case and answer["level"] is not None else ""
    return "\n".join(filter(None, (level, answer["reason"])))


def _proofs(handed: Handed) -> Iterator[tuple[str, ...]]:
    for number, proof in enumerate(handed.content["evidence"], 1):
        place = proof["code"] or f"Mục {proof['paper']}"
        kind = PROOFS[EvidenceKind(proof["kind"])]
        yield str(number), place, "\n".join(filter(None, (proof["title"], proof["link"], _figure(proof)))), kind


def _figure(proof: Mapping) -> str:
    return (proof["shown"].get("text") or {}).get("vi", "")
