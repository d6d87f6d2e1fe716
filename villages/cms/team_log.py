"""Who came to a host's desk and who left, as the office reads it in the host's history."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import LogFormatter

from villages.enums import MemberRole, TeamAct


def register_team_log(actions: Any) -> None:
    """`actions` is Wagtail's register of what a history can tell."""
    for act in TeamAct:
        actions.register_action(act.value)(_formatter(act))


def _formatter(told: TeamAct) -> type[LogFormatter]:
    class TeamFormatter(LogFormatter):
        label = told.label

        def format_message(self, log_entry) -> str:
            """`Another role at the desk: Vũ Thị Dẫn, guide → manager`."""
            data = log_entry.data
            roles = [_role(data[name]) for name in ("before", "role") if name in data]
            return _("%(what)s: %(name)s, %(role)s") % {
                "what": told.label,
                "name": data.get("name", ""),
                "role": " → ".join(roles),
            }

    return TeamFormatter


def _role(role: str) -> str:
    return str(MemberRole(role).label) if role in MemberRole.values else role
