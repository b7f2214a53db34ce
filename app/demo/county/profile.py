"""What a file holds besides the first journey: homes with their days, other names, health, and the map of districts."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from app.demo.county.dice import Dice
from app.demo.county.shape import (
    Address,
    DistrictArea,
    HealthEntry,
    Residence,
    Row,
    Student,
    StudentFile,
    StudentName,
)

MOVED, ADOPTED, FOSTERED, COURTESY = 9, 60, 25, 7
"""Every so manieth file: moved, adopted under a sealed earlier name, placed anew, known by another name."""
DIAGNOSES = (
    ("icd-10-cm", "Q90.9", "Down syndrome"),
    ("icd-10-cm", "P07.3", "Preterm newborn"),
    ("icd-10-cm", "G80.9", "Cerebral palsy"),
    ("icd-10-cm", "F80.9", "Developmental disorder of speech and language"),
    ("snomed-ct", "95828007", "Bilateral hearing loss"),
    ("text", None, "Torticollis, as the parent was told"),
)
FINDINGS = (
    ("hearing", "Newborn screening passed in both ears", "Lupine Regional Hospital"),
    ("vision", "Fixes and follows; next look at two years", "Dr. Okada, pediatrician"),
    ("health", "Twelve-month visit: growing along the tenth percentile", "Dr. Okada, pediatrician"),
    ("immunisation", "DTaP, third dose", "immunization registry"),
    ("medical_home", "Lupine Children's Clinic, Dr. Okada", "parent"),
)
ALERTS = (
    ("allergy", "Latex"),
    ("allergy", "Peanuts, carries an injector"),
    ("alert", "Shunt: call 911 when very sleepy"),
)
STREETS = ("Larkspur Court", "Sage Avenue", "Harbor Street")


def profile(dice: Dice, files: tuple[StudentFile, ...], today: date) -> Iterator[Row]:
    """Rows of every file, then of the program's map. Nothing is dated after `today`."""
    for number, file in enumerate(files):
        yield from _homes(dice, file.student, number, today)
        yield from _names(dice, file.student, number, today)
        yield from _health(dice, file.student, number, today)
    yield from _areas(dice, files)


def _homes(dice: Dice, student: Student, number: int, today: date) -> Iterator[Residence]:
    if student.address is None:
        return
    moved_on = student.born_on + (today - student.born_on) // 2
    if number % MOVED and number % FOSTERED:
        yield _home(dice, student, student.address, student.born_on, None, None)
        return
    before = Address(
        lines=(f"{dice.between(10, 900)} {dice.one_of(STREETS)}",),
        city=student.address.city, state="CA", postal_code=student.address.postal_code,
    )  # fmt: skip
    reason = None if number % FOSTERED else "foster placement"
    yield _home(dice, student, before, student.born_on, moved_on - timedelta(days=1), None)
    yield _home(dice, student, student.address, moved_on, None, reason)


def _home(
    dice: Dice,
    student: Student,
    address: Address,
    from_on: date,
    to_on: date | None,
    reason: str | None,
) -> Residence:
    return Residence(
        tenant_id=student.tenant_id, id=dice.id(), student_id=student.id, use="home", address=address,
        from_on=from_on, to_on=to_on, reason=reason,
    )  # fmt: skip


def _names(dice: Dice, student: Student, number: int, today: date) -> Iterator[StudentName]:
    if number % ADOPTED == ADOPTED - 1:
        adopted_on = student.born_on + (today - student.born_on) // 3
        yield StudentName(
            tenant_id=student.tenant_id, id=dice.id(), student_id=student.id, use="former",
            first_name="Robin", last_name="Underhill", to_on=adopted_on, is_sealed=True, reason="adoption",
        )  # fmt: skip
    if number % COURTESY == 0 and student.preferred_name is None:
        yield StudentName(
            tenant_id=student.tenant_id, id=dice.id(), student_id=student.id, use="alias",
            first_name=student.first_name[: max(len(student.first_name) // 2, 2)], last_name=student.last_name,
        )  # fmt: skip


def _health(dice: Dice, student: Student, number: int, today: date) -> Iterator[HealthEntry]:
    lived = max((today - student.born_on).days, 1)
    kind, text, source = FINDINGS[number % len(FINDINGS)]
    yield _entry(dice, student, lived, kind, text, source)
    if number % 3 == 0:
        system, code, told = DIAGNOSES[number // 3 % len(DIAGNOSES)]
        yield _entry(dice, student, lived, "diagnosis", told, "medical report", system, code)
    if number % 13 == 0:
        kind, text = ALERTS[number // 13 % len(ALERTS)]
        yield _entry(dice, student, lived, kind, text, "parent")


def _entry(
    dice: Dice, student: Student, lived: int, kind: str, text: str, source: str,
    system: str | None = None, code: str | None = None,
) -> HealthEntry:  # fmt: skip
    on = student.born_on + timedelta(days=dice.between(0, lived))
    return HealthEntry(
        tenant_id=student.tenant_id, id=dice.id(), student_id=student.id, kind=kind, system=system, code=code,
        text=text, certainty="confirmed" if kind == "diagnosis" else None, on_date=on, source=source,
    )  # fmt: skip


def _areas(dice: Dice, files: tuple[StudentFile, ...]) -> Iterator[DistrictArea]:
    """Each postal code with the district of those who live there."""
    found: dict[str, UUID] = {}
    for file in files:
        student = file.student
        if student.address is not None and student.district_id is not None:
            found.setdefault(student.address.postal_code, student.district_id)
    for postal_code, district_id in sorted(found.items()):
        yield DistrictArea(
            tenant_id=files[0].student.tenant_id,
            id=dice.id(),
            postal_code=postal_code,
            district_id=district_id,
        )
