"""Who works with which student: coordinators in turn, therapists by discipline while they have room."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import cycle

from app.demo.county.dice import Dice
from app.demo.county.shape import Assignment, Principal, StudentFile

NAMED = "service_coordinator.assigned"
SECOND = 2
THERAPIST_ROOM = (22, 32)
"""Least and most students at once for one therapist."""


def assign(
    dice: Dice,
    files: Sequence[StudentFile],
    coordinators: Sequence[Principal],
    therapists: Sequence[Principal],
) -> tuple[StudentFile, ...]:
    """Put each file on the caseloads it belongs to, in turn; twins share their coordinator."""
    coordinator = coordinators[0]
    turns = {True: cycle(coordinators), False: cycle(coordinators)}
    room = {therapist.id: dice.between(*THERAPIST_ROOM) for therapist in therapists}
    assigned = []
    for opened in files:
        file, rows = opened, []
        is_live = file.enrolment.exited_on is None
        if (named_on := _first(file, NAMED)) is not None:
            if file.student.birth_order != SECOND:
                coordinator = next(turns[is_live])
            file = _naming(file, coordinator)
            rows.append(_assignment(dice, file, coordinator, "coordinator", named_on))
        for therapist in therapists:
            if is_live and room[therapist.id] == 0:
                continue
            if (from_on := _consented(file, therapist.discipline)) is not None:
                room[therapist.id] -= is_live
                rows.append(_assignment(dice, file, therapist, "therapist", from_on))
        assigned.append(replace(file, assignments=tuple(rows)))
    return tuple(assigned)


def _assignment(
    dice: Dice, file: StudentFile, principal: Principal, role: str, from_on: date
) -> Assignment:
    return Assignment(
        tenant_id=file.student.tenant_id,
        id=dice.id(),
        student_id=file.student.id,
        principal_id=principal.id,
        role=role,
        from_on=from_on,
        to_on=file.enrolment.exited_on,
        grounds="Service area" if role == "coordinator" else "Service of the plan",
    )


def _naming(file: StudentFile, coordinator: Principal) -> StudentFile:
    """The file, with the event that names the coordinator saying who it is."""
    who = {"principal_id": str(coordinator.id)}
    events = (replace(e, data=who) if e.type == NAMED else e for e in file.events)
    return replace(file, events=tuple(events))


def _first(file: StudentFile, type_: str) -> date | None:
    return next((event.on_date for event in file.events if event.type == type_), None)


def _consented(file: StudentFile, service: str | None) -> date | None:
    """Day the parent consented to the service, None while nobody did."""
    return next(
        (
            event.on_date
            for event in file.events
            if event.type == "ifsp.consent.signed" and service in event.data["services"]
        ),
        None,
    )
