"""Form 03: what the commune found, and its request to the province (Decision 26/2026/QĐ-TTg, art. 6 and Appendix III).
It gives no points and no star."""

from django.utils.translation import override

from ocop.domain.papers.form02 import WHO, known_facts
from ocop.domain.papers.handed import Handed
from ocop.domain.papers.sheet import Sheet
from ocop.domain.papers.words import DOTS, day_text
from ocop.enums import Origin
from ocop.models import CommuneReport

# Part I asks these of form 02.
ASKED = (
    "entity",
    "organisation",
    "address",
    "representative",
    "representative_sex",
    "representative_ethnicity",
    "representative_address",
)
ORIGINS = {Origin.TRADITIONAL: "Sản phẩm truyền thống", Origin.NEW: "Sản phẩm mới"}


@override("vi")
def form03(handed: Handed, report: CommuneReport) -> bytes:
    """A .docx. The report's own number is given where it is issued; the request's is the one that was entered."""
    commune, province = handed.land.commune, handed.land.province
    told = known_facts(handed) | {key: text for key, text in handed.content["details"].items() if text}
    page = Sheet("Báo cáo đánh giá một số nội dung của hồ sơ đăng ký", handed.remark, is_made_up=handed.is_made_up)
    page.head(
        issuer=f"Ủy ban nhân dân\n{commune}",
        number="……/BC-UBND",
        place_and_day=f"{handed.land.commune_name}, {day_text(report.requested_on)}",
        form="Mẫu số 03",
    )
    page.title("Báo cáo", "Đánh giá một số nội dung của hồ sơ đăng ký\nđánh giá, phân hạng sản phẩm OCOP")
    page.line(f"Kính gửi: Ủy ban nhân dân {province}").paragraph_format.left_indent = page.INDENT
    page.heading("I. THÔNG TIN CHUNG")
    for key in ASKED:
        page.fact(WHO[key], told.get(key) or DOTS)
    page.fact("Sản phẩm đăng ký", handed.content["name"])
    page.heading("II. KẾT QUẢ ĐÁNH GIÁ")
    page.fact("1. Sử dụng nguyên liệu địa phương", report.materials)
    page.fact("2. Sử dụng lao động địa phương", report.labour)
    page.fact("3. Nguồn gốc ý tưởng sản phẩm", ORIGINS[Origin(report.origin)])
    if report.origin_note:
        page.text(report.origin_note)
    page.fact("4. Bản sắc, trí tuệ địa phương", report.identity)
    page.heading("III. ĐỀ NGHỊ")
    page.text(
        f"Ủy ban nhân dân {commune} đề nghị Ủy ban nhân dân {province} xem xét, tổ chức đánh giá, phân hạng sản phẩm "
        f"“{handed.content['name']}” của {told['entity']} theo Tờ trình số {report.request_number}, "
        f"{day_text(report.requested_on)}./."
    )
    page.signatures(
        [],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Ký tên, đóng dấu)", "\n\n", "……………………"],
        receivers=["Nơi nhận:", "- Như trên;", "- Chủ thể đăng ký;", "- Lưu: VT."],
    )
    return page.as_bytes()
