"""Shapes of people and places that several records carry."""

from typing import Annotated, Literal

from pydantic import EmailStr, Field, StringConstraints

from app.models.fields import Code, Flag, Language, Line, Name, Phone, Read, Write, may_be_absent

Sex = Literal["female", "male", "other", "unknown"]
Relationship = Literal[
    "mother",
    "father",
    "parent",
    "foster_parent",
    "grandparent",
    "guardian",
    "surrogate_parent",
    "sibling",
    "other_relative",
    "other",
]
RaceEthnicity = Literal[
    "american_indian_or_alaska_native", "asian", "black_or_african_american", "hispanic_or_latino",
    "native_hawaiian_or_pacific_islander", "white", "declined", "unknown",
]  # fmt: skip
Email = Annotated[EmailStr, StringConstraints(max_length=254)]
PostalCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{5}(-[0-9]{4})?$")]
StateCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{2}$")]
Languages = Annotated[list[Language], Field(max_length=10)]
Areas = Annotated[list[Line], Field(max_length=50)]


class Address(Write):
    lines: Annotated[list[Line], Field(min_length=1, max_length=3)]
    city: Name
    state: StateCode
    postal_code: PostalCode | None = None
    confidential: Flag = False
    """A confidential address leaves the program in no notice and no packet."""


class AddressUpdate(Write):
    """Merge patch of an address: absent keeps, null clears."""

    lines: Annotated[list[Line], Field(min_length=1, max_length=3)] = may_be_absent()
    city: Name = may_be_absent()
    state: StateCode = may_be_absent()
    postal_code: PostalCode | None = None
    confidential: Flag = may_be_absent()


class AddressRead(Read):
    lines: list[str]
    city: str
    state: str
    postal_code: str | None
    confidential: bool


class ExternalId(Write):
    """A number that the child has elsewhere."""

    system: Literal["ssid", "uci", "medi_cal", "other"]
    value: Code
    period: Line | None = None


class ContactWrite(Write):
    """Somebody around the child. What is not known stays null: rights are never assumed."""

    first_name: Name
    last_name: Name | None = None
    relationship: Relationship
    lives_with: Flag | None = None
    holds_educational_rights: Flag | None = None
    may_sign: Flag | None = None
    may_receive_information: Flag | None = None
    language: Language | None = None
    interpreter_needed: Flag = False
    phone: Phone | None = None
    email: Email | None = None
    address: Address | None = None
