"""What may be wrong with a referral."""

from app.errors import NotAPartner, NotFound, Problem, SenderRefTaken
from app.idempotency import KeyReused
from app.models.referral import Referral, ReferralStatus
from app.services import case, event, record
from app.services.fetching import BytesMissing
from app.services.organisation import DistrictUnknown
from app.services.workflow import STEP_PROBLEMS


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


class ReferralDays(Problem):
    status, code, title = 409, "referral-days", "These days do not fit the referral"
    detail = "A try to reach the family lies between the day of receipt and today, an answer not before today."


class CannotCoordinate(Problem):
    status, code, title = 409, "cannot-coordinate", "This person cannot answer for the child"
    detail = "Name an active coordinator of the program; see GET /v1/staff."


class NotADuplicate(Problem):
    status, code, title = 409, "not-a-duplicate", "This student is not enrolled now"
    detail = "Accept the referral with `existing_student_id`: the child comes back."


class AlreadyThere(Problem):
    status, code, title = 409, "already-there", "That program holds this referral already"
    detail = "It came from there, or its sender sent it to both. Withdraw or decline it here."


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


ACCEPT_PROBLEMS = (
    *event.RECORD_PROBLEMS, DuplicatesNotReviewed, StudentStillEnrolled, DistrictUnknown,
)  # fmt: skip
READ_PROBLEMS = (ReferralNotFound, *case.OPEN_PROBLEMS)
MOVE_PROBLEMS = (
    ReferralNotFound, *STEP_PROBLEMS, *ACCEPT_PROBLEMS, ReferralDays, CannotCoordinate, NotADuplicate, ProgramNotFound,
    NotAPartner, AlreadyThere, BytesMissing,
)  # fmt: skip
REFERRAL = record.Kind("referral", Referral, ReferralNotFound)
STATUS = record.Kind("referral-status", ReferralStatus, ReferralNotFound)
"""What the sender has of it, in its own tenant, under the same id."""
