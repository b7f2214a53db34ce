"""The steps of one service line, as data."""

from app.models.service_line import ServiceLine
from app.models.words.plan import LineState as L
from app.services.workflow import Machine, Step, states

WRITE, SIGN = "plan:write", "consent:write"
IN_FORCE = states(L.CONSENTED, L.AUTHORISED, L.STARTED)

WITHDRAW: Step[ServiceLine] = Step(
    "withdraw", "Take the line out of the draft", states(L.PROPOSED), L.WITHDRAWN, WRITE
)
LINES: Machine[ServiceLine] = Machine.of(
    WITHDRAW,
    Step("authorise", "Record the payer's authorisation", states(L.CONSENTED), L.AUTHORISED, WRITE),
    Step("authorise", "Record another authorisation", states(L.AUTHORISED, L.STARTED), None, WRITE),
    Step("end", "End the service", IN_FORCE, L.ENDED, SIGN, is_reasoned=True),
)

CONSENT: Step[ServiceLine] = Step("consented", "", states(L.PROPOSED), L.CONSENTED, SIGN)
DECLINE: Step[ServiceLine] = Step("declined", "", states(L.PROPOSED), L.DECLINED, SIGN)
START: Step[ServiceLine] = Step("started", "", states(L.CONSENTED, L.AUTHORISED), L.STARTED, WRITE)
UNSTART: Step[ServiceLine] = Step("start_taken_back", "", states(L.STARTED), L.CONSENTED, WRITE)
REAUTHORISED: Step[ServiceLine] = Step(
    "start_taken_back", "", states(L.STARTED), L.AUTHORISED, WRITE
)
CHANGE: Step[ServiceLine] = Step("changed", "", IN_FORCE, L.CHANGED, SIGN)
END: Step[ServiceLine] = Step("ended", "", IN_FORCE, L.ENDED, SIGN)
"""These follow from the plan or from a session given; nobody takes them by hand."""
STRIKE: Step[ServiceLine] = Step("plan_entered_in_error", "", states(*L), L.WITHDRAWN, SIGN)


def back_in_force(line: ServiceLine, act: str) -> Step[ServiceLine]:
    """A service that is given again as it was before it ended."""
    state = L.CONSENTED if line.authorised_on is None else L.AUTHORISED
    if line.first_delivered_on is not None:
        state = L.STARTED
    return Step(act, "", states(L.CHANGED, L.ENDED), state, SIGN)
