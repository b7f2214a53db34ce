"""Files that come with a referral."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.models.fields import FileName, Line, Read, Write
from app.models.schemas.document import HASH
from app.models.words.document import DocumentKind, DocumentPart, ScanState


class AttachmentCreate(Write):
    upload_id: UUID = Field(description="From POST /v1/uploads, sent by the caller.")
    file_name: FileName = Field(description="What the file is called where it came from.")
    title: Line
    kind: DocumentKind = DocumentKind.REFERRAL
    part: DocumentPart = Field(
        default=DocumentPart.MEDICAL,
        description="Part of the child's file it belongs to, once there is one.",
    )


class AttachmentRead(Read):
    id: UUID
    referral_id: UUID
    title: str
    kind: DocumentKind
    part: DocumentPart
    file_name: str
    media_type: str
    byte_count: int
    sha256: str = HASH
    scan_state: ScanState
    created_at: datetime
    document_id: UUID | None = Field(
        description="The document it became, for the program; null until then, and for the sender."
    )
