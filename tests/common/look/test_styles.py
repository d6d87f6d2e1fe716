"""A release serves one style sheet that says the same as the forty, and few other files."""

import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from common.look.bundle_finder import BundleFinder
from common.look.styles import BUNDLE, BUNDLES, SHEETS, bundle


def read(name: str) -> str:
    path = finders.find(name)
    assert path, name
    with open(path, encoding="utf-8") as file:
        return file.read()


def test_every_sheet_exists_and_is_in_the_bundle_once():
    assert len(SHEETS) == len(set(SHEETS)) > 30
    text = bundle(read)
    assert text.index("@layer reset, tokens") < text.index("@layer components")
    assert all(read(name).split("\n")[0] in text for name in SHEETS)


@pytest.mark.parametrize("name", BUNDLES)
def test_every_file_of_a_bundle_exists_and_is_in_it_whole_and_once(name):
    assert len(BUNDLES[name]) == len(set(BUNDLES[name]))
    text = bundle(read, name)
    assert all(read(part).splitlines()[-1] in text for part in BUNDLES[name])
    if name.endswith(".js"):
        assert all(text.count(read(part)) == 1 for part in BUNDLES[name])


def test_no_file_is_in_two_bundles():
    parts = [part for bundled in BUNDLES.values() for part in bundled]
    assert len(parts) == len(set(parts))


def test_the_desk_s_sheet_needs_no_file_beside_it():
    assert "url(" not in bundle(read, "css/desk.css").replace("url(#", "").replace('url("data:', "")


def test_addresses_still_lead_to_files():
    found = re.findall(r'url\("([^"]+)"\)', bundle(read))
    local = [address for address in found if not address.startswith(("data:", "#"))]
    assert len(local) > 10
    for address in local:
        name = f"{BUNDLE.rsplit('/', 1)[0]}/{address}"
        while "/../" in name:
            name = re.sub(r"[^/]+/\.\./", "", name, count=1)
        assert name.startswith("fonts/") or finders.find(name), address


def test_the_demo_s_one_sheet_follows_the_forty(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    sheet = BundleFinder().find(BUNDLE)
    assert Path(sheet).read_text(encoding="utf-8") == bundle(read)
    Path(sheet).write_text("old")
    os.utime(sheet, (0, 0))
    assert Path(BundleFinder().find(BUNDLE)).read_text(encoding="utf-8") == bundle(read)
    assert BundleFinder().find("css/reset.css") == []
