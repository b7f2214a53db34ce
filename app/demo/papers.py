"""Plays what the county's coordinator keeps on files: documents in both parts, a newer version, notes signed and added to,
strategies with what each look at them showed.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.demo.county import County, StudentFile
from app.demo.playing import playing
from app.files import Files, Store, key_of
from app.files.kinds import PDF_TYPE
from app.models.document import Document, StoredFile
from app.models.note import Note
from app.models.schemas.note import NoteCreate, NoteStep
from app.models.schemas.strategy import CheckStrategy, EndStrategy, StrategyCreate
from app.models.words.document import DocumentKind, DocumentPart, ScanState
from app.services import document, note, strategy
from app.services.queries import upload as queries
from app.typeset import typeset
from app.typeset.block import aside
from app.typeset.block import text as prose

K, P = DocumentKind, DocumentPart
PAPERS = (
    (K.EVALUATION_REPORT, P.EDUCATIONAL, "Evaluation report", "evaluation.pdf"),
    (K.MEDICAL_RECORD, P.MEDICAL, "Hearing test", "hearing.pdf"),
    (K.SIGNED_PAPER, P.EDUCATIONAL, "Signed consent page", "consent page.pdf"),
    (K.HOME_PROGRAMME, P.EDUCATIONAL, "Home programme", "at home.pdf"),
)
NOTES = (
    "Called the family: the visit on Tuesday stays, the grandmother will be there.",
    "Talked with the audiologist's office; the test is on the waiting list.",
    "The family asks for visits after four. Passed on to the team.",
)
AT_HOME = {
    "goal": "We want to draw together after dinner, without tears.",
    "steps": [
        "Put two thick crayons and one large sheet on the table.",
        "Sit beside your child, on the side of the weaker hand.",
        "Draw a line and wait. Count to ten before you help.",
        "Praise the grip, not the picture.",
    ],
    "when_in_day": "After dinner",
    "how_often": "Every day, five minutes",
    "watch_for": "Both feet on the floor or on a stool.",
    "stop_when": "The hand cramps, or your child turns away twice.",
    "whom_to_call": "The therapist of your team, 555-555-0100",
}
GOALS = (
    ("The family keeps its visits.", "Two visits kept of three since the last call."),
    ("A hearing test within the month.", "Referred; the office will call the family."),
    ("Visits when both parents can be there.", "Asked; the team answers this week."),
)
"""What each note was for, and how far that is."""
STRATEGIES = (
    ("grip", "Thick crayons", "Offer thick crayons at every drawing; praise the grip.", "At home"),
    ("seating", "Feet on a stool", "A stool under the feet at every meal.", "At the table"),
    (
        "routine",
        "A song before the bath",
        "The same song, three minutes before the water runs.",
        "In the evening",
    ),
    (
        "lighting",
        "Lamp behind the child",
        "No window in front of the child when a book is read.",
        "On the sofa",
    ),
)
MOST = 24
STEP: TypeAdapter[NoteStep] = TypeAdapter(NoteStep)


async def play_papers(
    connection: AsyncConnection, county: County, store: Store, today: date
) -> None:
    """As the coordinator would have kept them; the same day gives the same."""
    async with playing(connection, county, "coordinator") as (db, actor, me):
        mine = [
            f
            for f in county.files
            if f.enrolment.exited_on is None and any(a.principal_id == me for a in f.assignments)
        ]
        files = [await _kept(db, actor, store, title, today) for _, _, title, _ in PAPERS]
        for number, file in enumerate(mine[:MOST]):
            await _documents(db, actor, file, files, number)
            await _notes(db, actor, file, number, today)
            await _strategies(db, Files(store, None, 0), actor, file, number, today)


async def _kept(
    db: AsyncSession, actor: Actor, store: Store, title: str, today: date
) -> StoredFile:
    """A page that says what it stands for: bytes first, then the row."""
    data = {
        "sender": {"name": actor.home.name, "lines": []},
        "foot": "Demo",
        "blocks": [
            prose(f"In a real file this is: {title.lower()}."),
            aside("Made for the demo county. It is about nobody."),
        ],
    }
    made = await typeset("record", data, language="en", title=title, day=today)
    sha256 = hashlib.sha256(made.pdf).hexdigest()
    await store.put(key_of(actor.tenant_id, sha256), BytesIO(made.pdf))
    row = StoredFile(
        tenant_id=actor.tenant_id, sha256=sha256, media_type=PDF_TYPE, byte_count=len(made.pdf),
        scan_state=ScanState.NOT_SCANNED.value,
    )  # fmt: skip
    return await queries.keep_file(db, actor, row)


async def _documents(
    db: AsyncSession, actor: Actor, file: StudentFile, files: Sequence[StoredFile], number: int
) -> None:
    """Each file has some of them, none has all of the same."""
    for place, (kind, part, title, name) in enumerate(PAPERS):
        if (number + place) % 3 == 0:
            continue
        row = Document(
            tenant_id=actor.tenant_id, student_id=file.student.id, part=part.value, kind=kind.value, title=title,
            dated_on=file.enrolment.referred_on, source="Demo",
        )  # fmt: skip
        await document.put(db, actor, row, files[place], name)


async def _notes(
    db: AsyncSession, actor: Actor, file: StudentFile, number: int, today: date
) -> None:
    """One signed, on every third file one that adds to it, on every fourth a draft."""
    on = max(file.enrolment.referred_on, today - timedelta(days=number % 20))
    goal, progress = GOALS[number % len(NOTES)]
    said = {"outcomes": [{"goal": goal, "progress": progress}]}
    first = await _written(db, actor, file, NOTES[number % len(NOTES)], on, visit=said)
    await _sign(db, actor, first)
    if number % 3 == 0:
        added = await _written(db, actor, file, "The sister was there too.", on, adds_to=first)
        await _sign(db, actor, added)
    if number % 4 == 0:
        await _written(db, actor, file, "To ask on the next visit: the stairs.", today)


async def _written(
    db: AsyncSession,
    actor: Actor,
    file: StudentFile,
    said: str,
    on: date,
    adds_to: Note | None = None,
    visit: dict[str, Any] | None = None,
) -> Note:
    body = {
        "kind": "coordination", "on_date": str(on), "minutes": 15, "text": said, "visit": visit,
        "addendum_to_id": str(adds_to.id) if adds_to else None,
    }  # fmt: skip
    row, _ = await note.write(db, actor, file.student.id, NoteCreate.model_validate(body))
    await db.flush()  # the next one may speak of it
    return row


async def _sign(db: AsyncSession, actor: Actor, row: Note) -> None:
    body = {
        "act": "sign", "text_sha256": row.text_sha256,
        "signature": {"method": "electronic", "identity_shown": "signed_in"},
    }  # fmt: skip
    step = STEP.validate_python(body)
    await note.take(db, actor, row.student_id, row.id, step, f'"{row.version}"')
    await db.flush()


async def _strategies(
    db: AsyncSession, files: Files, actor: Actor, file: StudentFile, number: int, today: date
) -> None:
    """Two of three files have one: planned, in use and looked at, due for a look, or ended; some are a home programme."""
    if number % 3 == 0:
        return
    area, title, how, place = STRATEGIES[number % len(STRATEGIES)]
    begun = max(file.enrolment.referred_on, today - timedelta(days=20 + number))
    body = {
        "student_id": str(file.student.id), "area": area, "title": title, "how": how, "place": place,
        "started_on": None if number % 5 == 0 else str(begun), "check_every_days": 28,
    }  # fmt: skip
    at_home = AT_HOME if area == "grip" else {}
    said = StrategyCreate.model_validate({**body, **at_home})
    row = await strategy.write(db, files, actor, said)
    await db.flush()  # a step reads it anew
    if number % 4 == 1 and number % 5:
        finding = "helps" if number % 8 == 1 else "helps_somewhat"
        look = CheckStrategy.model_validate({"act": "check", "finding": finding, "on": str(today)})
        row = await strategy.move(db, actor, row.id, look, f'"{row.version}"')
    if number % 7 == 4:
        over = EndStrategy.model_validate({"act": "end", "reason_code": "not_needed"})
        await strategy.move(db, actor, row.id, over, f'"{row.version}"')
