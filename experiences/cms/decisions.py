"""What the office decides in Wagtail's workflow reaches whoever proposed it from a desk.

Wagtail's own mails lead into the CMS, and go out while the editor waits: they stay for those who work there.
"""

from typing import Any

from django.utils import timezone
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from experiences.domain.story_proposals import is_outside, tell_decision


class _OfficeAlone:
    """Put before one of Wagtail's notifiers: silent where a house has asked."""

    def can_handle(self, instance: Any, **told: Any) -> bool:
        if not super().can_handle(instance, **told):  # type: ignore[misc]
            return False
        state = instance if isinstance(instance, WorkflowState) else instance.workflow_state
        return not is_outside(state.requested_by)


class _Submission(_OfficeAlone, WorkflowStateSubmissionEmailNotifier):
    pass


class _TaskSubmission(_OfficeAlone, GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class _Approval(_OfficeAlone, WorkflowStateApprovalEmailNotifier):
    pass


class _Rejection(_OfficeAlone, WorkflowStateRejectionEmailNotifier):
    pass


# As Wagtail registers its own: of two with one name the first that comes stays.
NOTIFIERS = (
    (task_submitted, TaskState, _TaskSubmission(), "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, _Submission(), "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, _Rejection(), "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, _Approval(), "workflow_state_approved_email_notification"),
)


def listen() -> None:
    for signal, sender, notifier, name in NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name)
    for signal in (workflow_approved, workflow_rejected):
        signal.connect(_decided, sender=WorkflowState, dispatch_uid="experiences.story_decided")


def _decided(sender: type[WorkflowState], instance: WorkflowState, **told: Any) -> None:
    tell_decision(state=instance, now=timezone.now())
