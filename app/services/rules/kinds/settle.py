"""Where a dated duty stands: applied, done, excused or still open."""

from collections.abc import Callable
from datetime import date

from app.services.rules.anchors import is_moved_birthday
from app.services.rules.book import Book, Rule
from app.services.rules.closing import compile_exemptions, compile_satisfied
from app.services.rules.conditions import compile_conditions, said
from app.services.rules.draft import Draft
from app.services.rules.situation import Situation
from app.services.rules.trigger import Trigger
from app.services.rules.wording import listed, long_day, name

Settle = Callable[[Situation, Draft, Trigger, date | None], None]
"""Give a draft its status; acts before the last argument do not count (None: all do)."""


def compile_settle(book: Book, rule: Rule) -> Settle:
    exempt, satisfied = compile_exemptions(book, rule), compile_satisfied(rule)

    def settle(situation: Situation, draft: Draft, trigger: Trigger, since: date | None) -> None:
        done_on, pending = satisfied(situation, trigger, since)
        draft.satisfied_on = done_on
        excuse = None
        if done_on is not None and (draft.due_on is None or done_on <= draft.due_on):
            draft.status = "met"
        elif exempt is not None and (excuse := exempt(situation, draft.due_on)) is not None:
            draft.status = excuse.status
        else:
            draft.status = "open" if done_on is None else "met_late"
        if situation.is_explained:
            _explain(draft, rule, pending)
            if excuse is not None:
                draft.steps.append(excuse.said)

    return settle


def _explain(draft: Draft, rule: Rule, pending: list[str]) -> None:
    if draft.satisfied_on is not None:
        timing = {"met": "in time", "met_late": "late"}.get(draft.status, "recorded")
        draft.steps.append(f"Done {long_day(draft.satisfied_on)}: {timing}.")
    elif pending:
        joint = "and" if rule.needs_all else "or"
        draft.steps.append(f"Still awaited: {listed(pending, joint)}.")


Judge = Callable[[Situation, Draft], bool]
"""Whether a duty is to be reckoned at all; notes in the draft what is not known."""


def compile_judge(rule: Rule) -> Judge | None:
    """The rule's conditions; None when it has none."""
    applies = compile_conditions(rule.applies_if)
    if applies is None:
        return None

    def judge(situation: Situation, draft: Draft) -> bool:
        verdict, missing = applies(situation, draft.trigger_on)
        if verdict is False:
            draft.status = "not_applicable"
            if situation.is_explained:
                draft.steps = [f"Only if {' and '.join(map(said, rule.applies_if))}."]
            return False
        draft.missing, draft.is_conditional = missing, verdict is None
        return True

    return judge


def hold_back(draft: Draft) -> None:
    """What cannot be known to apply waits, with the date as if it did."""
    if draft.is_conditional and draft.status != "not_applicable":
        draft.status = "waiting_for_trigger"


def begun(trigger: Trigger) -> Draft:
    return Draft(
        occurrence=trigger.occurrence,
        trigger_event=trigger.name,
        trigger_event_id=trigger.id,
        trigger_on=trigger.on,
    )


def not_begun(situation: Situation, names: tuple[str, ...], missing: tuple[str, ...] = ()) -> Draft:
    draft = Draft(trigger_event=names[0], missing=missing)
    if situation.is_explained:
        draft.steps.append(f"Waits for: {listed(names, 'or')}.")
    return draft


def begin_sentences(situation: Situation, trigger: Trigger) -> list[str]:
    """The day from which is counted, and a doubt about it."""
    about = f" ({trigger.about[1]})" if trigger.about else ""
    said = [f"{name(trigger.name)}{about}: {long_day(trigger.on)}."]
    if is_moved_birthday(situation, trigger.name):
        said.append("Born on 29 February; no federal text says which day counts in a common year.")
    return said
