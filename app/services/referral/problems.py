"""What may be wrong with a referral."""

from app.errors import NotAPartner, NotFound, Problem, SenderRefTaken
from app.idempotency import KeyReused
from app.services import case
from app.services.organisation import DistrictUnknown


class ReferralNotFound(NotFound):
    code, title = "referral-not-found", "There is no such referral"
    detail = "Check the id. Referrals of other organisations cannot be seen here."


class ProgramNotFound(NotFound):
    code, title = "program-not-found", "There is no program of this id"


class ReferralBeforeBirth(Problem):
    status, code, title = 409, "referral-before-birth", "The referral is before the child's birth"
    detail = "Check the birth date; it is after the day of the referral."


class ReceivedOnNotYours(Problem):
    status, code, title = (
        409,
        "received-on-not-yours",
        "Only the program's own staff may give `received_on`",
    )
    detail = "A referral sent here is received on the day it arrives."


class ReceivedInFuture(Problem):
    status, code, title = 409, "received-in-future", "This day has not come yet"


class StepNotAllowed(Problem):
    status, code, title = (
        409,
        "step-not-allowed",
        "The referral cannot take this step from where it stands",
    )


class ReasonMissing(Problem):
    status, code, title = 409, "reason-missing", "This decision needs a reason code"


class DuplicatesNotReviewed(Problem):
    status, code, title = (
        409,
        "duplicates-not-reviewed",
        "Possible duplicates must be looked at first",
    )


class StudentStillEnrolled(Problem):
    status, code, title = 409, "student-still-enrolled", "This student is enrolled already"
    detail = "Mark the referral as a duplicate instead."


RECEIVE_PROBLEMS = (
    ProgramNotFound, NotAPartner, ReferralBeforeBirth, ReceivedOnNotYours, ReceivedInFuture, KeyReused, SenderRefTaken,
)  # fmt: skip


DECIDE_PROBLEMS = (
    ReferralNotFound, StepNotAllowed, ReasonMissing, case.StudentNotFound, case.StudentMerged,
)  # fmt: skip


ACCEPT_PROBLEMS = (
    ReferralNotFound, StepNotAllowed, DuplicatesNotReviewed, StudentStillEnrolled, DistrictUnknown, case.StudentNotFound,
    case.StudentMerged,
)  # fmt: skip
