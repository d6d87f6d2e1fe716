"""Interface strings: `messages.py` fails on a missing, fuzzy or left-over one; `--write` extracts them into locale/.

It also fails where `--write` would change the file, so that a change of one string is a change of one string.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from not_checked import not_checked

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
SOURCES = ["site", "villages", "ocop", "experiences", "bookings", "templates"]
HEADER = {
    "Project-Id-Version": "ve-lang",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def extract() -> polib.POFile:
    """All strings of the code and the templates, as Django's makemessages finds them, in a copy of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copytree(
                ROOT / name,
                Path(folder, name),
                ignore=shutil.ignore_patterns("static", "content", "migrations", "*.pyc"),
            )
        Path(folder, "locale").mkdir()
        django_admin = Path(sys.executable).parent / "django-admin"
        subprocess.run(
            [str(django_admin), "makemessages", "-l", "vi", "--no-location", "--no-wrap", "-v0"],
            cwd=folder,
            check=True,
        )
        return polib.pofile(str(Path(folder, "locale", "vi", "LC_MESSAGES", "django.po")))


def key(entry: polib.POEntry) -> tuple:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def is_translated(entry: polib.POEntry) -> bool:
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(texts) and all(texts) and not entry.fuzzy


def written(found: polib.POFile, kept: dict[tuple, polib.POEntry]) -> str:
    """The catalogue as a file of text: what was found, with the translations that are kept."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = HEADER
    for entry in sorted(found, key=lambda item: (item.msgid.casefold(), item.msgid, item.msgctxt or "")):
        known = kept.get(key(entry))
        entry.msgstr = known.msgstr if known else ""
        entry.msgstr_plural = (known.msgstr_plural if known else {0: ""}) if entry.msgid_plural else {}
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.comment = entry.tcomment = ""
        catalogue.append(entry)
    return str(catalogue)


def main() -> None:
    if not shutil.which("xgettext"):
        not_checked("the gettext tools are not installed")
    found = extract()
    kept = {key(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    if "--write" in sys.argv:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(written(found, kept), encoding="utf-8")
        kept = {key(entry): entry for entry in polib.pofile(str(CATALOGUE))}
    wanted = {key(entry) for entry in found}
    missing = [k[1] for k in sorted(wanted, key=str) if k not in kept or not is_translated(kept[k])]
    unused = [k[1] for k in kept if k not in wanted]
    print(f"{len(wanted)} strings, {len(missing)} without a translation, {len(unused)} left over")
    for title, texts in (("missing", missing), ("left over", unused)):
        for text in texts:
            print(f"  {title}: {text[:100]}")
    if missing or unused:
        sys.exit(1)
    if CATALOGUE.read_text(encoding="utf-8") != written(found, kept):
        sys.exit(f"{CATALOGUE.relative_to(ROOT)} is not as `make messages` writes it: run that")


if __name__ == "__main__":
    main()
