"""New strings are never shown in English because somebody forgot to compile them."""

import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks

import common
from common.apps import CommonConfig
from common.words import catalogues

TEXT = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: vi\\n"

msgid "Book"
msgstr "{}"
"""
# A process of its own: what Django read once, it keeps.
SHOW = """
import sys
from pathlib import Path

from common.words import catalogues
from config.settings import test as settings

catalogues.FOLDER = Path(sys.argv[1])
settings.LOCALE_PATHS.insert(0, catalogues.FOLDER)

import django
from django.utils.translation import gettext, override

django.setup()
with override("vi"):
    sys.stdout.buffer.write(gettext("Book").encode())
"""


@pytest.fixture
def source(tmp_path, monkeypatch) -> Path:
    """A catalogue that was never compiled, in the place of ours."""
    path = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.format("Đặt chỗ"), encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    return path


def start() -> None:
    CommonConfig("common", common)


def shown(source: Path) -> str:
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Book")


def warnings() -> list[str]:
    return [message.msg for message in run_checks(tags=[Tags.translation]) if message.id == "common.W001"]


def test_a_catalogue_that_was_never_compiled_is_compiled_at_the_start(source):
    start()
    assert shown(source) == "Đặt chỗ"
    assert [path.name for path in source.parent.iterdir() if path != source] == ["django.mo"]


def test_a_catalogue_older_than_its_source_is_compiled_anew_at_the_start(source):
    start()
    source.write_text(TEXT.format("Giữ chỗ"), encoding="utf-8")
    os.utime(source.with_suffix(".mo"), (1, 1))
    start()
    assert shown(source) == "Giữ chỗ"


def test_a_process_shows_the_new_words_from_its_start(source):
    start()
    source.write_text(TEXT.format("Giữ chỗ"), encoding="utf-8")
    os.utime(source.with_suffix(".mo"), (1, 1))
    shows = subprocess.run(
        [sys.executable, "-c", SHOW, str(catalogues.FOLDER)], capture_output=True, encoding="utf-8", check=True
    )
    assert shows.stdout == "Giữ chỗ"


def test_a_catalogue_newer_than_its_source_is_left_alone(source):
    start()
    source.write_text(TEXT.format("Giữ chỗ"), encoding="utf-8")
    os.utime(source, (1, 1))
    start()
    assert shown(source) == "Đặt chỗ"


def test_a_catalogue_that_cannot_be_written_is_named(source):
    source.with_suffix(".mo").mkdir()
    os.utime(source.with_suffix(".mo"), (1, 1))
    start()
    assert len(warnings()) == 1
    assert "vi/LC_MESSAGES/django.po" in warnings()[0]


def test_nothing_is_named_while_all_are_compiled(source):
    start()
    assert warnings() == []


def test_all_our_own_catalogues_are_found():
    found = {str(path.relative_to(catalogues.FOLDER)) for path in catalogues._sources()}
    assert found == {
        "vi/LC_MESSAGES/django.po",
        "vendor/accounts/vi/LC_MESSAGES/django.po",
        "vendor/wagtail/vi/LC_MESSAGES/django.po",
        "vendor/wagtail/vi/LC_MESSAGES/djangojs.po",
    }
