"""An editor tells a story; a writer's story waits for the editor; neither reaches a booking."""

import pytest
from playwright.sync_api import Page, expect

EDITOR, WRITER = "bientap@example.org", "nguoiviet@example.org"
SENTENCE = "Bà con che bạt, bày chum vại ra hè. Ai đi qua cũng ghé."


def write_story(page: Page, title: str) -> None:
    """Fill in a new story's form from the CMS's front page."""
    page.get_by_text("Viết chuyện làng").click()
    page.fill("#id_title", title)
    page.fill("#id_intro", "Mưa thì mưa, chợ vẫn họp.")
    page.get_by_role("button", name="Chèn khối").first.click()
    page.get_by_role("option", name="Đoạn văn").first.click()
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    page.keyboard.type(SENTENCE)
    expect(text).to_have_text(SENTENCE)
    # The rich text editor writes into the form a quarter of a second after the last key.
    page.wait_for_timeout(600)


def choose_action(page: Page, name: str) -> None:
    """One of the actions behind the arrow of the foot's button."""
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.get_by_role("button", name=name).first.click()


def test_editor_writes_previews_and_publishes_a_story(sign_in, visit):
    page = sign_in(EDITOR, "/cms/")
    write_story(page, "Phiên chợ gốm ngày mưa")
    choose_action(page, "Xuất bản")
    expect(page.locator(".messages")).to_contain_text("Phiên chợ gốm ngày mưa")

    reader = visit("/chuyen-lang/")
    reader.get_by_role("link", name="Phiên chợ gốm ngày mưa").click()
    expect(reader.locator("h1")).to_have_text("Phiên chợ gốm ngày mưa")
    expect(reader.locator("main")).to_contain_text("Bà con che bạt")
    # What was published a moment ago is found at once, typed without marks.
    reader.goto("/tim/?q=phien+cho+gom")
    expect(reader.locator("main")).to_contain_text("Phiên chợ gốm ngày mưa")


def test_a_writers_story_goes_live_once_the_editor_approves(sign_in, visit):
    page = sign_in(WRITER, "/cms/")
    write_story(page, "Tiếng trống đầu đình")
    choose_action(page, "Gửi tới Kiểm duyệt")
    expect(page.locator(".messages")).to_contain_text("Tiếng trống đầu đình")
    hidden = visit("/chuyen-lang/")
    expect(hidden.get_by_role("link", name="Tiếng trống đầu đình")).to_have_count(0)

    editor = sign_in(EDITOR, "/cms/")
    editor.get_by_role("link", name="Tiếng trống đầu đình").first.click()
    choose_action(editor, "Duyệt và xuất bản")
    expect(editor.locator(".messages")).to_contain_text("Tiếng trống đầu đình")
    reader = visit("/chuyen-lang/")
    expect(reader.get_by_role("link", name="Tiếng trống đầu đình")).to_have_count(1)


@pytest.mark.parametrize("path", ["/cms/users/", "/cms/settings/", "/desk/ben-lo/", "/desk/ben-lo/don/"])
def test_editor_reaches_no_account_and_no_booking(sign_in, path):
    page = sign_in(EDITOR, "/cms/")
    answer = page.goto(path)
    assert answer is not None
    assert answer.status in (403, 404) or page.url.endswith("/cms/")
