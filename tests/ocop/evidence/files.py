"""Files as people send them, and as nobody should."""

import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ocop.models import Evidence


def keep_in(folder: Path, monkeypatch) -> None:
    """Files of evidence go there; the storage of a field is made once a process."""
    monkeypatch.setattr(Evidence._meta.get_field("file").storage, "location", str(folder))


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **told) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#8a2711").save(out, kind, **told)
    return out.getvalue()


def located() -> bytes:
    """A photo that notes where and with what it was taken, and that it is to be turned."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "May anh vi du"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 6.0, 30.0)
    return picture(exif=exif, comment=b"chup tai nha")


def pdf(text: str = "Giay dang ky ho kinh doanh (vi du)") -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(80, 700, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def written(change) -> bytes:
    """The plain PDF after `change(writer)`."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(active: bytes) -> bytes:
    """A PDF with one of its objects, `active`, in a packed stream, where no word of it can be read from outside."""
    inner = b"4 0 " + active
    stream = zlib.compress(inner)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        5: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    }
    out, places = b"%PDF-1.5\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[6] = start = len(out)
    row = b"\x00\x00\x00\x00\x00"
    rows = [row, *(b"\x01" + places[n].to_bytes(3, "big") + b"\x00" for n in (1, 2, 3))]
    rows += [b"\x02\x00\x00\x05\x00", *(b"\x01" + places[n].to_bytes(3, "big") + b"\x00" for n in (5, 6))]
    table = b"".join(rows)
    told = b"<</Type/XRef/Size 7/W[1 3 1]/Root 1 0 R/Length %d>>" % len(table)
    out += b"6 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (told, table)
    return out + b"startxref\n%d\n%%%%EOF\n" % start
