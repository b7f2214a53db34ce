"""What may be wrong with a team report, a section of it, or giving it to the parents."""

from app.errors import Forbidden, NotFound, Problem
from app.services import case, credential, letter, note_visit, signature
from app.services.meeting.kind import MeetingNotFound
from app.services.plan.kind import PlanNotFound
from app.services.profile.name import NameSealedSince
from app.services.student import ContactNotFound
from app.services.workflow import STEP_PROBLEMS


class TeamReportNotFound(NotFound):
    code, title = "team-report-not-found", "There is no such team report on this file"


class SectionNotFound(NotFound):
    code, title = "report-section-not-found", "There is no such section in this report"


class TeamReportIsCoordinators(Forbidden):
    code, title = (
        "team-report-is-coordinators",
        "The child's coordinator puts the team's report together",
    )
    detail = "Ask the coordinator of the child, or a supervisor."


class SectionIsAnothers(Forbidden):
    code, title = "report-section-is-anothers", "This section is another person's to write"
    detail = "Nobody edits or signs another's section, not even to mend it."


class TeamReportFixed(Problem):
    status, code, title = 409, "team-report-fixed", "This can no longer be changed"
    detail = "Occasion, title and period stay once a section is signed, the plan once the report is put together, all of it once it is issued."


class SectionLocked(Problem):
    status, code, title = 409, "report-section-locked", "This section is signed or taken out"
    detail = "Its author takes the signature back before the report is put together (`take_back`); after it is issued a later report takes its place."


class SectionsClosed(Problem):
    status, code, title = 409, "report-sections-closed", "This report takes no other section"
    detail = "Sections are asked for while it is a draft or in review: reopen it, or write a later report."


class TextChanged(Problem):
    status, code, title = 409, "report-text-changed", "This is not what it says now"
    detail = "Read it again, and sign what it says: its `text_sha256`."


class OutcomesStillWritten(Problem):
    status, code, title = 409, "outcomes-still-written", "The words of this plan may still change"
    detail = "Tell the progress of outcomes of the plan in force, or finish `plan_id` first."


class TeamReportDates(Problem):
    status, code, title = 409, "team-report-dates", "These days do not fit the report"


class NotOnTeam(Problem):
    status, code, title = 409, "author-not-on-team", "This person is not on the child's team"
    detail = "A section is written by somebody who has the child: assign them first."


class DisciplineTaken(Problem):
    status, code, title = 409, "discipline-taken", "This discipline has a section already"
    detail = "Each discipline has one. Withdraw the other, or ask its author."


class NothingToSupersede(Problem):
    status, code, title = 409, "nothing-to-supersede", "That report was not issued"
    detail = "Only what the parents have is superseded; change or void any other."


class MayNotReceiveReport(Problem):
    status, code, title = (
        409,
        "contact-may-not-receive",
        "This contact may not be given the report",
    )
    detail = "It is given to holders of educational rights whom no court forbids information or contact. Correct the file with its papers, or choose another contact."


class TeamReportVoided(Problem):
    status, code, title = 409, "team-report-voided", "This report is void"
    detail = "Its file is given out no more; its history says why."


READ_PROBLEMS = (*case.OPEN_PROBLEMS, TeamReportNotFound)
OPEN_PROBLEMS = (
    *READ_PROBLEMS, TeamReportIsCoordinators, TeamReportDates, MeetingNotFound, PlanNotFound, NothingToSupersede,
)  # fmt: skip
CHANGE_PROBLEMS = (
    *READ_PROBLEMS, TeamReportIsCoordinators, TeamReportDates, TeamReportFixed, MeetingNotFound, PlanNotFound,
)  # fmt: skip
TAKE_PROBLEMS = (
    *READ_PROBLEMS, *STEP_PROBLEMS, *signature.SIGN_PROBLEMS, TextChanged, TeamReportDates, ContactNotFound,
    MayNotReceiveReport, letter.ChildDeceased, NameSealedSince,
)  # fmt: skip
PRINT_PROBLEMS = (*READ_PROBLEMS, TeamReportVoided, NameSealedSince)
SECTION_PROBLEMS = (*READ_PROBLEMS, SectionNotFound)
ASK_PROBLEMS = (
    *READ_PROBLEMS, TeamReportIsCoordinators, SectionsClosed, NotOnTeam, DisciplineTaken, TeamReportDates,
    credential.StaffNotFound,
)  # fmt: skip
WRITE_PROBLEMS = (
    *SECTION_PROBLEMS, SectionIsAnothers, SectionLocked, note_visit.OutcomeNotFound,
)  # fmt: skip
SECTION_TAKE_PROBLEMS = (
    *SECTION_PROBLEMS, *STEP_PROBLEMS, *signature.SIGN_PROBLEMS, *credential.LICENCE_PROBLEMS, TextChanged,
    TeamReportDates, OutcomesStillWritten,
)  # fmt: skip
