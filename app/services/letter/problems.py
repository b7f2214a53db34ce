"""Why a letter is not written."""

from app.errors import NotFound, Problem
from app.services import case, conference, event, transition
from app.services.organisation import DistrictUnknown
from app.services.profile.name import NameSealedSince
from app.services.student import ContactNotFound


class LetterNotFound(NotFound):
    code, title = "letter-not-found", "There is no such letter on this file"


class NoTemplate(Problem):
    status, code, title = (
        409,
        "no-template-in-language",
        "This letter has no template in that language",
    )
    detail = (
        "Nothing is translated by guessing. Choose one of `languages`, or send `english_instead`: the letter is "
        "then in English, says so, and offers an oral translation (34 CFR 303.421(c))."
    )


class MayNotReceive(Problem):
    status, code, title = (
        409,
        "contact-may-not-receive",
        "This contact may not receive information about the child",
    )
    detail = "The file says so (`may_receive_information`, `court_limits`). Write to another contact, or correct the file with its papers."


class ChildHasLeft(Problem):
    status, code, title = 409, "child-has-left", "The child has left the program"
    detail = "Nothing goes out by itself any more. Send `after_exit` if this letter is to be written all the same."


class ChildDeceased(Problem):
    status, code, title = 409, "child-deceased", "No letter of this kind is written any more"
    detail = (
        "The exit on the file says why. Every message to the family and about the child has ended."
    )


class MeetingInPast(Problem):
    status, code, title = 409, "meeting-in-past", "The meeting lies before today"
    detail = "Give a day from today on for `meets_on`, and for `reply_by` one that is not after it."


class NoReferral(Problem):
    status, code, title = 409, "no-referral-on-file", "No referral of this student is on the file"
    detail = "There is nobody to thank for it."


READ_PROBLEMS = (*case.OPEN_PROBLEMS, LetterNotFound, NameSealedSince)
ISSUE_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    ContactNotFound,
    DistrictUnknown,
    transition.DistrictMissing,
    transition.OptedOut,
    transition.ParentMissing,
    transition.NotNotified,
    NoTemplate,
    MayNotReceive,
    ChildHasLeft,
    ChildDeceased,
    conference.ConferenceNotApproved,
    MeetingInPast,
    NoReferral,
)
