"""Asking for a code, reading it where it arrived, and typing it."""

import json
import re
from pathlib import Path

from django.core import mail
from django.test import Client

REQUEST, CONFIRM = "/tai-khoan/login/code/", "/tai-khoan/login/code/confirm/"


def ask(device: Client, login: str, *, address: str = "198.51.100.7", **more: str):
    return device.post(REQUEST, {"login": login} | more, REMOTE_ADDR=address)


def confirm(device: Client, code: str):
    return device.post(CONFIRM, {"code": code})


def is_in(device: Client) -> bool:
    return "_auth_user_id" in device.session


def texts(folder: Path) -> list[dict[str, str]]:
    """The texts that were sent, oldest first."""
    return [json.loads(path.read_text()) for path in sorted(Path(folder).glob("*.json"))]


def texted_code(folder: Path) -> str:
    return re.search(r"\b\d{6}\b", texts(folder)[-1]["text"])[0]


def mailed_code() -> str:
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]
