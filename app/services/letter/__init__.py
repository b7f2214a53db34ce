"""Letters and notices: written from the file, frozen as they are issued, each on the record of access."""

from app.services.letter.issue import issue
from app.services.letter.problems import ISSUE_PROBLEMS, READ_PROBLEMS
from app.services.letter.read import history, list_letters, read, read_pdf

__all__ = [
    "ISSUE_PROBLEMS",
    "READ_PROBLEMS",
    "history",
    "issue",
    "list_letters",
    "read",
    "read_pdf",
]
