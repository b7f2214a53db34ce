"""What a sender may learn of its referral."""

from app.models.fields import ReferralState

S = ReferralState


# What a sender learns once a parent agreed to be reported on; without that, only that it was seen and closed.
OUTCOMES = {S.ACCEPTED: "enrolled", S.DUPLICATE: "already_enrolled"}


SHOWN_WITHOUT_CONSENT = {S.SUBMITTED, S.ACKNOWLEDGED, S.INFO_REQUESTED, S.WITHDRAWN}


NEEDS_REASON = {S.DECLINED, S.CLOSED, S.LAPSED, S.WITHDRAWN, S.REDIRECTED}


def told_outcome(
    state: ReferralState, reason_code: str | None, *, may_report_back: bool
) -> tuple[str, str | None]:
    """State and outcome that the sender may see: never clinical, and no outcome without consent."""
    if not may_report_back:
        return (state if state in SHOWN_WITHOUT_CONSENT else S.CLOSED).value, None
    return state.value, OUTCOMES.get(state) or (reason_code if state in NEEDS_REASON else None)
