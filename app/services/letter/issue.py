"""Issuing a letter: drafted from the file, set, frozen, recorded."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.letter import Letter
from app.models.schemas.letter import LetterCreate
from app.models.student import Enrolment, Student
from app.models.words.letter import LetterKind
from app.services import case, event, record, rulebook
from app.services.language import language_name
from app.services.letter.draft import DRAFTS, Draft, Opened
from app.services.letter.language import choose, titles
from app.services.letter.problems import ChildDeceased, ChildHasLeft
from app.services.letter.read import LETTER
from app.services.queries import case as case_queries
from app.services.queries import letter as queries
from app.services.queries import organisation as organisation_queries
from app.services.queries import student as student_queries
from app.services.record import plain
from app.services.rules import derived
from app.typeset import typeset

DECEASED = "DECEASED"


async def issue(db: AsyncSession, actor: Actor, student_id: UUID, body: LetterCreate) -> Letter:
    """Write one letter and keep it as it is; what it tells an outsider is a disclosure.

    Raises: ISSUE_PROBLEMS.
    """
    student = await case.open_for_change(db, actor, student_id)
    if await queries.count(db, actor, student_id) >= MOST_ON_FILE:
        raise case.FileFull
    await _require_present(db, actor, student, body)
    events = [e for e in await case_queries.events(db, actor, student_id) if not e.entered_in_error]
    file = Opened(student, events)
    kind = LetterKind(body.kind)
    draft = await DRAFTS[kind](db, actor, file, body)
    language, wanted = choose(
        kind, body.language or draft.language, english_instead=body.english_instead
    )
    content = plain(await _content(db, actor, file, draft, wanted))
    title = titles()[language][kind]
    made = await typeset(
        f"letter/{language}/{kind}", content, language=language, title=title, day=actor.today()
    )
    letter = Letter(
        tenant_id=actor.tenant_id, student_id=student_id, kind=kind, language=language, language_wanted=wanted,
        contact_id=draft.contact_id, organisation_id=draft.organisation_id, made_on=actor.today(), title=title,
        content=content, pdf=made.pdf, sha256=hashlib.sha256(made.pdf).hexdigest(),
        is_accessible=made.is_accessible, problems=list(made.problems),
    )  # fmt: skip
    record.add(db, actor, LETTER, letter)
    await db.flush()  # the answer says when it was made, and by whom
    await _tell(db, actor, student, letter, draft)
    return letter


async def _require_present(
    db: AsyncSession, actor: Actor, student: Student, body: LetterCreate
) -> None:
    """After an exit nothing goes out by itself; after a death nothing at all. Raises: ChildHasLeft, ChildDeceased."""
    stay = await require_living(db, actor, student.id)
    if stay is not None and stay.exited_on is not None and not body.after_exit:
        raise ChildHasLeft


async def require_living(db: AsyncSession, actor: Actor, student_id: UUID) -> Enrolment | None:
    """The latest stay; after a death no message goes out at all. Raises: ChildDeceased."""
    stay = await student_queries.latest_enrolment(db, actor, student_id)
    if stay is not None and stay.exited_on is not None and stay.exit_reason == DECEASED:
        raise ChildDeceased
    return stay


async def _content(
    db: AsyncSession, actor: Actor, file: Opened, draft: Draft, wanted: str | None
) -> dict[str, Any]:
    home = await queries.organisation(db, actor.tenant_id)
    issuer = await organisation_queries.principal(db, actor, db.info["principal_id"])
    facts = await case.facts_of(db, actor, file.student)
    return {
        "sender": {"name": actor.home.name, "lines": home.letterhead if home else []},
        "made_on": actor.today(),
        "recipient": {"name": draft.name, "lines": draft.lines},
        "child": {
            "name": file.child,
            "born_on": file.student.born_on,
            "third_birthday": derived(rulebook.load(), facts)["third_birthday"],
        },
        "issuer": {"name": issuer.name if issuer else actor.home.name},
        "facts": draft.facts,
        "language_wanted": language_name(wanted) if wanted else None,
    }


async def _tell(
    db: AsyncSession, actor: Actor, student: Student, letter: Letter, draft: Draft
) -> None:
    if draft.organisation_id is not None:
        audit.record(
            db, actor, "disclose", "letter", student_id=student.id, letter_id=str(letter.id), kind=letter.kind,
            recipient_id=str(draft.organisation_id), sha256=letter.sha256,
        )  # fmt: skip
    outbox.tell(
        db, actor, "letter.issued", student_id=student.id, letter_id=letter.id, kind=letter.kind
    )
    if draft.records is not None:
        type_, data = draft.records
        data = {**data, "letter_id": str(letter.id)}
        await event.add(db, actor, student, type_, actor.today(), data)
