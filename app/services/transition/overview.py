"""Where one child's transition stands. It is derived from the file: nobody types a state, so none can be wrong."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.deadline import CaseEvent, Deadline
from app.models.student import Student
from app.models.transition import Packet, PacketResult, TransitionPlan
from app.models.words.transition import (
    PacketResultKind,
    Population,
    TransitionBranch,
    TransitionState,
)
from app.services import case, rulebook, withdrawal
from app.services.queries import case as cases
from app.services.queries import transition as queries
from app.services.rules import CaseFacts, SchoolYear, derived, evaluate, state_on
from app.services.rules.book import Rule
from app.services.transition.hand_over import LEA_TOLD, extension_end
from app.services.transition.readiness import how_far

S = TransitionState
RUNNING = {"open", "due_soon", "overdue", "tolled", "waiting_for_trigger"}
STAGES = {"s4_transition", "s5_partb"}
BRANCHES = (
    (TransitionBranch.TOO_LATE, "us.partc.late_referral.under_45"),
    (TransitionBranch.LATE, "us.partc.transition.plan.late"),
    (TransitionBranch.ON_TIME, "us.partc.transition.plan"),
)
"""The rule that applies tells the branch: the days are the rulebook's (34 CFR 303.209(b)(1))."""
EVALUATING = {"partb.consent.evaluation.signed", "partb.evaluation.completed"}
PLANNING = {
    "transition.info.given", "transition.plan.established", "transition.planning_notice.sent",
}  # fmt: skip
ACTS = {
    "transition.info.given": "Tell the parents about preschool services.",
    "transition.planning_notice.sent": "Send the parents the notice that planning begins.",
    "transition.plan.established": "Write the transition plan with the family and establish it.",
    "transition.optout.notice_sent": "Tell the parents, with the day, that they may object to the notice.",
    "transition.notified.lea": "Notify the school district.",
    "transition.notified.sea": "Notify the State educational agency.",
    "transition.conference.invited": "Invite the school district to the conference.",
    "transition.conference.held": "Hold the conference, with the family's approval.",
    "transition.final_review.held": "Hold the final review of the IFSP.",
}


async def overview(db: AsyncSession, actor: Actor, student_id: UUID) -> dict[str, Any]:
    """State, population, clocks and what to do next. Raises: StudentNotFound, NotOnCaseload."""
    student = await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "transition", student_id=student_id)
    facts = await case.facts_of(db, actor, student)
    third = derived(rulebook.load(), facts)["third_birthday"]
    events = [e for e in await cases.events(db, actor, student_id) if not e.entered_in_error]
    packets = await queries.packets(db, actor, student_id)
    results = await queries.results_of_student(db, actor, student_id)
    plan = await queries.current_plan(db, actor, student_id)
    readying = None
    if not withdrawal.opted_out(events) and all(p.withdrawn_at for p in packets):
        readying = await how_far(db, actor, student, events)
    clocks = [
        _clock(d, actor)
        for d in await cases.deadlines(db, actor, student_id)
        if d.stage in STAGES or (d.rule_id in _repeated() and d.status != "not_applicable")
    ]
    ends_on = extension_end(facts) or third
    return {
        "student_id": student_id,
        "state": state_of(of_district(events, student), packets, results, readying),
        "population": _population(facts, plan),
        "branch": branch_of(facts, actor.today()),
        "third_birthday": third,
        "part_c_ends_on": ends_on,
        "days_left": (ends_on - actor.today()).days,
        "is_summer_birthday": _is_in_summer(
            third, facts.calendar.school_years if facts.calendar else ()
        ),
        "district_id": student.district_id,
        "steps": [
            {"type": e.type, "on": e.on_date}
            for e in events
            if e.type.startswith(("transition.", "partb.", "release."))
        ],
        "clocks": sorted(clocks, key=_by_due),
        "next_acts": _next_acts(clocks, of_district(events, student), third),
    }


def of_district(events: Iterable[CaseEvent], student: Student) -> list[CaseEvent]:
    """Without notices to districts that the child has left."""
    here = {None, str(student.district_id)}
    return [e for e in events if e.type != LEA_TOLD or e.data.get("district_id") in here]


def state_of(
    events: Iterable[CaseEvent],
    packets: Sequence[Packet],
    results: Sequence[PacketResult],
    readying: TransitionState | None = None,
) -> TransitionState:
    """The furthest of what events, the packet in the making, the district's acknowledgement and its answers show."""
    events = list(events)
    seen = {e.type for e in events}
    live = [p for p in packets if p.withdrawn_at is None]
    decided = [e for e in events if e.type == "partb.eligibility.decided"]
    furthest_first = (
        (S.CLOSED, seen & {"partc.exited", "case.closed"}),
        (S.IEP_IN_EFFECT, "partb.iep.in_effect" in seen),
        (S.NOT_ELIGIBLE, decided and not decided[-1].data.get("eligible")),
        (S.NOT_DETERMINED, _is_undetermined(results, decided)),
        (S.EVALUATING, decided or seen & EVALUATING),
        (S.RECEIVED, any(p.received_on is not None for p in live)),
        (S.RELEASED, live),
        (S.PACKET_READY, readying is S.PACKET_READY),
        (S.PACKET_DRAFT, readying is S.PACKET_DRAFT),
        (S.CONFERENCE_DECLINED, "transition.conference.declined" in seen),
        (S.CONFERENCE_HELD, "transition.conference.held" in seen),
        (S.CONFERENCE_SET, "transition.conference.invited" in seen),
        (S.OPTED_OUT, withdrawal.OPTED_OUT in seen),
        (S.NOTIFIED, "transition.notified.lea" in seen),
        (S.PLANNING, seen & PLANNING),
    )
    return next((state for state, is_reached in furthest_first if is_reached), S.NOT_STARTED)


def _is_undetermined(results: Sequence[PacketResult], decided: Sequence[CaseEvent]) -> bool:
    """Whether that is the district's newest answer, and nothing was decided since."""
    newest = max(results, key=lambda r: (r.on_date, str(r.id)), default=None)
    if newest is None or newest.result != PacketResultKind.NOT_DETERMINED:
        return False
    return all(e.on_date <= newest.on_date for e in decided)


def branch_of(facts: CaseFacts, today: date) -> TransitionBranch:
    """Which clocks hold: by the days from referral and eligibility to the third birthday.

    An extension is chosen by a family whose child was found eligible before three, so that past the birthday there is
    time for another transition before its end (34 CFR 303.211(b)).
    """
    book = rulebook.load()
    if extension_end(facts) is not None and today >= derived(book, facts)["third_birthday"]:
        return TransitionBranch.ON_TIME
    asked = [rule_id for _, rule_id in BRANCHES]
    applying = {
        o.rule_id
        for o in evaluate(book, facts, today, rules=asked, explain=False)
        if o.status != "not_applicable"
    }
    is_known = any(e.type == "eligibility.partc.decided" for e in facts.events)
    found = (branch for branch, rule_id in BRANCHES if rule_id in applying)
    branch = next(found, TransitionBranch.UNKNOWN)
    is_guess = branch is not TransitionBranch.TOO_LATE and not is_known
    return TransitionBranch.UNKNOWN if is_guess else branch


def _population(facts: CaseFacts, plan: TransitionPlan | None) -> Population:
    judged = facts.facts.get("child.potentially_eligible_partb")
    if judged is None and plan is not None:
        judged = plan.is_potentially_eligible
    if judged is None:
        return Population.UNDECIDED
    return Population.POTENTIALLY_ELIGIBLE if judged else Population.NOT_POTENTIALLY_ELIGIBLE


def _is_in_summer(day: date, years: Iterable[SchoolYear]) -> bool:
    """Whether the day lies between two school years that the program knows of the district."""
    in_turn = sorted(years, key=lambda y: y.starts_on)
    return any(a.ends_on < day < b.starts_on for a, b in pairwise(in_turn))


def _clock(row: Deadline, actor: Actor) -> dict[str, Any]:
    book = rulebook.load()
    titles = {r.id: r.title for r in book.jurisdictions[actor.home.jurisdiction].rules}
    soon = book.soon_days(actor.home.jurisdiction)
    today = actor.today()
    return {
        "rule_id": row.rule_id,
        "title": titles.get(row.rule_id, row.rule_id),
        "state": state_on(row.status, row.due_on, row.tolled_from, row.tolled_to, today, soon),
        "due_on": row.due_on,
        "window_opens_on": row.window_opens_on,
        "satisfied_on": row.satisfied_on,
    }


def _by_due(clock: dict[str, Any]) -> tuple[date, str]:
    return clock["due_on"] or date.max, clock["rule_id"]


def _repeated() -> dict[str, Rule]:
    """Rules of a transition after the first, which acts before a named day do not meet."""
    return {
        r.id: r for r in rulebook.load().all_rules() if r.acts_from and LEA_TOLD in r.satisfied_by
    }


def _next_acts(
    clocks: Iterable[dict[str, Any]], events: Iterable[CaseEvent], third: date
) -> list[str]:
    """What would meet each clock that still runs, soonest first; what was done before three meets no repetition."""
    events = list(events)
    ever, since = {e.type for e in events}, {e.type for e in events if e.on_date >= third}
    rules, repeated = {r.id: r for r in rulebook.load().all_rules()}, _repeated()
    said: dict[str, None] = {}
    for clock in sorted(clocks, key=_by_due):
        rule = rules.get(clock["rule_id"])
        seen = since if clock["rule_id"] in repeated else ever
        is_met = clock["satisfied_on"] is not None or clock["state"] not in RUNNING
        if rule is None or (is_met and not (clock["satisfied_on"] and _is_of_another(rule, seen))):
            continue
        gate = rule.gate.requires if rule.gate else ()
        for type_ in (*gate, *rule.satisfied_by):
            if type_ in ACTS and type_ not in seen:
                said[ACTS[type_]] = None
    return list(said)


def _is_of_another(rule: Rule, seen: Collection[str]) -> bool:
    """A clock that was met by telling a district the child has left since: the next one is told too."""
    return LEA_TOLD in rule.satisfied_by and LEA_TOLD not in seen
