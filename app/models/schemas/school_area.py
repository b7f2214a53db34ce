"""The district's map: which school a postal code belongs to."""

from uuid import UUID

from app.models.fields import Line, Read, Write, may_be_absent
from app.models.schemas.profile import PostalArea


class SchoolAreaCreate(Write):
    postal_code: PostalArea
    school: Line


class SchoolAreaUpdate(Write):
    school: Line = may_be_absent()


class SchoolAreaRead(Read):
    id: UUID
    version: int
    postal_code: str
    school: str
