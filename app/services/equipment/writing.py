"""Steps about the letter: begun, signed by the therapist, agreed by the family, ordered by the prescriber."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.equipment import EquipmentLetter
from app.models.schemas import equipment_step as steps
from app.models.words.equipment import LetterKind
from app.services import record, signature
from app.services.equipment.file import File
from app.services.equipment.letter import LETTER, SIGN_PROBLEMS, draft_of, sign
from app.services.equipment.problems import EquipmentDates, EquipmentLetterNotFound

PROBLEMS = (*SIGN_PROBLEMS, *signature.SIGN_PROBLEMS, EquipmentDates)
Changes = dict[str, Any]


async def draft(db: AsyncSession, actor: Actor, file: File, _: steps.Draft, on: date) -> Changes:
    """Begin the letter, unless one was begun."""
    if file.draft is None:
        record.add(db, actor, LETTER, draft_of(file, LetterKind.JUSTIFICATION))
    return {}


async def rework(db: AsyncSession, actor: Actor, file: File, _: steps.Rework, on: date) -> Changes:
    """Begin the letter anew with its text. The signed one stays on file; what was agreed and ordered, too."""
    if file.draft is None:
        record.add(db, actor, LETTER, draft_of(file, LetterKind.JUSTIFICATION))
    return {
        "family_agreed_on": None,
        "family_agreed_by": None,
        "prescriber": None,
        "prescribed_on": None,
        "prescription": None,
    }


async def sign_letter(
    db: AsyncSession, actor: Actor, file: File, body: steps.Sign, on: date
) -> Changes:
    """The first letter, or one derived from it. Raises: SIGN_PROBLEMS."""
    await sign(db, actor, file, body.letter)
    return {}


async def send_to_prescriber(
    db: AsyncSession, actor: Actor, file: File, body: steps.SendToPrescriber, on: date
) -> Changes:
    """The family agrees with the choice first. Raises: ContactNotFound, MayNotSign, EquipmentDates."""
    await signature.require_signer(db, actor, file.request.student_id, body.contact_id)
    if not file.request.identified_on <= body.agreed_on <= on:
        raise EquipmentDates("The family agrees after the need is found, and before this step.")
    return {"family_agreed_on": body.agreed_on, "family_agreed_by": body.contact_id}


async def prescribe(
    db: AsyncSession, actor: Actor, file: File, body: steps.Prescribe, on: date
) -> Changes:
    """The physician's order, and the co-signature under the letter. Raises: PROBLEMS."""
    letter = _in_force(file)
    if not file.request.identified_on <= body.prescribed_on <= on:
        raise EquipmentDates("The order lies between the day the need was found and this step.")
    assert letter.sha256 is not None  # noqa: S101 - signed
    assert letter.signed_on is not None  # noqa: S101 - signed
    if (body.signature.signed_on or actor.today()) < letter.signed_on:
        raise EquipmentDates(
            f"The prescriber signs what the therapist signed on {letter.signed_on}."
        )
    await signature.by_outsider(
        db, actor, LETTER, letter, body.signer, "prescriber", letter.sha256, body.signature
    )
    ordered = {"prescriber": body.signer.name, "order": body.prescription, "on": body.prescribed_on}
    record.change(
        db, actor, LETTER, letter, {"prescription": record.plain(ordered)}, act="prescribed"
    )
    return {
        "prescriber": body.signer.name, "prescribed_on": body.prescribed_on, "prescription": body.prescription,
    }  # fmt: skip


def _in_force(file: File) -> EquipmentLetter:
    if file.signed is None:
        raise EquipmentLetterNotFound
    return file.signed
