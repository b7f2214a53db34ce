"""What evaluation of the rules costs: `python -m benchmarks.rules`. Needs no database.

Processor time, the least of several runs; ratios within one run repeat better than microseconds.
"""

import time
from collections.abc import Callable
from datetime import date

from app.services import rulebook
from app.services.rulebook import FOLDER, read_book
from app.services.rules import CaseFacts, Event, Obligation, Pause, evaluate
from app.services.rules.evaluate import compile_rule
from app.services.rules.situation import Situation

BORN_ON, TODAY = date(2023, 11, 30), date(2025, 9, 1)
RULES_OF_A_STUDENT = 25
RUNS, PASSES = 7, 400
TOLD: tuple[tuple[str, date, dict[str, object]], ...] = (
    ("referral.received", date(2025, 1, 10), {}),
    ("service_coordinator.assigned", date(2025, 1, 12), {}),
    ("consent.evaluation.signed", date(2025, 1, 15), {}),
    ("pwn.sent", date(2025, 2, 1), {}),
    ("evaluation.completed", date(2025, 2, 10), {}),
    ("assessment.child.completed", date(2025, 2, 10), {}),
    ("assessment.family.completed", date(2025, 2, 11), {}),
    ("eligibility.partc.decided", date(2025, 2, 12), {"eligible": True}),
    ("ifsp.notice.sent", date(2025, 2, 12), {}),
    ("ifsp.initial.held", date(2025, 2, 20), {}),
    ("ifsp.consent.signed", date(2025, 2, 20), {"services": ["speech"]}),
    ("ifsp.service.delivered", date(2025, 3, 1), {"service": "speech"}),
    ("ifsp.review.held", date(2025, 8, 1), {}),
)
CASE = CaseFacts(
    "us-ca",
    BORN_ON,
    tuple(Event(*told) for told in TOLD),
    (Pause("partc.family_circumstances", date(2025, 1, 20), date(2025, 1, 29)),),
    {"child.potentially_eligible_partb": True},
)


def least(work: Callable[[], object], passes: int = PASSES) -> float:
    """Microseconds of processor time a pass, the least of RUNS."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        for _ in range(passes):
            work()
        times.append((time.process_time() - began) / passes)
    return min(times) * 1e6


def rules_at_work() -> list[str]:
    """The rules that have something to say of the case."""
    found = evaluate(rulebook.load(), CASE, TODAY)
    at_work = [o.rule_id for o in found if o.due_on is not None or o.satisfied_on is not None]
    return list(dict.fromkeys(at_work))[:RULES_OF_A_STUDENT]


def interpreted(rules: list[str]) -> list[Obligation]:
    """The same answer, with each rule read anew from the data, as a naive interpreter would."""
    book = rulebook.load()
    place = book.jurisdictions[CASE.jurisdiction]
    situation = Situation(place, CASE, TODAY, is_explained=False)
    found = []
    for rule in place.rules:
        if rule.id in rules:
            kind, finish = compile_rule(book, place, rule)
            found += [finish(situation, draft) for draft in kind(situation)]
    return found


def main() -> None:
    book, rules = rulebook.load(), rules_at_work()
    blank = Obligation(*[""] * 27)  # type: ignore[arg-type]  # only its making is measured
    values = [getattr(blank, name) for name in Obligation.__slots__]
    silent = least(lambda: evaluate(book, CASE, TODAY, rules=rules, explain=False))
    naive = least(lambda: interpreted(rules))
    explained = least(lambda: evaluate(book, CASE, TODAY, rules=rules))
    whole = least(lambda: evaluate(book, CASE, TODAY, explain=False))
    objects = least(lambda: [Obligation(*values) for _ in rules])
    print(f"load and check the rulebook      {least(lambda: read_book(FOLDER), 1) / 1000:8.1f} ms")
    print(f"{len(rules)} rules, silent                 {silent:8.1f} us")
    print(f"  of it, making the answers      {objects:8.1f} us")
    print(f"{len(rules)} rules, explained              {explained:8.1f} us")
    print(
        f"{len(rules)} rules, read anew each time    {naive:8.1f} us, {naive / silent:.1f} times the silent"
    )
    print(
        f"all {len(book.jurisdictions['us-ca'].rules)} rules of California, silent {whole:8.1f} us"
    )


if __name__ == "__main__":
    main()
