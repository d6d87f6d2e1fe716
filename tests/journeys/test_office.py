"""A council of seven takes a pot to its certificate, which the public reads; a house hands in from its phone."""

import re

import pytest
from playwright.sync_api import Page, expect

PROVINCE, COMMUNE = "/ocop-office/ocop-tinh/", "/ocop-office/ocop-phu-lang/"
POT = "Bình men da lươn Bến Lò (ví dụ)"


def choose_everywhere(page: Page, level: int) -> None:
    """The same rung of every criterion, or its highest below that."""
    page.evaluate(
        """level => {
            const radios = [...document.querySelectorAll('.office-criterion input[type=radio]')];
            for (const name of new Set(radios.map(radio => radio.name))) {
                const rungs = document.getElementsByName(name);
                rungs[Math.min(level, rungs.length - 1)].checked = true;
            }
        }""",
        level,
    )


@pytest.fixture
def as_member(sign_in):
    """A page of each member of the council in turn, at a laptop's width."""

    def go(number: int) -> Page:
        return sign_in(f"hoidong{number}@example.org", f"{PROVINCE}phien/")

    return go


def test_seven_sheets_become_a_certificate_that_anybody_can_read(as_member, sign_in, visit):
    for number in range(1, 8):
        page = as_member(number)
        page.get_by_role("link", name=re.compile("Hội đồng đánh giá")).click()
        page.get_by_role("link", name="Chấm phiếu của bạn").click()
        if number == 1:
            # One tap is kept by itself, and what it comes to is in sight.
            page.locator(".office-criterion input[type=radio]").nth(2).check()
            expect(page.locator("#sheet-standing")).to_contain_text("Đã lưu")
        sign = page.get_by_role("button", name="Ký phiếu")
        # It stands at the foot: all of the sheet has arrived.
        expect(sign).to_be_visible()
        choose_everywhere(page, 9)
        sign.click()
        expect(page.locator(".messages, [role=status]").first).to_contain_text("Phiếu đã ký")
        # Six others are no more than names before the session is closed.
        expect(page.locator(".office-signed .num")).to_have_count(1)
        page.context.close()

    office = sign_in("tinhocop@example.org", f"{PROVINCE}phien/")
    office.get_by_role("link", name=re.compile("Hội đồng đánh giá")).click()
    office.get_by_role("button", name="Khóa phiên chấm").click()
    expect(office.locator(".office-signed .num")).to_have_count(7)
    office.get_by_label("số biên bản").fill("05/BB-HĐ (ví dụ)")
    office.get_by_label("Biên bản", exact=True).fill("Hội đồng thống nhất kết quả (ví dụ).")
    office.get_by_role("button", name="Ghi biên bản").click()
    office.get_by_role("link", name="Xem hồ sơ").click()
    # The highest rung of everything is 100 points: that is for the ministry.
    office.get_by_role("button", name="Trình Bộ").click()
    office.get_by_label("số quyết định").fill("77/QĐ-BNNMT (ví dụ)")
    office.get_by_role("button", name="Ghi quyết định").click()
    expect(office.locator(".state").first).to_contain_text("được công nhận")

    reader = visit("/san-pham/?q=binh+men+da+luon+ben+lo")
    reader.get_by_role("link", name=re.compile("Bình men da lươn Bến Lò")).first.click()
    expect(reader.locator("main")).to_contain_text("OCOP 5 sao")
    expect(reader.locator("main")).to_contain_text("77/QĐ-BNNMT")


def test_a_house_hands_in_from_its_phone_and_reads_what_the_commune_asks_for(sign_in):
    house = sign_in("gom@example.org", "/desk/ben-lo/ocop/ho-so/", phone=True)
    house.fill("[name=name]", "Lọ hoa nặn tay (ví dụ)")
    house.select_option("[name=criteria_set]", "21")
    house.uncheck("[name=practice]")
    house.locator(".desk-form button[type=submit]").last.click()
    house.get_by_role("link", name=re.compile("1.1")).first.click()
    house.locator("input[name=level]").first.check()
    expect(house.locator("#saved")).not_to_be_empty()
    house.goto(house.url.split("/tieu-chi/")[0] + "/nop/")
    house.get_by_label("Người đại diện theo pháp luật").fill("Phạm Thị Gốm")
    house.get_by_label("Chức vụ").fill("Chủ cơ sở")
    house.get_by_label(re.compile("đúng sự thật")).check()
    house.get_by_role("button", name="Nộp hồ sơ").click()
    expect(house.locator(".dossier-path")).to_contain_text("chờ xã tiếp nhận")

    commune = sign_in("xaocop@example.org", f"{COMMUNE}ho-so/")
    commune.get_by_role("link", name="Lọ hoa nặn tay (ví dụ)").click()
    commune.locator("summary", has_text="Trả lại để bổ sung").click()
    commune.get_by_label(re.compile("cần bổ sung chung", re.IGNORECASE)).fill("Thiếu hợp đồng (ví dụ)")
    commune.get_by_role("button", name="Trả lại để bổ sung").click()
    expect(commune.locator(".state").first).to_contain_text("trả lại để bổ sung")
    house.reload()
    expect(house.locator(".dossier-path .notice")).to_contain_text("Thiếu hợp đồng")
