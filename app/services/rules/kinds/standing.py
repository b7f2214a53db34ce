"""Rules without a date: checklists, determinations, policies, and records to be kept."""

from app.services.rules.book import Book
from app.services.rules.draft import Find, Line, Row, undated
from app.services.rules.kinds.settle import KNOWN, WAITING, compile_judge, not_applicable
from app.services.rules.situation import Situation

SAID = {
    "policy": "Binds the agency as such; asks for nothing in one child's file.",
    "retention": "Binds the agency as such; asks for nothing in one child's file.",
    "checklist": "Has no date of its own; looked at whenever such a document is made.",
    "determination": "Has no date of its own; decided by the people named.",
}


def compile_standing(book: Book, line: Line) -> Find:
    rule = line.rule
    judge = compile_judge(rule)
    status = "not_applicable" if rule.kind in {"policy", "retention"} else WAITING
    items = book.checklists.get(rule.checklist or "", ())
    sentences = [SAID[rule.kind], *(f"Item: {item}." for item in items)]

    def standing(situation: Situation, found: list[Row], explain: bool) -> None:
        unknown = KNOWN if judge is None else judge(situation, None)
        said = sentences if explain else None
        if unknown is None:
            found.append(not_applicable(line, None, said))
        else:
            found.append(undated(line, status, None, said, missing=unknown))

    return standing
