"""What an operator says of organisations and of who may sign in."""

from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from app.models.fields import Code, Line, Name, Write, may_be_absent
from app.models.words.organisation import OrganisationKind
from app.models.words.staff import Discipline


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name} is no time zone; one is America/Los_Angeles")
    return name


class OrganisationCreate(Write):
    kind: OrganisationKind
    name: Line
    jurisdiction: Code
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    number: Code | None = Field(default=None, description="What the State knows it by.")
    letterhead: list[Line] = Field(
        default=[], max_length=6, description="Lines under the name on a letter."
    )


class PersonCreate(Write):
    """`subject`: the `sub` of the tokens that the identity provider gives them."""

    subject: Annotated[str, Field(min_length=1, max_length=255)]
    name: Name
    roles: Annotated[list[str], Field(min_length=1)]
    discipline: Discipline | None = None


class PersonUpdate(Write):
    """What is absent stays as it is."""

    name: Name = may_be_absent()
    roles: Annotated[list[str], Field(min_length=1)] = may_be_absent()
    discipline: Discipline = may_be_absent()
    is_active: bool = may_be_absent()


class SystemCreate(Write):
    """`public_keys`: a JWK set of public keys, for `private_key_jwt`; without them it gets a secret."""

    name: Name
    roles: Annotated[list[str], Field(min_length=1)]
    public_keys: dict[str, Any] | None = None
