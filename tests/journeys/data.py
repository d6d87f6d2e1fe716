"""What a demo starts from: its first start takes half a minute, so what that made is kept and copied."""

import datetime as dt
import os
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.journeys.server import running_demo
from tests.plugins import migrated

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# All that loads the demo; its times are reckoned from today.
SOURCES = [*migrated.SOURCES, "site/demo/**/*.*", "*/domain/**/*.py", "*/models/**/*.py"]
# Kept pages and messages belong to the demo that made them.
ITS_OWN = shutil.ignore_patterns("cache", "broker", "demo.log")


def copy_folder(target: Path) -> None:
    """A demo's folder on SQLite, as its first start leaves it: from nothing, as a newcomer's."""
    with migrated.alone() as kept:
        folder = kept / f"demo-{dt.datetime.now(ZONE).date()}-{migrated.state(SOURCES)}"
        if not folder.exists():
            for old in kept.glob("demo-*"):
                shutil.rmtree(old)
            new = kept / "demo-new"
            new.mkdir()
            with running_demo(new):
                pass
            new.rename(folder)
        shutil.copytree(folder, target, ignore=ITS_OWN, dirs_exist_ok=True)


def copy_database() -> str:
    """The URL of a migrated database on the server of DATABASE_URL; the demo loads its content itself."""
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{migrated.copy('journeys')}"
