"""What may be wrong with an assessment or a decision on it."""

from app.errors import NotFound, Problem
from app.services import case, correction, event
from app.services.consent import ConsentNotFound
from app.services.credential import LICENCE_PROBLEMS, StaffNotFound
from app.services.signature import PaperDayMissing, SignedInFuture
from app.services.workflow import STEP_PROBLEMS


class AssessmentNotFound(NotFound):
    code, title = "assessment-not-found", "There is no such assessment on this file"


class DecisionNotFound(NotFound):
    code, title = "decision-not-found", "There is no such eligibility decision on this file"


class AssessmentSigned(Problem):
    status, code, title = 409, "assessment-signed", "The report is signed and stays as it is"
    detail = "Add to it: POST .../addenda. Nobody edits a signed report."


class AssessmentNotSigned(Problem):
    status, code, title = 409, "assessment-not-signed", "The report is not signed yet"
    detail = "Before it is signed, change it directly; a decision rests on signed reports."


class AssessmentDates(Problem):
    status, code, title = 409, "assessment-dates", "These days do not fit the assessment"


class TeamTooSmall(Problem):
    status, code, title = 409, "team-too-small", "A team of at least two disciplines decides"
    detail = "Name two or more colleagues, of two disciplines or more (34 CFR 303.24, 303.321(a))."


class DecisionDates(Problem):
    status, code, title = 409, "decision-dates", "This day does not fit the decision"


class EligibilityUndecided(Problem):
    status, code, title = (
        409,
        "eligibility-undecided",
        "The rules cannot decide from what is on file",
    )
    detail = "`missing` says what would settle it; nothing was decided."


CHANGE_PROBLEMS = (
    *case.OPEN_PROBLEMS, AssessmentNotFound, AssessmentSigned, AssessmentDates, StaffNotFound,
)  # fmt: skip
STEP_TAKEN_PROBLEMS = (
    *event.RECORD_PROBLEMS, *STEP_PROBLEMS, *LICENCE_PROBLEMS, AssessmentNotFound, AssessmentDates, ConsentNotFound,
    SignedInFuture, PaperDayMissing,
)  # fmt: skip
FOLLOW_UP_PROBLEMS = (*event.RECORD_PROBLEMS, DecisionNotFound, correction.InErrorAlready)
DECIDE_PROBLEMS = (
    *event.RECORD_PROBLEMS, *LICENCE_PROBLEMS, AssessmentNotFound, AssessmentNotSigned, StaffNotFound, TeamTooSmall,
    DecisionDates, EligibilityUndecided,
)  # fmt: skip
