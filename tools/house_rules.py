"""The house's own rules that no linter knows: sizes, `site/` is no package, no host name in a lock file, an index of
decisions."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = {".py": 400, ".html": 80}
SKIP = {"var", "migrations", "node_modules"}


def sources() -> Iterator[Path]:
    """Every file of ours; what is installed or made is not walked through."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIP and not name.startswith(".")]
        yield from (Path(folder, name) for name in names)


def undecided() -> list[str]:
    """Decisions without a status, or that the index does not name with it."""
    problems = []
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    for path in sorted(folder.glob("0*.md")):
        status = re.search(r"^\*\*Status\.\*\* (.+)\.$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if not status:
            problems.append(f"{path.relative_to(ROOT)}: has no line **Status.**")
        elif not any(f"({path.name})" in line and f"| {status[1]} |" in line for line in index):
            problems.append(f"docs/decisions/README.md: does not list {path.name} as {status[1]}")
    return problems


def without_token() -> list[str]:
    """Templates with a form, or that include one, that are included with `only`: a form without a token is refused."""
    folder = ROOT / "templates"
    texts = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    included = {name: re.findall(r'{%\s*include\s+"([^"]+)"([^%]*)%}', text) for name, text in texts.items()}

    def has_form(name: str, above: tuple[str, ...] = ()) -> bool:
        inside = (part for part, _how in included.get(name, []) if part not in above)
        return "{% csrf_token %}" in texts.get(name, "") or any(has_form(part, (*above, name)) for part in inside)

    return [
        f"templates/{name}: {part} has a form, whose csrf_token `only` keeps from it"
        for name, parts in included.items()
        for part, how in parts
        if "only" in how.split() and "csrf_token=" not in how and has_form(part)
    ]


def broken() -> list[str]:
    problems = undecided() + without_token()
    for path in sources():
        if longest := LONGEST.get(path.suffix):
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > longest:
                problems.append(f"{path.relative_to(ROOT)}: {count} lines, {longest} at most")
    for path in (ROOT / "tests").rglob("*.py"):
        if ".wait_for_function(" in path.read_text(encoding="utf-8"):
            problems.append(
                f"{path.relative_to(ROOT)}: a promise is true to wait_for_function; `steps.until` waits for it"
            )
    if (ROOT / "site" / "__init__.py").exists():
        problems.append("site/__init__.py: site/ must not be a package")
    for path in ROOT.glob("requirements*.txt"):
        if re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text(encoding="utf-8")):
            problems.append(f"{path.name}: names a package host")
    if '"resolved"' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        problems.append("package-lock.json: names a package host; .npmrc keeps npm from it")
    for path in (ROOT / "templates" / "components").glob("*.html"):
        if not path.read_text(encoding="utf-8").startswith("{% comment %}"):
            problems.append(f"{path.relative_to(ROOT)}: opens without a comment of what it takes")
    return problems


if __name__ == "__main__":
    found = broken()
    print("\n".join(found))
    sys.exit(1 if found else 0)
