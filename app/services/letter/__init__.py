"""Letters and notices: written from the file, frozen as they are issued, each on the record of access."""

from app.services.letter.issue import issue, require_living
from app.services.letter.problems import ISSUE_PROBLEMS, READ_PROBLEMS, ChildDeceased
from app.services.letter.read import history, list_letters, read, read_pdf

__all__ = [
    "ISSUE_PROBLEMS",
    "READ_PROBLEMS",
    "ChildDeceased",
    "history",
    "issue",
    "list_letters",
    "read",
    "read_pdf",
    "require_living",
]
