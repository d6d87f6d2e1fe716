"""A Word file read back as what its reader sees."""

import io
from dataclasses import dataclass

from docx import Document


@dataclass(frozen=True)
class Read:
    document: Document
    text: str

    @property
    def page(self):
        return self.document.sections[0]


def read(content: bytes) -> Read:
    """All of its text, cell by cell, one line each."""
    document = Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        for row in table.rows:
            lines.append(" | ".join(cell.text for cell in row.cells))
    return Read(document, "\n".join(lines))
