"""The steps of an IFSP and of an IEP, as data."""

from app.models.words.plan import EDITABLE, PlanType, Program
from app.models.words.plan import PlanState as S
from app.services.plan.kind import Version
from app.services.plan.settle import Settled
from app.services.workflow import Machine, Step, states

WRITE, SIGN = "plan:write", "consent:write"
SHOWN = 5


def is_complete(version: Version) -> str | None:
    missing = version.missing()
    if not missing:
        return None
    named = ", ".join(f.code for f in missing[:SHOWN])
    return f"The plan is not complete: {named}. See GET .../completeness."


def meeting_is_set(version: Version) -> str | None:
    return None if version.meeting else "No meeting is set."


def no_meeting_is_set(version: Version) -> str | None:
    return "A meeting is set already; move it." if version.meeting else None


def is_interim(version: Version) -> str | None:
    if version.plan.type == PlanType.INTERIM:
        return None
    return "Only an interim plan is presented without a meeting (34 CFR 303.345)."


def still_enrolled(version: Version) -> str | None:
    return "The child has left the program." if version.has_left else None


def was_at_the_meeting(version: Version) -> str | None:
    if version.my_roles:
        return None
    return "You are not among those who took part in the meeting on this version."


def all_decided(version: Version) -> str | None:
    if version.is_asked:
        return None
    open_ = [s for s in version.settled.values() if s is Settled.UNDECIDED]
    return f"{len(open_)} of the services are not yet decided." if open_ else None


def nothing_disputed(version: Version) -> str | None:
    if version.is_asked or Settled.DISPUTED not in version.settled.values():
        return None
    return (
        "Those who may sign disagree on a service; record whose decision a dated court order lets stand "
        "(`court_order`)."
    )


def something_accepted(version: Version) -> str | None:
    if version.is_asked or Settled.CONSENTED in version.settled.values():
        return None
    return "No service is accepted; record it as declined."


def everything_accepted(version: Version) -> str | None:
    if version.is_asked or Settled.DECLINED not in version.settled.values():
        return None
    return "A service is declined; the act is sign_in_part."


def something_declined(version: Version) -> str | None:
    if version.is_asked or Settled.DECLINED in version.settled.values():
        return None
    return "No service is declined; the act is sign."


def nothing_given(version: Version) -> str | None:
    if not version.is_given:
        return None
    return "Sessions of its services are recorded; mark those as entered in error first."


def not_followed(version: Version) -> str | None:
    return "A later version was signed; correct that one first." if version.is_followed else None


DECIDED = (all_decided, nothing_disputed, something_accepted)
MEETING = states(S.MEETING_SET)
LIVE = states(S.ACTIVE, S.IN_REVIEW)
PRESENTED = states(S.AWAITING_CONSENT, *LIVE)

STRIKE: Step[Version] = Step(
    "mark_entered_in_error", "It should never have been here", states(*(s for s in S if s is not S.ENTERED_IN_ERROR)),
    S.ENTERED_IN_ERROR, SIGN, (nothing_given, not_followed), is_reasoned=True,
)  # fmt: skip

IFSP: Machine[Version] = Machine.of(
    Step("set_meeting", "Set the meeting and invite", states(S.DRAFT), S.MEETING_SET, WRITE),
    Step("move_meeting", "Move the meeting", MEETING, None, WRITE, is_reasoned=True),
    Step("cancel_meeting", "Cancel the meeting", MEETING, S.DRAFT, WRITE, is_reasoned=True),
    Step("hold_meeting", "Record that the meeting was held", MEETING, S.MEETING_HELD, WRITE),
    Step(
        "present", "Present the plan for consent", states(S.MEETING_HELD), S.AWAITING_CONSENT, WRITE, (is_complete,)
    ),
    Step(
        "present", "Present the interim plan for consent", states(S.DRAFT), S.AWAITING_CONSENT, WRITE,
        (is_interim, is_complete),
    ),
    Step("decide", "Record a parent's decision on some services", states(S.AWAITING_CONSENT), None, SIGN),
    Step(
        "sign", "Record the parent's signature", states(S.AWAITING_CONSENT), S.ACTIVE, SIGN,
        (still_enrolled, *DECIDED),
    ),
    Step(
        "decline", "Record that the parent declines the plan", states(S.AWAITING_CONSENT), S.DECLINED, SIGN,
        is_reasoned=True,
    ),
    Step(
        "withdraw", "Take the version back", states(*EDITABLE, S.AWAITING_CONSENT), S.WITHDRAWN, WRITE,
        is_reasoned=True,
    ),
    Step("countersign", "Sign as a participant", PRESENTED, None, WRITE, (was_at_the_meeting,)),
    Step("begin_review", "Begin a review", states(S.ACTIVE), S.IN_REVIEW, WRITE),
    Step("close_review", "Close the review without a change", states(S.IN_REVIEW), S.ACTIVE, WRITE),
    Step("end", "End the plan and its services", LIVE, S.ENDED, SIGN, is_reasoned=True),
    STRIKE,
)  # fmt: skip

CONSENTED = states(S.CONSENTED, S.PARTIALLY_CONSENTED)
IEP: Machine[Version] = Machine.of(
    Step("set_meeting", "Set the meeting and invite", states(S.DRAFT), None, WRITE, (no_meeting_is_set,)),
    Step("move_meeting", "Move the meeting", states(S.DRAFT), None, WRITE, (meeting_is_set,), is_reasoned=True),
    Step("cancel_meeting", "Cancel the meeting", states(S.DRAFT), None, WRITE, (meeting_is_set,), is_reasoned=True),
    Step(
        "hold_meeting", "Record that the meeting was held", states(S.DRAFT), S.MEETING_HELD, WRITE, (meeting_is_set,)
    ),
    Step("present", "Offer the plan", states(S.MEETING_HELD), S.OFFERED, WRITE, (is_complete,)),
    Step("decide", "Record a parent's decision on some services", states(S.OFFERED), None, SIGN),
    Step(
        "sign", "Record the parent's consent", states(S.OFFERED), S.CONSENTED, SIGN, (*DECIDED, everything_accepted)
    ),
    Step(
        "sign_in_part", "Record consent to some of the services", states(S.OFFERED), S.PARTIALLY_CONSENTED, SIGN,
        (*DECIDED, something_declined),
    ),
    Step("decline", "Record the parent's refusal", states(S.OFFERED), S.REFUSED, SIGN, is_reasoned=True),
    Step("withdraw", "Take the version back", states(*EDITABLE, S.OFFERED), S.WITHDRAWN, WRITE, is_reasoned=True),
    Step(
        "countersign", "Sign as a participant", states(S.OFFERED) | CONSENTED, None, WRITE, (was_at_the_meeting,)
    ),
    Step("put_in_effect", "Put the plan in effect", CONSENTED, S.IN_EFFECT, WRITE),
    Step("end", "Let the plan expire", states(S.IN_EFFECT), S.EXPIRED, SIGN, is_reasoned=True),
    STRIKE,
)  # fmt: skip
MACHINES = {Program.PARTC: IFSP, Program.PARTB: IEP}

AMEND: Step[Version] = Step("amended", "", LIVE | states(S.IN_EFFECT), S.AMENDED, SIGN)
SUPERSEDE: Step[Version] = Step("superseded", "", LIVE | states(S.IN_EFFECT), S.SUPERSEDED, SIGN)
EXPIRE: Step[Version] = Step("expired", "", states(S.IN_EFFECT), S.EXPIRED, SIGN)


def followed_by(newer: PlanType, program: Program) -> Step[Version]:
    """What becomes of the plan in force when a signed version takes its place."""
    if newer in {PlanType.INITIAL, PlanType.ANNUAL}:
        return EXPIRE if program is Program.PARTB else SUPERSEDE
    return AMEND
