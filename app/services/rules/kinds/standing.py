"""Rules without a date: checklists, determinations, policies, and records to be kept."""

from app.services.rules.book import Book, Rule
from app.services.rules.draft import Draft, Kind
from app.services.rules.kinds.settle import compile_judge
from app.services.rules.situation import Situation

SAID = {
    "policy": "Binds the agency as such; asks for nothing in one child's file.",
    "retention": "Binds the agency as such; asks for nothing in one child's file.",
    "checklist": "Has no date of its own; looked at whenever such a document is made.",
    "determination": "Has no date of its own; decided by the people named.",
}


def compile_standing(book: Book, rule: Rule) -> Kind:
    judge = compile_judge(rule)
    status = "not_applicable" if rule.kind in {"policy", "retention"} else "waiting_for_trigger"
    items = book.checklists.get(rule.checklist or "", ())
    said = (SAID[rule.kind], *(f"Item: {item}." for item in items))

    def standing(situation: Situation) -> list[Draft]:
        draft = Draft()
        draft.status = status
        if (judge is None or judge(situation, draft)) and situation.is_explained:
            draft.steps += said
        return [draft]

    return standing
