"""A release serves one style sheet that says the same as the forty."""

import re

from django.contrib.staticfiles import finders

from common.look.styles import BUNDLE, SHEETS, bundle


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


def test_addresses_still_lead_to_files():
    found = re.findall(r'url\("([^"]+)"\)', bundle(read))
    local = [address for address in found if not address.startswith(("data:", "#"))]
    assert len(local) > 10
    for address in local:
        name = f"{BUNDLE.rsplit('/', 1)[0]}/{address}"
        while "/../" in name:
            name = re.sub(r"[^/]+/\.\./", "", name, count=1)
        assert name.startswith("fonts/") or finders.find(name), address
