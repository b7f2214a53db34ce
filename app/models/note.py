"""Text notes: written by one person, signed, then locked."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from app.models.base import SCHEMA, Record, instant, one_of, within
from app.models.plan import json_or_null
from app.models.words.document import DocumentPart
from app.models.words.note import CopyForm, NoteKind, NoteState

UNCOPIED = (
    "kind = 'visit' and state = 'signed' and copy_given_on is null and addendum_to_id is null"
)


class Note(Record, table=True):
    """A note on one student. `text_sha256` is the hash of what it says now: the text that is signed.

    One written without a network has the device's own `client_id`, and the moment of its writing beside that of its
    arrival; `client_sha256` is the hash of what arrived, by which a second arrival is known.
    """

    __tablename__ = "note"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("author_id", "principal"),
        within("co_signer_id", "principal"),
        within("delivery_id", "service_delivery"),
        within("agency_contact_id", "agency_contact"),
        within("addendum_to_id", "note"),
        one_of("kind", NoteKind),
        one_of("part", DocumentPart),
        one_of("state", NoteState),
        one_of("copy_form", CopyForm),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_note_student", "tenant_id", "student_id", "id"),
        Index(
            "ix_note_co_signer", "tenant_id", "co_signer_id", "on_date", "id",
            postgresql_where=text("state = 'awaiting_co_signature'"),
        ),
        Index("ix_note_uncopied", "tenant_id", "on_date", "id", postgresql_where=text(UNCOPIED)),
        Index(
            "ix_note_uncopied_student", "tenant_id", "student_id", "on_date", "id",
            postgresql_where=text(UNCOPIED),
        ),
        Index(
            "uq_note_client", "tenant_id", "author_id", "client_id", unique=True,
            postgresql_where=text("client_id is not null"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    author_id: UUID
    kind: str
    part: str
    state: str = NoteState.DRAFT.value
    on_date: date
    minutes: int | None = None
    place: str | None = None
    text: str
    visit: dict[str, Any] | None = json_or_null()
    text_sha256: str
    delivery_id: UUID | None = None
    agency_contact_id: UUID | None = None
    addendum_to_id: UUID | None = None
    co_signer_id: UUID | None = None
    signed_on: date | None = None
    copy_given_on: date | None = None
    copy_form: str | None = None
    client_id: UUID | None = None
    client_sha256: str | None = None
    written_at: datetime | None = instant(default=None)
