"""A second person joins the house: by invitation, as a guide, and can do no more."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.parties import PARTY_TODAY, of_newest
from tests.journeys.test_accessibility import violations
from tests.journeys.test_large_text import WIDTHS, faults

MONEY = re.compile(r"₫|đồng")


def invite(owner: Page) -> str:
    """From the page of who works here to a link for a guide."""
    owner.get_by_role("link", name="Mời một người").click()
    owner.fill("#id_name", "Đỗ Văn Chèo")
    owner.get_by_role("button", name="Tạo đường dẫn mời").click()
    expect(owner.locator(".desk-team__code svg")).to_be_visible()
    return owner.locator("#link").input_value()


def test_a_guide_joins_by_the_owner_s_link_checks_a_party_in_and_sees_no_money(demo, sign_in, visit):
    demo.run(PARTY_TODAY)
    owner = sign_in("gom@example.org", "/desk/ben-lo/sap-dat/", phone=True)
    owner.get_by_role("link", name="Người cùng làm").click()
    link = invite(owner)

    guide = visit(link.removeprefix(demo.url), phone=True)
    expect(guide.locator("main")).to_contain_text("Phạm Thị Gốm mời bạn đón khách")
    guide.fill("#id_login", "0912 000 345")
    guide.fill("#id_password", "đò dọc sông Cầu 7")
    guide.get_by_role("button", name="Lập tài khoản và vào làm cùng").click()

    expect(guide.locator("h1")).to_have_text("Hôm nay")
    row = of_newest(demo, guide, ".desk-booking-row")
    row.locator("form[action$='/check-in/'] button").click()
    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()
    row.locator(".desk-booking-row__name").click()
    expect(guide.locator("form[action$='/undo-check-in/'] button")).to_be_visible()
    assert not MONEY.search(guide.locator("body").inner_text())
    assert guide.locator(".desk-nav a").all_inner_texts() == ["Hôm nay", "Quét mã"]
    for closed in ("tien", "don", "sap-dat", "sap-dat/nguoi"):
        assert guide.request.get(f"{demo.url}/desk/ben-lo/{closed}/").status == 404

    guide.goto(link)
    expect(guide).to_have_url(re.compile("/desk/ben-lo/$"))
    owner.goto(f"{demo.url}/desk/ben-lo/sap-dat/nguoi/")
    expect(owner.locator("main")).to_contain_text("Đỗ Văn Chèo")
    expect(owner.locator("main")).not_to_contain_text("Đã mời, chưa vào")


@pytest.mark.parametrize("text", WIDTHS)
def test_pages_of_a_team_and_of_an_invitation_fit_and_have_no_violation(demo, sign_in, visit, text):
    owner = sign_in("tranh@example.org", "/desk/la-tre/sap-dat/nguoi/", phone=True)
    link = invite(owner).removeprefix(demo.url)
    seen = [owner, visit(link, phone=True)]
    found = violations(owner)
    seen[1].get_by_role("button", name="Lập tài khoản và vào làm cùng").click()
    seen[1].locator("#form-errors").wait_for()
    found += violations(seen[1])
    seen.append(sign_in("tranh@example.org", "/desk/la-tre/sap-dat/nguoi/", phone=True))
    seen[2].reload()  # without the welcome
    seen[2].locator(".desk-team__open").first.click()
    found += violations(seen[2])
    seen.append(sign_in("tranh@example.org", link, phone=True))
    found += violations(seen[3])
    assert found + [fault for page in seen if (fault := faults(page, text))] == []
