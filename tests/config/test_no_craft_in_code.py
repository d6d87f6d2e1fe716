"""Crafts, villages and their province are facts that editors write: no template, style or Python line names one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("villages", "ocop", "experiences", "bookings", "site", "templates", "tools")
KINDS = {".html", ".txt", ".css", ".js", ".py"}
# What shows none of it to a reader: the demo is content, a migration is what once was, a vendor's file is not ours.
NOT_THE_PRODUCT = ("site/demo/", "/migrations/", "/vendor/", "/__pycache__/")
NAMES = re.compile(
    r"potter|\bgốm\b|woodblock print|folk print|\bquan ?họ\b|quanho|bắc ninh|kinh bắc|phù lãng|đông hồ"
    r"|\bdiềm\b|viêm xá|phu-lang|dong-ho|\bdiem\b|đan lát|nan thưa|dan-lat",
    re.IGNORECASE,
)
# File and the words in it that stay, each with its reason.
ALLOWED = {
    "villages/models/administrative.py": ("Kinh Bắc", "a comment shows by an example why English puts the kind last"),
    "site/common/cms/pages.py": ("Đông Hồ", "a comment shows by an example which letters Django loses"),
    "site/common/cms/search_backend/__init__.py": ("gốm", "a docstring shows by an example what folding does"),
    "bookings/desk/sharing/resource_list.py": ("gốm", "a docstring shows by an example how a line reads"),
    "ocop/domain/imports/values.py": ("diem", "a folded key: điểm du lịch, a visitor site"),
    "ocop/domain/imports/columns.py": ("diem", "a folded key: thời điểm, a point in time"),
    "villages/models/artisan.py": ("potter", "a docstring names three kinds of people"),
}


def ours() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)
    return [path for path in found if not any(part in f"/{path.relative_to(ROOT)}" for part in NOT_THE_PRODUCT)]


def test_the_product_names_no_craft_no_village_and_no_province():
    named: dict[str, set[str]] = {}
    for path in ours():
        for word in NAMES.findall(path.read_text(encoding="utf-8")):
            named.setdefault(str(path.relative_to(ROOT)), set()).add(word)
    assert named == {name: {word} for name, (word, _reason) in ALLOWED.items()}


def test_it_looks_at_all_of_it():
    names = {str(path.relative_to(ROOT)) for path in ours()}
    assert len(names) > 600
    assert {"templates/base.html", "villages/enums.py", "site/common/look/static/css/tokens.css"} <= names
