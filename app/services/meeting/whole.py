"""Whether a meeting had what the law asks of one of its kind: notice, and those without whom it is none."""

from collections.abc import Collection

from app.models.meeting import Meeting
from app.models.words.meeting import InviteeRole, MeetingKind
from app.models.words.plan import PlanType, Program, Role
from app.services.meeting.kind import MeetingIncomplete
from app.services.plan.people import needed_at

PLANS = {
    MeetingKind.IFSP_INITIAL: (Program.PARTC, PlanType.INITIAL),
    MeetingKind.IFSP_REVIEW: (Program.PARTC, PlanType.PERIODIC_REVIEW),
    MeetingKind.IFSP_ANNUAL: (Program.PARTC, PlanType.ANNUAL),
    MeetingKind.IEP: (Program.PARTB, PlanType.INITIAL),
}
"""Meetings on a plan, and on which."""
CALLED = {
    Role.PARENT: InviteeRole.PARENT,
    Role.SERVICE_COORDINATOR: InviteeRole.COORDINATOR,
    Role.EVALUATOR: InviteeRole.EVALUATOR,
    Role.SPECIAL_EDUCATOR: InviteeRole.SPECIAL_EDUCATOR,
    Role.LEA_REPRESENTATIVE: InviteeRole.DISTRICT,
}
NOTICE = "written notice"


def gaps(row: Meeting, came: Collection[InviteeRole]) -> list[str]:
    """What a meeting on a plan lacked (34 CFR 303.342(d)(2), 303.343, 300.321, 300.322)."""
    plan = PLANS.get(MeetingKind(row.kind))
    if plan is None:
        return []
    absent = [CALLED[role] for role in needed_at(*plan) if CALLED[role] not in came]
    noticed = [] if row.notice_sent_on is not None else [NOTICE]
    return [*noticed, *(role.value for role in absent)]


def require_whole(row: Meeting, came: Collection[InviteeRole], reason: str | None) -> None:
    """A gap needs its reason; without a parent no meeting on an IFSP was held. Raises: MeetingIncomplete."""
    missing = gaps(row, came)
    is_ifsp = row.kind != MeetingKind.IEP
    if InviteeRole.PARENT.value in missing and is_ifsp:
        raise MeetingIncomplete(
            "No meeting on an IFSP is held without a parent: move it, or record that it was not held.",
            missing=missing,
        )
    if missing and reason is None:
        said = ", ".join(m.replace("_", " ") for m in missing)
        raise MeetingIncomplete(
            f"It lacks: {said}. Send notice (`confirm`), ask who is missing, or say in `gaps_reason` why it was held.",
            missing=missing,
        )
