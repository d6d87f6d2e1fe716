"""A passkey, made and used in a real browser whose authenticator is a virtual one."""

from playwright.sync_api import Page, expect

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
FORGET = """
from django.core.management import call_command
call_command("forget_second_keys", "tranh@example.org")
"""


def with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})


def type_password(page: Page) -> None:
    page.fill("input[name=login]", "tranh@example.org")
    page.fill("input[name=password]", "velang-demo")
    page.locator("main button[type=submit]").first.click()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/tai-khoan/")
    page.locator("main form[action$='/logout/'] button").click()
    page.wait_for_url(f"{site}/")


def test_a_phone_becomes_a_key_opens_the_desk_alone_and_is_asked_for_after_the_password(demo, visit):
    # A passkey belongs to a name; an address has none.
    site = demo.url.replace("127.0.0.1", "localhost")
    try:
        page = visit(f"{site}/tai-khoan/login/?next=/tai-khoan/2fa/")
        with_authenticator(page)
        type_password(page)
        page.get_by_role("link", name="Thêm khóa trên máy").click()
        page.fill("input[name=password]", "velang-demo")
        page.locator("main button[type=submit]").first.click()
        page.locator("#mfa_webauthn_add").click()
        expect(page.locator(".account__codes li")).to_have_count(10)

        sign_out(page, site)
        page.goto(f"{site}/tai-khoan/login/?next=/desk/")
        page.locator("#passkey_login").click()
        page.wait_for_url(f"{site}/desk/**")

        sign_out(page, site)
        page.goto(f"{site}/tai-khoan/login/?next=/desk/")
        type_password(page)
        page.locator("#mfa_webauthn_authenticate").click()
        page.wait_for_url(f"{site}/desk/**")
    finally:
        demo.run(FORGET)


def test_a_passkey_that_does_not_work_is_said_in_a_sentence(demo, visit):
    page = visit(f"{demo.url.replace('127.0.0.1', 'localhost')}/tai-khoan/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE | {"isUserVerified": False}})
    expect(page.locator("[data-passkey-failed]")).to_be_hidden()
    page.locator("#passkey_login").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    expect(page.locator("input[name=login]")).to_be_visible()


def test_without_a_script_the_password_and_the_code_remain(visit):
    page = visit("/tai-khoan/login/", script=False)
    expect(page.locator("#passkey_login")).to_be_hidden()
    expect(page.get_by_role("link", name="Gửi mã cho tôi")).to_be_visible()
