"""Where a dated duty stands: applied, done, excused or still open."""

from collections.abc import Callable

from app.services.rules.anchors import is_moved_birthday
from app.services.rules.book import Book, Rule
from app.services.rules.closing import compile_done, compile_exemptions, pending
from app.services.rules.conditions import compile_conditions, said
from app.services.rules.days import Day
from app.services.rules.draft import Draft
from app.services.rules.situation import Situation
from app.services.rules.wording import listed, long_day, name

Settle = Callable[[Situation, Draft, Day | None], None]
"""Give a draft its status; acts before the last argument do not count (None: all do)."""


def compile_settle(book: Book, rule: Rule) -> Settle:
    exempt, done = compile_exemptions(book, rule), compile_done(rule)

    def settle(situation: Situation, draft: Draft, since: Day | None) -> None:
        done_on = draft.satisfied_on = done(situation, draft, since)
        excuse = None
        if done_on is not None and (draft.due_on is None or done_on <= draft.due_on):
            draft.status = "met"
        elif exempt is not None and (excuse := exempt(situation, draft.due_on)) is not None:
            draft.status = excuse.status
        else:
            draft.status = "open" if done_on is None else "met_late"
        if situation.is_explained:
            _explain(situation, draft, rule, since)
            if excuse is not None:
                draft.steps += (excuse.said,)

    return settle


def _explain(situation: Situation, draft: Draft, rule: Rule, since: Day | None) -> None:
    if draft.satisfied_on is not None:
        timing = {"met": "in time", "met_late": "late"}.get(draft.status, "recorded")
        draft.steps += (f"Done {long_day(draft.satisfied_on)}: {timing}.",)
    elif awaited := pending(rule, situation, draft, since):
        joint = "and" if rule.needs_all else "or"
        draft.steps += (f"Still awaited: {listed(awaited, joint)}.",)


Judge = Callable[[Situation, Draft], bool]
"""Whether a duty is to be reckoned at all; notes in the draft what is not known."""


def compile_judge(rule: Rule) -> Judge | None:
    """The rule's conditions; None when it has none."""
    if not rule.applies_if:
        return None
    tests = compile_conditions(rule.applies_if)
    only_if = f"Only if {' and '.join(map(said, rule.applies_if))}."

    def judge(situation: Situation, draft: Draft) -> bool:
        missing: tuple[str, ...] = ()
        for value_of, needed, holds_of, assumed in tests:
            value = value_of(situation, draft.trigger_on)
            holds = assumed if value is None else holds_of(value)
            if holds is None:
                missing += needed
            elif not holds:
                draft.status = "not_applicable"
                if situation.is_explained:
                    draft.steps = (only_if,)
                return False
        if missing:
            draft.missing, draft.is_conditional = missing, True
        return True

    return judge


def hold_back(draft: Draft) -> None:
    """What cannot be known to apply waits, with the date as if it did."""
    if draft.status != "not_applicable":
        draft.status = "waiting_for_trigger"


def not_begun(situation: Situation, names: tuple[str, ...]) -> Draft:
    draft = Draft()
    draft.trigger_event = names[0]
    if situation.is_explained:
        draft.steps += (f"Waits for: {listed(names, 'or')}.",)
    return draft


def begin_sentences(situation: Situation, draft: Draft) -> tuple[str, ...]:
    """The day from which is counted, and a doubt about it."""
    event, on = draft.trigger_event, draft.trigger_on
    if event is None or on is None:
        return ()
    about = f" ({draft.about[1]})" if draft.about else ""
    said = f"{name(event)}{about}: {long_day(on)}."
    if not is_moved_birthday(situation, event):
        return (said,)
    return said, "Born on 29 February; no federal text says which day counts in a common year."
