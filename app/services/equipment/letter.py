"""Letters: drafted from the file, checked for completeness, signed under a licence, then frozen."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.canonical import canonical, digest
from app.errors import Unprocessable
from app.models.equipment import EquipmentLetter, EquipmentRequest
from app.models.funding import EquipmentSubmission
from app.models.history import RecordChange
from app.models.schemas.equipment_letter import LetterCreate, LetterUpdate
from app.models.schemas.equipment_step import Signing
from app.models.words.equipment import (
    EquipmentKind,
    EquipmentState,
    LetterKind,
    LetterState,
    SubmissionState,
)
from app.models.words.staff import Discipline
from app.services import case, credential, record, signature, upkeep
from app.services.equipment import language, parts
from app.services.equipment.file import File, gather, latest
from app.services.equipment.machine import DERIVING
from app.services.equipment.problems import (
    EquipmentDates,
    EquipmentLetterNotFound,
    EquipmentRequestNotFound,
    LetterChanged,
    LetterFixed,
    LetterIncomplete,
    LetterWaits,
    LetterWordless,
)
from app.services.equipment.request import REQUEST, lineage
from app.services.queries import equipment as queries
from app.services.queries import record as record_queries
from app.services.workflow import Action

LETTER = record.Kind("equipment-letter", EquipmentLetter, EquipmentLetterNotFound)
OPEN_PROBLEMS = (*case.OPEN_PROBLEMS, EquipmentRequestNotFound, EquipmentLetterNotFound)
WRITE_PROBLEMS = (*OPEN_PROBLEMS, LetterFixed, LetterWaits)
CHANGE_PROBLEMS = (*WRITE_PROBLEMS, LetterWordless)
SIGN_PROBLEMS = (
    *credential.LICENCE_PROBLEMS, *signature.SIGN_PROBLEMS, EquipmentLetterNotFound, LetterChanged, LetterFixed,
    LetterIncomplete, LetterWaits, EquipmentDates,
)  # fmt: skip

_MOTOR = frozenset({Discipline.OCCUPATIONAL_THERAPY, Discipline.PHYSICAL_THERAPY})
DISCIPLINES: dict[EquipmentKind, frozenset[Discipline]] = {
    EquipmentKind.FEEDING: _MOTOR | {Discipline.SPEECH_LANGUAGE},
    EquipmentKind.ADAPTED_TOYS_SWITCHES: _MOTOR | {Discipline.SPEECH_LANGUAGE},
    EquipmentKind.COMMUNICATION: frozenset({Discipline.SPEECH_LANGUAGE}),
    EquipmentKind.VISION: frozenset(
        {Discipline.VISION, Discipline.ORIENTATION_MOBILITY, Discipline.OCCUPATIONAL_THERAPY}
    ),
    EquipmentKind.HEARING: frozenset({Discipline.AUDIOLOGY}),
}
"""Whose licence covers a letter about such equipment; a therapist of movement for all others."""

DERIVED_FROM = {
    LetterKind.APPEAL: {EquipmentState.DENIED, EquipmentState.PART_APPROVED},
    LetterKind.RESUBMISSION: set(DERIVING),
}


def disciplines_for(kind: str) -> frozenset[Discipline]:
    return DISCIPLINES.get(EquipmentKind(kind), _MOTOR)


def facts_of(file: File, letter: EquipmentLetter) -> dict[str, Any]:
    """What the letter takes from the file as it stands; nothing of it is typed twice."""
    request, student = file.request, file.student
    names = {f.id: f.name for f in file.funders}
    found: dict[str, Any] = record.plain(
        {
            "child": {
                "name": " ".join(
                    filter(None, (student.first_name, student.middle_name, student.last_name))
                ),
                "born_on": student.born_on,
            },
            "diagnoses": request.diagnoses,
            "coverage": [
                {"funder": names[UUID(c["funder_id"])], "member_id": c["member_id"]}
                for c in request.coverage
            ],
            "kind": request.kind,
            "need": request.need,
            **_rests_on(file),
            "items": [_item(file, i.id) for i in file.wanted],
            "trials": [
                {
                    "tried": t.tried, "from_on": t.from_on, "to_on": t.to_on, "place": t.place,
                    "present": t.present, "result": t.result, "notes": t.notes,
                }
                for t in file.trials
            ],
            "measurements": [
                {"part": m.part, "value": m.value, "unit": m.unit, "taken_on": m.taken_on}
                for _, m in sorted(latest(file.measurements).items())
            ],
            "photos": [
                {"document_version_id": p.document_version_id, "alt": p.alt, "caption": p.caption, "taken_on": p.taken_on}
                for p in file.photos
            ],
            "prescription": {
                "prescriber": request.prescriber, "order": request.prescription, "on": request.prescribed_on,
            },
            "answered": _answered(file, letter),
        }
    )  # fmt: skip
    return found


def _rests_on(file: File) -> dict[str, str | None]:
    """In words: those of the record that is named, else those that were typed."""
    request, links = file.request, file.links
    return {
        "outcome": links.outcome["statement"] if links.outcome else request.outcome,
        "assessment": links.assessment_in_words or request.assessment,
        "visit": links.visit_in_words or request.visit,
    }


def _item(file: File, item_id: UUID) -> dict[str, Any]:
    item = next(i for i in file.items if i.id == item_id)
    main = next((i for i in file.kin if i.id == item.part_of_id), None)
    return {
        "name": item.name, "accessory_of": main.name if main else None, "hcpcs": item.hcpcs,
        "maker": " ".join(filter(None, (item.manufacturer, item.model))) or None, "size": item.size,
        "reason": item.reason, "cheaper": item.cheaper, "growth": item.growth,
        "quotes": [{"number": q["number"], **q["price"]} for q in item.quotes], "funding": item.funding,
    }  # fmt: skip


def answered_by(file: File, letter: EquipmentLetter) -> EquipmentSubmission | None:
    """The question or decision that a derived letter answers."""
    if letter.kind == LetterKind.JUSTIFICATION:
        return None
    chosen = next((s for s in file.submissions if s.id == letter.answers_id), None)
    return chosen or file.answered


def _answered(file: File, letter: EquipmentLetter) -> dict[str, Any] | None:
    said = answered_by(file, letter)
    if said is None:
        return None
    names = {f.id: f.name for f in file.funders}
    asked = [q["what"] for q in said.inquiries if q["answered_on"] is None]
    return {
        "funder": names[said.funder_id], "reference": said.reference, "decided_on": said.decided_on,
        "said": said.state, "reason": said.reason or "\n".join(asked) or None,
    }  # fmt: skip


def content_of(file: File, letter: EquipmentLetter) -> str:
    """The letter's one text: as signed, or as it stands."""
    if letter.content is not None:
        return letter.content
    return canonical(
        {
            "letter_id": letter.id, "kind": letter.kind, "language": letter.language,
            "derived_from_id": letter.derived_from_id, "sections": letter.sections, "facts": facts_of(file, letter),
        }
    )  # fmt: skip


def draft_of(file: File, kind: LetterKind) -> EquipmentLetter:
    """A new draft; it carries over the text of the letter in force, and its language where it has words."""
    before = file.signed
    spoken = before.language if before else language.ENGLISH
    return EquipmentLetter(
        tenant_id=file.request.tenant_id, request_id=file.request.id, student_id=file.request.student_id,
        kind=kind.value, derived_from_id=before.id if before else None,
        language=spoken if language.has_words(spoken) else language.ENGLISH,
        sections=dict(before.sections) if before else {},
    )  # fmt: skip


async def derive(
    db: AsyncSession, actor: Actor, request_id: UUID, body: LetterCreate
) -> EquipmentLetter:
    """Begin a resubmission or an appeal. Raises: WRITE_PROBLEMS."""
    request = await _locked(db, actor, request_id)
    file = await gather(db, actor, request)
    if request.state not in DERIVED_FROM[body.kind]:
        wanted = ", ".join(sorted(DERIVED_FROM[body.kind]))
        raise LetterWaits(
            f"The request is {request.state}; such a letter is written from: {wanted}."
        )
    if file.draft is not None:
        raise LetterWaits("There is a draft already; finish that one.")
    letter = draft_of(file, LetterKind(body.kind))
    letter.answers_id = _of_request(file, body.answers_id)
    return record.add(db, actor, LETTER, letter)


def _of_request(file: File, answers_id: UUID | None) -> UUID | None:
    """Raises: Unprocessable for what no source of this request said."""
    asked = {s.id for s in file.submissions if s.state != SubmissionState.PASSED_OVER}
    if answers_id is not None and answers_id not in asked:
        raise Unprocessable(
            "A derived letter answers what a source of this request said; see `errors`.",
            errors=[{"pointer": "/answers_id", "detail": "is not a source's question or decision"}],
        )
    return answers_id


async def _locked(db: AsyncSession, actor: Actor, request_id: UUID) -> EquipmentRequest:
    """The request, its student's file locked; its version stays."""
    request = await record.read(db, actor, REQUEST, request_id)
    await case.lock_file(db, actor, await case.holder(db, actor, request.student_id))
    return request


async def list_of(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentLetter]:
    """Raises: OPEN_PROBLEMS."""
    request = await record.read(db, actor, REQUEST, request_id)
    line = await lineage(db, actor, request)
    return await queries.letters(db, actor, request_id, line, limit, after)


async def read(db: AsyncSession, actor: Actor, request_id: UUID, letter_id: UUID) -> dict[str, Any]:
    """A letter with its facts, its hash, what it lacks and who signed. Raises: OPEN_PROBLEMS."""
    file, letter = await opened(db, actor, request_id, letter_id)
    return await shown(db, actor, file, letter)


async def actions(
    db: AsyncSession, actor: Actor, request_id: UUID, letter_id: UUID
) -> list[Action]:
    """Raises: OPEN_PROBLEMS."""
    _, letter = await opened(db, actor, request_id, letter_id)
    return upkeep.actions(actor, upkeep.EQUIPMENT_LETTER, letter)


async def opened(
    db: AsyncSession, actor: Actor, request_id: UUID, letter_id: UUID
) -> tuple[File, EquipmentLetter]:
    """A letter of the request, or a signed one of what it carries on. Raises: OPEN_PROBLEMS."""
    request = await record.read(db, actor, REQUEST, request_id)
    letter = await record.read(db, actor, LETTER, letter_id)
    file = await gather(db, actor, request)
    if letter.id not in {x.id for x in file.letters}:
        raise EquipmentLetterNotFound
    return file, letter


async def shown(
    db: AsyncSession, actor: Actor, file: File, letter: EquipmentLetter
) -> dict[str, Any]:
    text = content_of(file, letter)
    checked = parts.check(file, letter)
    return {
        **letter.model_dump(
            include={
                "id", "version", "kind", "state", "derived_from_id", "answers_id", "language", "sections",
                "signed_on", "signed_by",
            }
        ),
        "is_co_signed": letter.is_co_signed,
        "facts": json.loads(text)["facts"],
        "text_sha256": digest(text),
        "parts": checked,
        "is_complete": all(p["is_there"] for p in checked),
        "signatures": await record_queries.signatures(db, actor, letter.id),
    }  # fmt: skip


async def change(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    letter_id: UUID,
    body: LetterUpdate,
    if_match: str,
) -> dict[str, Any]:
    """Write in a draft. Raises: CHANGE_PROBLEMS, VersionStale."""
    request = await record.read(db, actor, REQUEST, request_id)
    letter = await record.open_for_change(db, actor, LETTER, letter_id, if_match)
    if letter.request_id != request.id:
        raise EquipmentLetterNotFound
    if letter.state != LetterState.DRAFT:
        raise LetterFixed
    changes = body.model_dump(exclude_unset=True)
    if "language" in changes:
        language.require_words(changes["language"])
    file = await gather(db, actor, request)
    _of_request(file, body.answers_id)
    if "sections" in changes:
        merged = {**letter.sections, **changes["sections"]}
        changes["sections"] = {k: v for k, v in merged.items() if v is not None}
    record.change(db, actor, LETTER, letter, changes)
    return await shown(db, actor, file, letter)


async def sign(db: AsyncSession, actor: Actor, file: File, body: Signing) -> EquipmentLetter:
    """The caller signs a complete draft under a licence that holds on that day; it is frozen.

    Raises: SIGN_PROBLEMS.
    """
    letter = next((x for x in file.letters if x.id == body.letter_id), None)
    if letter is None:
        raise EquipmentLetterNotFound
    if letter.state != LetterState.DRAFT:
        raise LetterFixed
    if missing := parts.missing_for_signature(file, letter):
        raise LetterIncomplete(f"It lacks: {', '.join(missing)}.", missing=list(missing))
    text = content_of(file, letter)
    if digest(text) != body.text_sha256:
        raise LetterChanged
    await _put(db, actor, file, letter, text, body)
    return letter


async def _put(
    db: AsyncSession, actor: Actor, file: File, letter: EquipmentLetter, text: str, body: Signing
) -> None:
    me: UUID = db.info["principal_id"]
    on: date = body.signature.signed_on or actor.today()
    licence = await credential.require_licence(
        db, actor, me, on, disciplines_for(file.request.kind)
    )
    if on < file.request.stage_on:
        raise EquipmentDates(f"The letter was begun later than {on}: check `signed_on`.")
    await signature.by_colleague(
        db, actor, LETTER, letter, "therapist", digest(text), body.signature, licence
    )
    answered = answered_by(file, letter)
    letter.content = text
    signed = {
        "answers_id": answered.id if answered else None,
        "state": LetterState.SIGNED.value,
        "sha256": digest(text),
        "signed_on": on,
        "signed_by": me,
    }
    record.change(db, actor, LETTER, letter, signed, act="signed")


def to_send(
    file: File, letter_id: UUID, kind: LetterKind, answered: EquipmentSubmission | None
) -> EquipmentLetter:
    """A derived letter that both have signed, an answer to that. Raises: EquipmentLetterNotFound, LetterWaits."""
    letter = next((x for x in file.letters if x.id == letter_id), None)
    if letter is None:
        raise EquipmentLetterNotFound
    if letter.kind != kind:
        raise LetterWaits(f"This step sends: {kind}; the letter is: {letter.kind}.")
    if letter.state != LetterState.SIGNED or not letter.is_co_signed:
        raise LetterWaits("Therapist and prescriber sign it first: the steps `sign`, `prescribe`.")
    if not file.is_ready(letter, answered):
        raise LetterWaits(
            "It was sent before, or answers another decision: derive one (POST .../letters)."
        )
    return letter


async def history(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    letter_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS."""
    await opened(db, actor, request_id, letter_id)
    return await record.history(db, actor, LETTER, letter_id, limit, after)
