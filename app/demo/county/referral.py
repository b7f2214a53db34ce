"""The referral that opened a file, or that still waits for intake."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app.demo.county.dice import Dice
from app.demo.county.need import DIAGNOSES, Need
from app.demo.county.shape import Contact, Organisation, Referral, Student

CHILD = (
    "first_name",
    "last_name",
    "sex",
    "gestation_weeks",
    "birth_weight_grams",
    "birth_order",
    "languages",
    "interpreter_needed",
    "race_ethnicity",
)
CONTACT = (
    "first_name",
    "last_name",
    "relationship",
    "lives_with",
    "language",
    "interpreter_needed",
    "phone",
    "email",
)
BY_STAFF = ("phone", "phone", "in_person", "fax")
SENDERS = (("Dr. Elena Marsh", "pediatrician"), ("Carlos Whitten", "social worker"))


@dataclass(frozen=True, slots=True)
class Sender:
    """An organisation and its number for the referral; None of both when a family called."""

    organisation_id: UUID | None
    ref: str | None


def draw_sender(dice: Dice, agencies: Sequence[Organisation], number: int) -> Sender:
    if dice.chance(40):
        return Sender(None, None)
    return Sender(dice.one_of(agencies).id, f"R-{number:05}")


def write_referral(
    dice: Dice,
    student: Student,
    contacts: Sequence[Contact],
    needs: Sequence[Need],
    basis: str | None,
    *,
    sender: Sender,
    received_on: date,
    state: str,
    reason_code: str | None = None,
    student_id: UUID | None = None,
) -> Referral:
    """`state` beyond submitted means that intake decided, on the day of receipt."""
    channel = "api" if sender.organisation_id else dice.one_of(BY_STAFF)
    urgency = "urgent" if dice.chance(8) else "routine"
    report_back = sender.organisation_id is not None and dice.chance(70)
    return Referral(
        tenant_id=student.tenant_id,
        id=dice.id(),
        state=state,
        received_on=received_on,
        channel=channel,
        urgency=urgency,
        sender_id=sender.organisation_id,
        sender_ref=sender.ref,
        child_first_name=student.first_name,
        child_last_name=student.last_name,
        born_on=student.born_on,
        submitted=_body(dice, student, contacts, needs, basis)
        | {"channel": channel, "urgency": urgency}
        | ({"sender_ref": sender.ref} | _person(dice) if sender.ref else {})
        | {"consent": {"parent_informed": True, "report_back": report_back}},
        may_report_back=report_back,
        reason_code=reason_code,
        decided_at=None
        if state == "submitted"
        else datetime.combine(received_on, time(17), tzinfo=UTC),
        student_id=student_id,
    )


def _body(
    dice: Dice,
    student: Student,
    contacts: Sequence[Contact],
    needs: Sequence[Need],
    basis: str | None,
) -> dict[str, Any]:
    child = _known(student, CHILD) | {"born_on": student.born_on.isoformat()}
    body: dict[str, Any] = {
        "program_id": str(student.tenant_id),
        "child": child,
        "contacts": [_known(contact, CONTACT) for contact in contacts],
        "reason": " ".join(need.words for need in needs),
        "concerns": [{"domain": need.domain, "text": need.words} for need in needs],
    }
    if student.address:
        child["address"] = _listed(asdict(student.address))
    if basis == "established_risk":
        found = dice.one_of(DIAGNOSES)
        body["diagnoses"] = [{"system": "icd-10-cm", "code": found.code, "text": found.text}]
    return body


def _person(dice: Dice) -> dict[str, Any]:
    name, role = dice.one_of(SENDERS)
    return {"sender": {"name": name, "role": role}}


def _known(row: Student | Contact, fields: Sequence[str]) -> dict[str, Any]:
    """Fields that hold something, as JSON has them: a sender leaves out what it does not know."""
    return _listed({f: getattr(row, f) for f in fields if getattr(row, f) not in {None, ()}})


def _listed(fields: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in fields.items()}
