"""A second person joins the house: by invitation, as a guide, and can do no more."""

import re

from playwright.sync_api import expect

from tests.journeys.parties import PARTY_TODAY

MONEY = re.compile(r"₫|đồng")


def test_a_guide_joins_by_the_owner_s_link_checks_a_party_in_and_sees_no_money(demo, sign_in, visit):
    demo.run(PARTY_TODAY)
    owner = sign_in("gom@example.org", "/desk/ben-lo/sap-dat/", phone=True)
    owner.get_by_role("link", name="Người cùng làm").click()
    owner.get_by_role("link", name="Mời một người").click()
    owner.fill("#id_name", "Đỗ Văn Chèo")
    owner.get_by_role("button", name="Tạo đường dẫn mời").click()
    expect(owner.locator(".desk-team__code svg")).to_be_visible()
    link = owner.locator("#link").input_value()

    guide = visit(link.removeprefix(demo.url), phone=True)
    expect(guide.locator("main")).to_contain_text("Phạm Thị Gốm mời bạn đón khách")
    guide.fill("#id_login", "0912 000 345")
    guide.fill("#id_password", "đò dọc sông Cầu 7")
    guide.get_by_role("button", name="Lập tài khoản và vào làm cùng").click()

    expect(guide.locator("h1")).to_have_text("Hôm nay")
    guide.locator("form[action$='/check-in/'] button").first.click()
    expect(guide.locator("form[action$='/undo-check-in/'] button").first).to_be_visible()
    guide.locator(".desk-booking-row__name").first.click()
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
