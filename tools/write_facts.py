"""Write docs/facts/README.md from site/demo/content/sources.toml: each claim, its id, its source, how sure it is."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ, WRITTEN = ROOT / "site/demo/content/sources.toml", ROOT / "docs/facts/README.md"
HEAD = """# Facts

What the demo's pages say of real villages, each claim with the id by which fact boxes name it, who says it and how
sure that is. What is not here is not claimed; hosts, prices, times and certificates of the demo are made up and have
no source. Written from `site/demo/content/sources.toml` by `python tools/write_facts.py`; a test compares the two, and
each fact box of a village or a story with both.

| Id | Claim | Source | Sure |
|---|---|---|---|
"""


def facts_text() -> str:
    """The whole file."""
    rows = tomllib.loads(READ.read_text(encoding="utf-8"))["source"]
    lines = [f"| `{row['id']}` | {row['en']} | {row.get('where_en', row['where'])} | {row['sure']} |" for row in rows]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    WRITTEN.write_text(facts_text(), encoding="utf-8")
