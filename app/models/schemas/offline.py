"""What a device may hold while it has no network."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.models.fields import Bounded, Read


class OfflineFile(Read):
    """One file that the device may hold, and the version to hold."""

    student_id: UUID
    version: int
    until: datetime | None = Field(
        description="When it goes again, for a file opened in an emergency; null while it is on the caseload."
    )


class OfflineFiles(Read):
    """The whole of what may be held: whatever else the device has is removed, named in `remove` or not."""

    checked_at: datetime
    keep: Bounded[OfflineFile]
    remove: Bounded[UUID]
