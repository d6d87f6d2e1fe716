"""Reading a QR code in a frame that a phone's camera sent: the work of a millisecond or two, and bounded."""

from io import BytesIO

import zxingcpp
from PIL import Image

# desk_scan_reader.js sends squares of 480 pixels, of some 20 kB.
MOST_BYTES = 60_000
MOST_PIXELS = 640 * 640
LONGEST_TEXT = 500
QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read_code(jpeg: bytes) -> str:
    """The text of the QR code in `jpeg`; empty where there is none, or no picture of ours.

    Its size is read before a pixel is. A progressive one could hide thousands of passes in few bytes; no camera's
    frame is one.
    """
    if len(jpeg) > MOST_BYTES:
        return ""
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS or "progressive" in picture.info:
                return ""
            grey = picture.convert("L")
    # Whatever a spoilt picture makes Pillow raise.
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""
    pixels = memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))
    code = zxingcpp.read_barcode(pixels, formats=QR)
    return code.text[:LONGEST_TEXT] if code else ""
