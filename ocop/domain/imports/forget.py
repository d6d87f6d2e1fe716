"""What nobody needs of imports any more: files have people's telephone numbers in them."""

import datetime as dt

from common.work.sweep import each
from ocop.models import RegisterImport

# What was written stands in the register, with the file's name and who sent it in each product's history.
KEPT = dt.timedelta(days=365)


def forget_imports(*, now: dt.datetime) -> int:
    """Remove files and rows a year after they were sent. Returns how many imports."""
    return each("import of long ago", list(RegisterImport.objects.filter(created_at__lt=now - KEPT)), _forget)


def _forget(row: RegisterImport) -> int:
    # The file first: where it cannot be removed, the row still knows of it tomorrow. The same file, sent again since,
    # lies beside it under another name.
    if row.file.name:
        row.file.storage.delete(row.file.name)
    row.delete()
    return 1
