"""Run by itself, with a PDF on its standard input: ends with what came of looking through its objects.

In a process of its own, because a small file can ask its reader for any time and any memory; so nothing of Django here.
"""

import logging
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# How it ends; anything else is a file that could not be read to its end.
QUIET, ACTIVE, LOCKED, SPOILT = 0, 3, 4, 5
# Of this process: seconds at work, and bytes. A scan of fifty pages takes a tenth of either.
SECONDS, BYTES = 8, 700_000_000
MOST_OBJECTS = 20_000
# What opens, runs, sends or unpacks something: as a key, and as a kind of action (ISO 32000-2, 12.6.4).
KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/RichMediaSettings", "/XFA"}
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
TYPES = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"}


def look(content: bytes) -> int:
    """What stands in `content`: QUIET, ACTIVE, LOCKED or SPOILT. Packed objects are looked at, pages are not drawn."""
    try:
        reader = PdfReader(BytesIO(content))
        known = [(number, generation) for generation, row in reader.xref.items() for number in row]
        known += [(number, 0) for number in reader.xref_objStm]
        if len(known) > MOST_OBJECTS:
            return SPOILT
        for number, generation in known:
            value = reader.get_object(IndirectObject(number, generation, reader))
            if any(_acts(row) for row in _dictionaries(value)):
                return ACTIVE
        return QUIET if reader.pages else SPOILT
    except FileNotDecryptedError:
        return LOCKED
    # Whatever a spoilt file makes its reader raise.
    except Exception:
        return SPOILT


def _acts(row: DictionaryObject) -> bool:
    # A name may be written as a reference to one: what it leads to is what a reader would do.
    kinds = [row.raw_get(name) for name in ("/S", "/Type", "/Subtype") if name in row]
    names = [kind.get_object() if isinstance(kind, IndirectObject) else kind for kind in kinds]
    return not KEYS.isdisjoint(row) or any(name in ACTIONS | TYPES for name in names if isinstance(name, str))


def _dictionaries(value: Any) -> Iterator[DictionaryObject]:
    """Those that stand in `value` itself; what it refers to is an object of its own."""
    left = [value]
    while left:
        here = left.pop()
        if isinstance(here, DictionaryObject):
            yield here
            left.extend(here.raw_get(name) for name in here)
        elif isinstance(here, ArrayObject):
            left.extend(list.__iter__(here))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    sys.exit(look(sys.stdin.buffer.read()))
