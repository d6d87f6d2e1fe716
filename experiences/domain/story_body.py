"""The body of a story as a house writes it: plain words in the places that the office's blocks have for them."""

import copy
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag

# What stands in each kind of block (`common.cms.blocks`), and how much of it there may be; None is no limit.
SINGLE: dict[str, int | None] = {"heading": 120, "paragraph": None}
Names = dict[str, int | None]
NAMED: dict[str, Names] = {"quote": {"text": None, "source": 120}, "picture": {"caption": 200}}
LISTED: dict[str, Names] = {"steps": {"title": 120, "text": None}, "facts": {"term": 80, "text": 300}}
# Without it there is no block, or no item of a list.
NEEDED = {"quote": "text", "steps": "title", "facts": "term"}
BULLET, NUMBER = re.compile(r"[-–•*]\s+"), re.compile(r"\d{1,3}[.)]\s+")

Raw = list[dict[str, Any]]


@dataclass(frozen=True)
class Place:
    """A place for words. `key` stays the same while others change the body around it; `image` is a picture's."""

    key: str
    block: str
    name: str
    text: str
    most: int | None
    image: int | None = None

    @property
    def is_head(self) -> bool:
        """Whether it stands by itself, or what belongs to it hangs on it."""
        return self.name == NEEDED.get(self.block, self.name)


def places(raw: Raw) -> list[Place]:
    """All places of a body, in its order."""
    found = []
    for block in raw:
        kind, value, key = block["type"], block["value"], block["id"]
        if kind in SINGLE:
            text = plain(value) if kind == "paragraph" else value
            found.append(Place(key, kind, kind, text, SINGLE[kind]))
        elif kind in NAMED:
            image = (value.get("image") or {}).get("image") if kind == "picture" else None
            for name, most in NAMED[kind].items():
                found.append(Place(f"{key}.{name}", kind, name, value.get(name) or "", most, image))
        elif kind in LISTED:
            for item_key, item in _items(value):
                for name, most in LISTED[kind].items():
                    found.append(Place(f"{key}.{item_key}.{name}", kind, name, item.get(name) or "", most))
    return found


def written(raw: Raw, texts: Mapping[str, str], gone: Collection[str] = ()) -> Raw:
    """The body with other words in the places that `texts` names, and all else as it is.

    A place without words is taken out, and so are the pictures whose blocks are in `gone`.
    """
    out = []
    for block in copy.deepcopy(raw):
        kind, key = block["type"], block["id"]
        if key in gone:
            continue
        if kind in SINGLE and key in texts:
            block["value"] = rich(texts[key], block["value"]) if kind == "paragraph" else texts[key]
            if not texts[key]:
                continue
        elif kind in NAMED:
            _write(block["value"], NAMED[kind], f"{key}.", texts)
        elif kind in LISTED:
            for item_key, item in _items(block["value"]):
                _write(item, LISTED[kind], f"{key}.{item_key}.", texts)
            block["value"] = [item for item in block["value"] if _said(item.get("value", item), NEEDED[kind])]
        if kind in NEEDED and not (_said(block["value"], NEEDED[kind]) if kind in NAMED else block["value"]):
            continue
        out.append(block)
    return out


def _items(value: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those of a list with their keys; a body that no editor has opened yet has lists without ids."""
    for number, item in enumerate(value):
        yield (item["id"], item["value"]) if item.get("type") == "item" else (str(number), item)


def _write(value: dict[str, Any], names: Mapping[str, int | None], start: str, texts: Mapping[str, str]) -> None:
    for name in names:
        if start + name in texts:
            value[name] = texts[start + name]


def _said(value: dict[str, Any], name: str) -> bool:
    return bool(value.get(name))


def plain(html: str) -> str:
    """The words of a paragraph block: an empty line between its paragraphs, "- " or a number before what is listed."""
    return "\n\n".join(_words(element) for element in _top(html) if _words(element))


def rich(text: str, before: str = "") -> str:
    """Words as the HTML of a paragraph block. A paragraph that says what one says in `before` stays as it is there,
    with its bold words and its links.
    """
    stood = {_words(element): str(element) for element in _top(before)}
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(stood.get(part) or _html(part) for part in parts)


def _top(html: str) -> list[Tag]:
    return [element for element in BeautifulSoup(html, "html.parser").children if isinstance(element, Tag)]


def _words(element: Tag) -> str:
    if element.name in ("ul", "ol"):
        items = element.find_all("li", recursive=False)
        marks = (f"{n}. " if element.name == "ol" else "- " for n in range(1, len(items) + 1))
        return "\n".join(mark + " ".join(item.get_text().split()) for mark, item in zip(marks, items, strict=True))
    lines = "".join("\n" if child.name == "br" else str(child) for child in _leaves(element)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _leaves(element: Tag) -> Iterator[Any]:
    return (child for child in element.descendants if not isinstance(child, Tag) or child.name == "br")


def _html(part: str) -> str:
    lines = [line.strip() for line in part.split("\n")]
    for mark, tag in ((BULLET, "ul"), (NUMBER, "ol")):
        if all(mark.match(line) for line in lines):
            items = "".join(f"<li>{escape(mark.sub('', line, count=1), quote=False)}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return "<p>" + "<br/>".join(escape(line, quote=False) for line in lines) + "</p>"
