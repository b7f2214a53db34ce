"""What evaluation of the rules costs: `python -m benchmarks.rules`. Needs no database.

Processor time, the least of several runs; ratios within one run repeat better than microseconds.
Each pass is over another student: born another day, and all that happened moved with the birth.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

from app.services import rulebook
from app.services.rulebook import FOLDER, read_book
from app.services.rules import CaseFacts, Event, Pause, Row, evaluate, rows, situation_of
from app.services.rules.compiled import VERY_OFTEN, compile_rule, some_of
from app.services.what_if import compare

BORN_ON, TODAY = date(2023, 11, 30), date(2025, 9, 1)
RULES_OF_A_STUDENT = 25
RUNS, PASSES = 15, 300
FLATTENED_AFTER = VERY_OFTEN + 200
"""Questions after which every rule, and every selection of rules, is written as one function."""
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


STUDENTS = [
    replace(
        CASE,
        born_on=BORN_ON + timedelta(days=n),
        events=tuple(Event(kind, on + timedelta(days=n), data) for kind, on, data in TOLD),
        pauses=tuple(
            Pause(p.reason, p.from_on + timedelta(days=n), p.to_on and p.to_on + timedelta(days=n))
            for p in CASE.pauses
        ),
    )
    for n in range(-300, 0)
]
_next = cycle(STUDENTS).__next__


def least(work: Callable[[], object], passes: int = PASSES) -> float:
    """Microseconds of processor time a pass, the least of RUNS."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        for _ in range(passes):
            work()
        times.append((time.process_time() - began) / passes)
    return min(times) * 1e6


def rules_at_work() -> tuple[str, ...]:
    """The rules that have something to say of the case."""
    found = evaluate(rulebook.load(), CASE, TODAY)
    at_work = [o.rule_id for o in found if o.due_on is not None or o.satisfied_on is not None]
    return tuple(dict.fromkeys(at_work))[:RULES_OF_A_STUDENT]


def a_pass(rules: tuple[str, ...] | None) -> list[Row]:
    """What the engine finds out, in numbers: all that a batch compares with what is stored."""
    book = rulebook.load()
    return rows(book, situation_of(book, _next(), TODAY), rules)


def stepwise(rules: tuple[str, ...]) -> list[Row]:
    """The same by the rules' own steps, which are not written as one function."""
    book = rulebook.load()
    situation = situation_of(book, _next(), TODAY)
    found: list[Row] = []
    for rule in some_of(book, "us-ca", rules):
        rule.ask(situation, found, False)
    return found


def interpreted(rules: tuple[str, ...]) -> list[Row]:
    """The same, with each rule read anew from the data, as a naive interpreter would."""
    book = rulebook.load()
    situation, place = situation_of(book, _next(), TODAY), book.jurisdictions["us-ca"]
    found: list[Row] = []
    for rule in place.rules:
        if rule.id in rules:
            compile_rule(book, place, rule)(situation, found, False)
    return found


def what_if() -> object:
    """The review is held a month later: what it moves, explained."""
    case = _next()
    later = Event("ifsp.review.held", case.events[-1].on + timedelta(days=28))
    return compare(rulebook.load(), case, replace(case, events=(*case.events[:-1], later)), TODAY)


def arithmetic() -> int:
    """A thousand multiplications: how fast this machine is just now."""
    return sum(n * n for n in range(1000))


def main() -> None:
    book, rules = rulebook.load(), rules_at_work()
    for _ in range(FLATTENED_AFTER):
        a_pass(None), a_pass(rules), what_if()
    passed, naive = least(lambda: a_pass(rules)), least(lambda: interpreted(rules), 50)
    lines = (
        ("a thousand multiplications", least(arithmetic)),
        (f"{len(rules)} rules, a pass", passed),
        ("  the same, step by step", least(lambda: stepwise(rules))),
        (
            "  of it, putting the case in order",
            least(lambda: situation_of(book, _next(), TODAY)),
        ),
        (
            f"{len(rules)} rules, as obligations",
            least(lambda: evaluate(book, _next(), TODAY, rules=rules, explain=False)),
        ),
        (
            f"{len(rules)} rules, as obligations, explained",
            least(lambda: evaluate(book, _next(), TODAY, rules=rules)),
        ),
        ("what-if: rules that see it, differences explained", least(what_if)),
        (
            f"all {len(book.jurisdictions['us-ca'].rules)} rules of California, a pass",
            least(lambda: a_pass(None)),
        ),
        (f"{len(rules)} rules, read anew each time", naive),
    )
    print(f"load and check the rulebook {least(lambda: read_book(FOLDER), 1) / 1000:31.1f} ms")
    for name, micros in lines:
        print(f"{name:50}{micros:9.1f} us")
    print(f"compiled rules are {naive / passed:.1f} times as fast as rules read anew")


if __name__ == "__main__":
    main()
