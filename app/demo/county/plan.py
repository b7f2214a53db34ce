"""A child's plans, made to say what the events of the file say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from app.canonical import canonical, digest
from app.demo.county import words
from app.demo.county.dice import Dice
from app.demo.county.life import third_birthday
from app.demo.county.plan_shape import Plan, PlanDecision, PlanMeeting, ServiceLine, Signature
from app.demo.county.session import sessions
from app.demo.county.shape import CaseEvent, Principal, Row, StudentFile
from app.services.plan.document import presented
from app.services.record import plain

HELD = {"ifsp.initial.held": "initial", "ifsp.annual.held": "annual"}
CONSENT, PLANNED, DELIVERED = (
    "ifsp.consent.signed",
    "ifsp.service.planned",
    "ifsp.service.delivered",
)
YEAR = timedelta(days=364)
UNSIGNED = ("special_instruction",)
"""What a plan proposes that no parent has signed yet."""
REASON = (
    "The family lives far from other families; sessions at the center bring the child among peers."
)
DISCIPLINES = {
    "speech_language_pathology": "speech_language", "special_instruction": "special_instruction",
    "occupational_therapy": "occupational_therapy", "physical_therapy": "physical_therapy",
    "psychological": "psychology", "audiology": "audiology",
}  # fmt: skip


@dataclass(slots=True)
class Turn:
    """One version as the events tell it: held, signed, what was planned then."""

    held: CaseEvent
    signed: CaseEvent | None = None
    planned: list[CaseEvent] = field(default_factory=list)
    reviews: list[CaseEvent] = field(default_factory=list)


def write_plans(
    dice: Dice, files: Sequence[StudentFile], staff: Sequence[Principal], today: date
) -> tuple[StudentFile, ...]:
    """The files with their plans; events name the plan and the service they follow from."""
    by_id = {p.id: p for p in staff}
    return tuple(_with_plans(dice, file, by_id, today) for file in files)


def _with_plans(
    dice: Dice, file: StudentFile, staff: Mapping[UUID, Principal], today: date
) -> StudentFile:
    turns = _turns(file.events)
    if not turns:
        return replace(file, plans=_draft(dice, file))
    book = Book(dice, file, staff, today)
    for turn in turns:
        book.write(turn)
    return replace(file, plans=tuple(book.rows()), events=tuple(book.named(file.events)))


def _turns(events: Sequence[CaseEvent]) -> list[Turn]:
    turns: list[Turn] = []
    for event in events:
        if event.type in HELD:
            turns.append(Turn(event))
        elif turns and event.type == CONSENT and turns[-1].signed is None:
            turns[-1].signed = event
        elif turns and event.type == PLANNED:
            turns[-1].planned.append(event)
        elif turns and event.type == "ifsp.review.held":
            turns[-1].reviews.append(event)
    return turns


def _draft(dice: Dice, file: StudentFile) -> tuple[Row, ...]:
    """A child found eligible has a plan begun."""
    if file.enrolment.state != "eligible":
        return ()
    return (
        Plan(
            tenant_id=file.student.tenant_id, id=dice.id(), student_id=file.student.id, type="initial", number=1,
            base_id=None, state="draft", language=None, coordinator_id=coordinator(file), starts_on=None,
            ends_on=None, levels=words.LEVELS[:3], family=words.FAMILY, outcomes=(), other_services=(),
            transition=(), held_on=None,
        ),
    )  # fmt: skip


def coordinator(file: StudentFile) -> UUID | None:
    named = (a.principal_id for a in file.assignments if a.role == "coordinator")
    return next(named, None)


class Book:
    """The versions of one child, written one after the other."""

    def __init__(
        self, dice: Dice, file: StudentFile, staff: Mapping[UUID, Principal], today: date
    ) -> None:
        self.dice, self.file, self.staff = dice, file, staff
        self.end = file.enrolment.exited_on or today
        self.plans: list[Plan] = []
        self.lines: list[ServiceLine] = []
        self.others: list[Row] = []
        self.names: dict[UUID, dict[str, str]] = {}

    def write(self, turn: Turn) -> None:
        """One version: it takes the place of the one before on the day of its signature."""
        plan = self._plan(turn)
        lines = list(self._lines(plan, turn))
        meetings = [self._meeting(plan, "plan", turn.held.on_date, None)]
        if turn.signed is not None:
            self._retire(turn.signed.on_date)
        whole: Any = presented(cast("Any", plan), cast("Any", lines), cast("Any", meetings[0]))
        text = canonical(plain(whole))
        plan = replace(plan, signed_text=text, text_sha256=digest(text))
        for event in turn.reviews:
            said = "The outcomes were looked at; services go on unchanged."
            meetings.append(self._meeting(plan, "review", event.on_date, said))
            self.names[event.id] = {"plan_id": str(plan.id)}
            plan = replace(plan, reviewed_on=event.on_date)
        self.names[turn.held.id] = {"plan_id": str(plan.id)}
        self.plans.append(plan)
        self.lines += lines
        self.others += [*meetings, *self._signatures(plan, lines, turn)]

    def _plan(self, turn: Turn) -> Plan:
        student, on = self.file.student, turn.held.on_date
        established = any(e.type == "transition.plan.established" for e in self.file.events)
        last_day = min(on + YEAR, third_birthday(student.born_on) - timedelta(days=1))
        return Plan(
            tenant_id=student.tenant_id, id=self.dice.id(), student_id=student.id, type=HELD[turn.held.type],
            number=len(self.plans) + 1, base_id=self.plans[-1].id if self.plans else None,
            state="active" if turn.signed else "awaiting_consent",
            language=student.languages[0] if student.languages else "en", coordinator_id=coordinator(self.file),
            starts_on=on, ends_on=max(last_day, on), levels=words.LEVELS,
            family=words.SILENT if self.dice.chance(8) else words.FAMILY, outcomes=words.OUTCOMES,
            other_services=words.OTHER_SERVICES, transition=words.transition(established), held_on=on,
            signed_on=turn.signed.on_date if turn.signed else None,
        )  # fmt: skip

    def _lines(self, plan: Plan, turn: Turn) -> Iterator[ServiceLine]:
        planned = {e.data["service"]: e for e in turn.planned}
        for n, service in enumerate(planned or UNSIGNED, start=1):
            event = planned.get(service)
            setting = str(event.data["setting"]) if event else "home"
            former = next((x for x in reversed(self.lines) if x.service == service), None)
            yield ServiceLine(
                tenant_id=plan.tenant_id, id=self.dice.id(), student_id=plan.student_id, plan_id=plan.id, number=n,
                replaces_id=former.id if former else None, state="consented" if turn.signed else "proposed",
                service=service, sessions=1, minutes=int(event.data["minutes_a_week"]) if event else 60,
                starts_on=turn.signed.on_date if turn.signed else turn.held.on_date,
                ends_on=max(plan.ends_on or self.end, turn.signed.on_date if turn.signed else turn.held.on_date),
                setting=setting, natural_environment_reason=REASON if setting == "other" else None,
                discipline=DISCIPLINES[service], provider_id=self._provider(service),
                consented_on=turn.signed.on_date if turn.signed else None,
            )  # fmt: skip

    def _provider(self, service: str) -> UUID | None:
        team = (a.principal_id for a in self.file.assignments if a.role == "therapist")
        return next((p for p in team if self.staff[p].discipline == service), None)

    def _meeting(self, plan: Plan, kind: str, on: date, findings: str | None) -> PlanMeeting:
        people = [
            {"role": "parent", "contact_id": str(c.id), "principal_id": None, "name": None}
            for c in self.file.contacts
            if c.may_sign
        ][:1]
        who = str(plan.coordinator_id)
        people.append(
            {"role": "service_coordinator", "contact_id": None, "principal_id": who, "name": None}
        )
        people.append(
            {"role": "evaluator", "contact_id": None, "principal_id": None, "name": "Evaluator"}
        )
        return PlanMeeting(
            tenant_id=plan.tenant_id, id=self.dice.id(), student_id=plan.student_id, plan_id=plan.id, kind=kind,
            held_on=on, participants=tuple({**p, "attendance": "present", "excusal": None} for p in people),
            findings=findings,
        )  # fmt: skip

    def _signatures(self, plan: Plan, lines: Sequence[ServiceLine], turn: Turn) -> Iterator[Row]:
        """The coordinator presented it; a parent signed it and accepted each service."""
        held: dict[str, Any] = {
            "tenant_id": plan.tenant_id, "record_id": plan.id, "student_id": plan.student_id,
            "text_sha256": plan.text_sha256,
        }  # fmt: skip
        yield Signature(
            id=self.dice.id(), capacity="service_coordinator", signed_on=turn.held.on_date,
            principal_id=plan.coordinator_id, **held,
        )  # fmt: skip
        signer = next((c.id for c in self.file.contacts if c.may_sign), None)
        if turn.signed is None or signer is None:
            return
        on = turn.signed.on_date
        given = Signature(
            id=self.dice.id(), capacity="parent", signed_on=on, contact_id=signer, **held
        )
        yield given
        self.names[turn.signed.id] = {"plan_id": str(plan.id)}
        by_service = {x.service: x for x in lines}
        for event in turn.planned:
            line = by_service[event.data["service"]]
            self.names[event.id] = {"plan_id": str(plan.id), "line_id": str(line.id)}
        for line in lines:
            yield PlanDecision(
                tenant_id=plan.tenant_id, id=self.dice.id(), student_id=plan.student_id, plan_id=plan.id,
                line_id=line.id, contact_id=signer, signature_id=given.id, decided_on=on,
            )  # fmt: skip

    def _retire(self, on: date) -> None:
        if self.plans:
            former = self.plans[-1]
            self.plans[-1] = replace(former, state="superseded", ended_on=on)
            self.lines = [
                replace(x, state="changed", ended_on=on) if x.plan_id == former.id else x
                for x in self.lines
            ]

    def rows(self) -> Iterator[Row]:
        """With the end of those who left, and the sessions given until then."""
        if self.file.enrolment.exited_on is not None:
            self._leave(self.file.enrolment.exited_on)
        given: list[Row] = []
        for n, line in enumerate(self.lines):
            first = self._first_visit(line)
            found = sessions(self.dice, line, first, self.end) if first else []
            given += found
            if found:
                state = "started" if line.state == "consented" else line.state
                day = found[0].on_date
                self.lines[n] = replace(line, state=state, first_delivered_on=day)
        yield from (*self.plans, *self.lines, *self.others, *given)

    def _leave(self, on: date) -> None:
        self.plans = [
            replace(p, state="ended", ended_on=on) if p.state == "active" else p for p in self.plans
        ]
        self.lines = [
            replace(x, state="ended", ended_on=on, end_reason="left_the_program")
            if x.state == "consented"
            else x
            for x in self.lines
        ]

    def _first_visit(self, line: ServiceLine) -> date | None:
        """The visit that the file knows of, or the first weekly one under a later version."""
        told = next(
            (
                e
                for e in self.file.events
                if e.type == DELIVERED and e.data["service"] == line.service
            ),
            None,
        )
        if told is None or line.consented_on is None or told.on_date > (line.ended_on or self.end):
            return None
        if told.on_date >= line.consented_on:
            self.names[told.id] = {"plan_id": str(line.plan_id), "line_id": str(line.id)}
            return told.on_date
        weeks = -(-(line.consented_on - told.on_date).days // 7)
        return told.on_date + timedelta(days=7 * weeks)

    def named(self, events: Sequence[CaseEvent]) -> Iterator[CaseEvent]:
        """Call after `rows`."""
        for event in events:
            yield replace(event, data={**event.data, **self.names.get(event.id, {})})
