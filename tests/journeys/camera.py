"""A camera that sees tickets: Chromium plays a film in its place."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import segno
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.browser import ARGUMENTS, PHONE, chromium

# Chromium plays so many pictures of such a film a second, and then begins anew.
A_SECOND = 30
SIZE = (640, 480)


def film(path: Path, scenes: list[tuple[str, int]]) -> None:
    """Write what the camera sees: the code of each text, or only a wall for "", for so many seconds."""
    path.write_bytes(b"".join(_picture(text) * A_SECOND * seconds for text, seconds in scenes))


def _picture(text: str) -> bytes:
    wall = Image.new("RGB", SIZE, (150, 140, 120))
    if text:
        drawn = io.BytesIO()
        segno.make(text, error="m").save(drawn, kind="png", scale=6, border=4)
        wall.paste(Image.open(drawn).convert("RGB").resize((300, 300)), (170, 90))
    jpeg = io.BytesIO()
    wall.save(jpeg, "JPEG", quality=85)
    return jpeg.getvalue()


@contextmanager
def phone_with_camera(chrome: Browser, path: Path, url: str) -> Iterator[Page]:
    """A page of a browser of its own, which may use the camera; fails where a script of ours did."""
    arguments = [*ARGUMENTS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    arguments.append(f"--use-file-for-fake-video-capture={path}")
    browser = chrome.browser_type.launch(executable_path=chromium(), args=arguments)
    try:
        context = browser.new_context(base_url=url, viewport=PHONE, locale="vi-VN", permissions=["camera"])
        page = context.new_page()
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        yield page
        assert broken == []
    finally:
        browser.close()
