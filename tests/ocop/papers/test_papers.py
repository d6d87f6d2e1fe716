"""Each paper read back from its Word file: what stands in it, and how the page is set (Decree 30/2020/NĐ-CP)."""

import datetime as dt
import unicodedata

import pytest
from django.utils.translation import override
from docx.shared import Pt

from ocop.domain.dossier import deciding
from ocop.domain.dossier.council import NotClosed
from ocop.domain.papers.decision import NoResultYet, NotAfterCentre, NothingToDecide, after_centre, decision
from ocop.domain.papers.form01 import form01
from ocop.domain.papers.form02 import form02
from ocop.domain.papers.form03 import form03
from ocop.domain.papers.handed import of_draft, of_submission
from ocop.domain.papers.minutes import minutes
from ocop.domain.papers.score_sheet import score_sheet
from ocop.domain.papers.words import clean, day_text, number_text, province_text
from ocop.enums import Outcome
from ocop.models import Submission
from tests.factories.dossiers import FORM, Path, worth
from tests.ocop.papers.reading import read
from tests.plugins.shared_stage import shared

# What is written is the same by every database.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
REMARK = "Mẫu do phần mềm lập theo Quyết định 26/2026/QĐ-TTg, chưa đối chiếu từng chữ"


@shared
def scored(now):
    """A house's product with eighty points, its session closed and its minutes written."""
    return Path(now=now).scored(worth(80))


@pytest.fixture
def papers(scored) -> dict[str, bytes]:
    handed = of_submission(scored)
    return {
        "form01": form01(handed, scored.intakes.all()),
        "form02": form02(handed),
        "form03": form03(handed, scored.commune_report),
        "sheet": score_sheet(scored.item.sheets.first()),
        "minutes": minutes(scored.item.session),
        "decision": decision(scored),
    }


def test_every_paper_is_set_as_the_decree_asks(papers):
    """A4; 20 to 25 mm above and below, 30 to 35 left, 15 to 20 right; Times New Roman, 13 to 14 (Appendix I, I)."""
    for name, content in papers.items():
        found = read(content)
        page, normal = found.page, found.document.styles["Normal"]
        # Word counts in twentieths of a point.
        assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297), name
        assert 20 <= round(page.top_margin.mm) <= 25, name
        assert 20 <= round(page.bottom_margin.mm) <= 25, name
        assert 30 <= round(page.left_margin.mm) <= 35, name
        assert 15 <= round(page.right_margin.mm) <= 20, name
        assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(13)), name


def test_every_paper_has_the_countrys_name_and_says_whose_words_it_has(papers):
    for name, content in papers.items():
        found = read(content)
        head = next(table for table in found.document.tables if "CỘNG HÒA" in table.rows[0].cells[1].text)
        right = [paragraph for paragraph in head.rows[0].cells[1].paragraphs if paragraph.text]
        assert [paragraph.text for paragraph in right[:2]] == [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
        ], name
        assert right[0].runs[0].bold, name
        # Place and day in italics, and no day that is no day.
        assert right[2].runs[0].italic, name
        assert ", ngày " in right[2].text, name
        for foot in (found.page.first_page_footer, found.page.footer):
            assert foot.paragraphs[0].text == REMARK, name
        assert "PAGE" in found.page.header._element.xml, name
        assert not found.page.first_page_header.paragraphs[0].text, name


def test_nobody_signs_a_page_without_a_line_of_what_is_signed(papers):
    for name, content in papers.items():
        body = list(read(content).document.element.body)
        signed = next(n for n, each in enumerate(body) if "(Ký" in "".join(each.itertext()))
        assert "keepNext" in body[signed - 1].xml, name


def test_a_criterion_stands_above_its_levels_and_never_alone_at_the_foot_of_a_page(papers):
    table = next(each for each in read(papers["sheet"]).document.tables if each.rows[0].cells[0].text == "TT")
    for row in table.rows[1:-1]:
        words = row.cells[1].paragraphs[0]
        heads = bool(row.cells[0].text)
        assert bool(words.runs[0].bold) == bool(words.paragraph_format.keep_with_next) == heads, words.text


def test_a_report_without_proofs_says_so_where_its_list_would_be(papers):
    found = read(papers["form02"])
    assert "Không có minh chứng kèm theo" in found.text
    assert "Nội dung minh chứng" not in found.text


def test_every_paper_is_vietnamese_in_one_normal_form_whatever_its_reader_has_chosen(scored, papers):
    with override("en"):
        assert read(form02(of_submission(scored))).text == read(papers["form02"]).text
    for name, content in papers.items():
        text = read(content).text
        assert unicodedata.is_normalized("NFC", text), name
        assert "None" not in text, name


def test_form_01_says_who_registers_what_and_has_the_slips_of_both_offices(scored, papers):
    text = read(papers["form01"]).text
    for told in (FORM.unit, FORM.representative, FORM.position, FORM.phone, scored.content["name"], "Mẫu số 01"):
        assert told in text
    assert "☒ Đánh giá, phân hạng lần đầu" in text
    assert "☐ Nâng hạng sao" in text
    assert "không yêu cầu" in text  # Samples of group VI.
    for slip in scored.intakes.all():
        assert slip.number in text
    assert "BẢN NHÁP" not in text


def test_a_draft_says_so_and_leaves_open_what_nobody_has_said(now):
    found = read(form01(of_draft(Path(now=now).dossier(), year=2026))).text
    assert "BẢN NHÁP" in found
    assert "ngày …… tháng …… năm 2026" in found
    assert "Họ và tên người đại diện theo pháp luật: ………" in found


def test_form_02_has_every_criterion_in_the_order_of_the_set_and_its_sum(scored, papers):
    found = read(papers["form02"])
    rows = next(table for table in found.document.tables if table.rows[0].cells[0].text == "TT").rows
    sheet = of_submission(scored).sheet
    codes = [row.cells[0].text for row in rows[1:]]
    assert [code for code in codes if code in sheet.by_code] == list(sheet.by_code)
    points = sum(
        int(row.cells[2].text) for row in rows if row.cells[0].text in sheet.by_code and row.cells[2].text != "–"
    )
    assert [cell.text for cell in rows[-1].cells][1:3] == ["Tổng cộng", str(points)]
    # The head of a table comes again on each page.
    assert "w:tblHeader" in rows[0]._tr.xml


def test_form_02_tells_what_the_house_wrote_and_ticks_what_it_has(scored):
    handed = of_submission(scored)
    handed.content["details"] = {"history": "Lò dựng năm 1998.\nBa thế hệ.", "ticks": ["quality"], "founded": "1998"}
    text = read(form02(handed)).text
    assert "Ba thế hệ." in text
    assert "☒ Đã công bố chất lượng sản phẩm" in text
    assert "☐ Đăng ký kinh doanh" in text
    assert "Ngày thành lập hoặc đăng ký kinh doanh: 1998" in text


def test_form_03_gives_findings_and_no_points(scored, papers):
    text = read(papers["form03"]).text
    report = scored.commune_report
    for told in (report.materials, report.labour, report.identity, report.request_number, "Sản phẩm truyền thống"):
        assert told in text
    assert "điểm" not in text.lower()
    assert "TM. ỦY BAN NHÂN DÂN" in text
    assert "/BC-UBND" in text


def test_a_score_sheet_ticks_one_level_of_each_criterion(scored, papers):
    sheet = scored.item.sheets.first()
    text = read(papers["sheet"]).text
    assert text.count("☒") == len(of_submission(scored).sheet.by_code)
    assert f"Tổng điểm: {sheet.total}" in text
    assert str(sheet.member.user) in text


def test_minutes_name_everyone_and_every_product_with_its_average(scored, papers):
    text = read(papers["minutes"]).text
    for sheet in scored.item.sheets.all():
        assert str(sheet.member.user) in text
    assert f"Điểm trung bình: {number_text(scored.item.average)}" in text
    assert "Đạt 4 sao" in text
    assert "Số: 3/BB-HĐ" in text
    assert "Hội đồng thống nhất." in text


def test_the_decision_recognises_what_the_council_found_and_names_its_grounds(scored, papers):
    text = read(papers["decision"]).text
    assert "Công nhận và cấp Giấy chứng nhận sản phẩm OCOP đạt 4 sao" in text
    assert "Biên bản số 3/BB-HĐ" in text
    assert f"Tờ trình số {scored.commune_report.request_number}" in text
    assert "DỰ THẢO" in text
    # Whoever issues it says by which power.
    assert "Căn cứ ……" in text


def test_from_ninety_points_on_the_decision_approves_and_recognises_nothing(now):
    """Art. 7: the approval of a result that goes to the ministry is not yet a recognition."""
    text = read(decision(Path(now=now).scored(worth(95)))).text
    assert "Phê duyệt kết quả đánh giá" in text
    assert "Trình Bộ Nông nghiệp và Môi trường" in text
    assert "Công nhận và cấp" not in text


def at_ministry(now):
    path = Path(now=now)
    submission = path.scored(worth(95))
    with pytest.raises(NotAfterCentre):
        after_centre(submission)
    deciding.forward(submission=submission, by=path.officer, now=now)
    return path, Submission.objects.get(pk=submission.pk)


def test_where_the_centre_gives_less_the_province_recognises_on_its_result(now):
    """Art. 7: below 90 points at the centre the province may recognise three or four stars."""
    path, submission = at_ministry(now)
    draft = read(after_centre(submission)).text
    assert "Công nhận và cấp Giấy chứng nhận sản phẩm OCOP đạt …… sao" in draft
    assert "Hội đồng cấp Trung ương" in draft
    assert "95 điểm" not in draft
    told = {"number": "91/QĐ-UBND", "issuer": "UBND tỉnh", "decided_on": path.today, "by": path.officer, "now": now}
    deciding.recognise(submission=submission, outcome=Outcome.FOUR, **told)
    text = read(after_centre(Submission.objects.get(pk=submission.pk))).text
    assert "đạt 4 sao" in text
    assert "Số: 91/QĐ-UBND" in text
    assert "Phê duyệt kết quả đánh giá" in read(decision(Submission.objects.get(pk=submission.pk))).text


def test_what_the_minister_recognised_or_nobody_did_is_no_paper_of_the_province(now):
    path, submission = at_ministry(now)
    told = {"decided_on": path.today, "by": path.officer, "now": now}
    ministry = {"number": "7/QĐ-BNNMT", "issuer": "Bộ Nông nghiệp và Môi trường"}
    deciding.recognise(submission=submission, outcome=Outcome.FIVE, **ministry, **told)
    with pytest.raises(NotAfterCentre):
        after_centre(Submission.objects.get(pk=submission.pk))
    path, submission = at_ministry(now)
    deciding.refuse(submission=submission, note="Trung ương không công nhận", **told | {"by": path.officer})
    with pytest.raises(NotAfterCentre):
        after_centre(Submission.objects.get(pk=submission.pk))
    with pytest.raises(NotAfterCentre):
        after_centre(Path(now=now).scored(worth(80)))


def test_there_is_no_decision_of_two_stars(now):
    with pytest.raises(NothingToDecide):
        decision(Path(now=now).scored(worth(35)))


def test_before_a_session_is_closed_nobody_drafts_from_it(now):
    path = Path(now=now)
    item = path.on_agenda()
    path.sign(item, worth(80))
    with pytest.raises(NotClosed):
        minutes(item.session)
    with pytest.raises(NoResultYet):
        decision(item.submission)


@pytest.mark.parametrize(
    "hostile",
    [
        "=cmd|' /C calc'!A0",
        "A" * 20_000,
        "\x00\x01\x0b\x1f\ufffe\ud800 gốm",
        "]]><w:p/>&lt;",
        "\u202eđảo chữ\u202c",
        '{ HYPERLINK "http://example.org" } \\* MERGEFORMAT',
    ],
)
def test_hostile_text_stays_text(scored, hostile):
    handed = of_submission(scored)
    handed.content["name"] = hostile
    handed.content["details"] = {"history": hostile, "ticks": []}
    for content in (form01(handed), form02(handed), form03(handed, scored.commune_report)):
        found = read(content)
        assert clean(hostile).strip() in found.text
        body = found.document.element.xml
        assert "w:instrText" not in body
        assert "w:fldSimple" not in body
        assert "w:hyperlink" not in body
        for table in found.document.tables:
            # A word without an end breaks in its cell, and moves no column.
            assert table.autofit is False


def test_text_of_a_phone_in_other_marks_is_in_one_normal_form():
    assert clean(unicodedata.normalize("NFD", "Phù Lãng\r\nĐông Hồ")) == "Phù Lãng\nĐông Hồ"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (dt.date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (dt.date(2026, 11, 30), "ngày 30 tháng 11 năm 2026"),
        (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day, text):
    """Decree 30/2020/NĐ-CP, Appendix I, part II, 4."""
    assert day_text(day) == text


def test_numbers_have_a_comma_and_two_decimals_at_most():
    assert [number_text(value) for value in (80, 80.5, 80.571, 100)] == ["80", "80,5", "80,57", "100"]


def test_a_province_that_is_a_city_is_called_one():
    assert province_text("01", "Hà Nội") == "thành phố Hà Nội"
    assert province_text("24", "Bắc Ninh") == "tỉnh Bắc Ninh"
