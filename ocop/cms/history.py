"""What happened to a certificate, as the office reads it in the product's history."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import LogFormatter

from common.words.dates import date_text
from ocop.enums import ProgrammeAct, RegisterAct, WithdrawalGround


def register_history(actions: Any) -> None:
    """`actions` is Wagtail's register of what a history can tell."""
    for act in RegisterAct:
        actions.register_action(act.value)(_formatter(act))
    for one in ProgrammeAct:
        actions.register_action(one.value)(_programme_formatter(one))


def _formatter(told: RegisterAct) -> type[LogFormatter]:
    class ActFormatter(LogFormatter):
        label = told.label

        def format_message(self, log_entry) -> str:
            """`Certificate extended: 4★ · 77/QĐ-UBND, until 01/03/2027, the council meets late`."""
            return _("%(what)s: %(details)s") % {"what": told.label, "details": ", ".join(_details(log_entry.data))}

    return ActFormatter


def _details(data: dict) -> list[str]:
    told = [data.get("certificate", "")]
    if data.get("ground") in WithdrawalGround.values:
        told.append(str(WithdrawalGround(data["ground"]).label))
    if "upheld" in data:
        told.append(_("the ground holds") if data["upheld"] else _("the ground does not hold"))
    if "until" in data:
        told.append(_("until %(day)s") % {"day": date_text(dt.date.fromisoformat(data["until"]))})
    told += [data.get("decision", ""), data.get("reason", "")]
    return [text for text in told if text]


def _programme_formatter(told: ProgrammeAct) -> type[LogFormatter]:
    class RowFormatter(LogFormatter):
        label = told.label

        def format_message(self, log_entry) -> str:
            """`Corrected: target: “676” becomes “700”`."""
            line = _("%(what)s: “%(before)s” becomes “%(after)s”.")
            changes = log_entry.data.get("changes") or {}
            lines = [
                line % {"what": what, "before": "–" if before in (None, "") else before, "after": after}
                for what, (before, after) in changes.items()
            ]
            return f"{told.label}: {' '.join(lines) or log_entry.data.get('row', '')}"

    return RowFormatter
