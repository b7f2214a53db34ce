"""Referrals that wait for intake, or that it turned away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.demo.county.dice import Dice
from app.demo.county.directory import Directory, Plan
from app.demo.county.family import contacts, draw_family
from app.demo.county.latin import latin
from app.demo.county.need import draw_needs
from app.demo.county.office import office_day
from app.demo.county.referral import draw_sender, write_referral
from app.demo.county.shape import Contact, Referral, Student, StudentFile


@dataclass(frozen=True, slots=True)
class Pile:
    """Referrals of one state, so many, received so many days ago."""

    count: int
    state: str
    ago: tuple[int, int]
    reason_code: str | None = None


PILES = (
    Pile(7, "submitted", (0, 2)),
    Pile(7, "acknowledged", (1, 6)),
    Pile(4, "info_requested", (3, 12), "more_information"),
    Pile(2, "declined", (10, 60), "over_age"),
    Pile(1, "declined", (10, 60), "parent_declined"),
)
LOOK_ALIKE = Pile(1, "submitted", (0, 2))
FOUND_OUT = Pile(1, "duplicate", (5, 40), "already_enrolled")
AGAIN = (LOOK_ALIKE, LOOK_ALIKE, FOUND_OUT, FOUND_OUT)
"""Of children the program knows, under a name written a little differently."""
TOO_OLD = 1100
"""Days of age at which a child is past the third birthday."""


def open_worklist(
    dice: Dice,
    directory: Directory,
    plan: Plan,
    known: Sequence[StudentFile],
    today: date,
) -> tuple[Referral, ...]:
    """Strangers by `PILES`, and children who are `AGAIN` referred."""
    rows: list[Referral] = []
    for pile in PILES:
        for _ in range(pile.count):
            student, people = _stranger(dice, directory, plan, pile, today)
            rows.append(_referral(dice, directory, student, people, pile, today, len(rows)))
    active = [file for file in known if file.enrolment.state == "active"]
    for pile, file in zip(AGAIN, dice.some_of(active, len(AGAIN)), strict=True):
        again = replace(
            file.student,
            first_name=latin(file.student.first_name),
            last_name=latin(file.student.last_name),
        )
        row = _referral(dice, directory, again, file.contacts, pile, today, len(rows))
        same = file.student.id if pile is FOUND_OUT else None
        rows.append(replace(row, student_id=same))
    return tuple(rows)


def _stranger(
    dice: Dice, directory: Directory, plan: Plan, pile: Pile, today: date
) -> tuple[Student, tuple[Contact, ...]]:
    """Nobody the program knows; only what the referral says is used of it."""
    family = draw_family(dice, dice.one_of(plan.towns))
    sex = dice.one_of(("female", "male"))
    first_name = family.given_name(dice, sex)
    age = dice.between(90, 900) + TOO_OLD * (pile.reason_code == "over_age")
    student = Student(
        tenant_id=directory.program.id,
        id=dice.id(),
        first_name=first_name,
        last_name=family.last_name or first_name,
        born_on=today - timedelta(days=age),
        sex=sex,
        languages=family.languages,
        interpreter_needed=family.interpreter_needed,
        race_ethnicity=family.tradition.race_ethnicity,
        address=family.address,
        facts={},
    )
    return student, contacts(dice, family, directory.program.id, student.id)


def _referral(
    dice: Dice,
    directory: Directory,
    student: Student,
    people: Sequence[Contact],
    pile: Pile,
    today: date,
    number: int,
) -> Referral:
    return write_referral(
        dice,
        student,
        people,
        draw_needs(dice),
        None,
        sender=draw_sender(dice, directory.agencies, 90_000 + number),
        received_on=office_day(today - timedelta(days=dice.between(*pile.ago))),
        state=pile.state,
        reason_code=pile.reason_code,
    )
