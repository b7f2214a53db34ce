"""Types shared by tables and shapes: what a date, a name or a text may be."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar
from uuid import UUID

import uuid_utils.compat
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
MOST_IN_NAME = 150
DATE_PATTERN = r"^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

_DATE = re.compile(DATE_PATTERN, re.ASCII)
# NUL and other control characters, lone surrogates, and the marks that reorder text on a screen.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


_CTRL = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
# What the server refuses must show in the contract: no control marks, something besides spaces.
_SHOWN = {"pattern": rf"^[^{_CTRL}]*[^\s{_CTRL}][^{_CTRL}]*$"}


def _strict_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("a date is written YYYY-MM-DD, between 1900-01-01 and 2100-12-31")
    return date.fromisoformat(value)


def _safe_text(value: Any) -> Any:
    """Before spaces around it are taken off, for a control mark there would go with them."""
    if isinstance(value, str) and _UNSAFE.search(value):
        raise ValueError("control characters and text-direction marks are not allowed")
    return value


_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def _file_name(value: str) -> str:
    """Its last part, as any system can save and show it."""
    last = re.split(r"[\\/]", _UNSAFE.sub("", unicodedata.normalize("NFC", value)))[-1]
    name = _NOT_IN_NAMES.sub("_", " ".join(last.split())).strip(" .")[-MOST_IN_NAME:]
    if not name:
        raise ValueError("a file's name has something besides dots, spaces and marks")
    return name


def _near(value: datetime) -> datetime:
    if not 2000 <= value.year <= 2099:
        raise ValueError("a moment lies between 2000 and 2099")
    return value


CaseDate = Annotated[
    date,
    BeforeValidator(_strict_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DATE_PATTERN}),
]
"""A legal day in the agency's civil time, 1900-2100, written as ten characters."""


Code = Annotated[
    str,
    StringConstraints(
        strict=True, min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]*$"
    ),
]
Name = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=100),
    BeforeValidator(_safe_text),
    Field(json_schema_extra=_SHOWN),
]
Line = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200),
    BeforeValidator(_safe_text),
    Field(json_schema_extra=_SHOWN),
]
Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=4000),
    BeforeValidator(_safe_text),
    Field(json_schema_extra=_SHOWN),
]
LongText = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(_safe_text),
    Field(json_schema_extra=_SHOWN),
]
FileName = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=255),
    AfterValidator(_file_name),
]
"""What a file was called where it came from. Folders, control marks and what reorders text are taken off, never refused."""
Language = Annotated[
    str,
    StringConstraints(strict=True, max_length=35, pattern=r"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$"),
]
"""A BCP 47 language tag."""
Phone = Annotated[
    str,
    StringConstraints(
        strict=True, strip_whitespace=True, max_length=24, pattern=r"^\+?[0-9(][0-9 ().-]{5,22}$"
    ),
]
Version = Annotated[int, Field(ge=1, le=2_147_483_647)]


Flag = Annotated[bool, Field(strict=True)]
"""True or false in a request; 0, 1 and "yes" are refused."""
Instant = Annotated[
    AwareDatetime,
    AfterValidator(_near),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": r"^20[0-9]{2}-.*(Z|[+-][0-9]{2}:[0-9]{2})$",
        }
    ),
]
"""A moment with its offset from UTC, within this century."""


def may_be_absent(**kwargs: Any) -> Any:
    """Field of a merge patch that may be left out but not null: the record cannot be without it."""
    return Field(default=None, **kwargs)


class Write(BaseModel):
    """A request shape: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False, hide_input_in_errors=True)


class Read(BaseModel):
    """An answer shape: the allow-list of what leaves the building, without defaults."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")

    @classmethod
    def each(cls, rows: Iterable[Any]) -> list[Self]:
        """Each row in this shape."""
        return [cls.model_validate(row) for row in rows]


class ReferralState(StrEnum):
    SUBMITTED = "submitted"
    """Sent; the clock runs from the day it was received."""
    ACKNOWLEDGED = "acknowledged"
    """The program has it, and an interim coordinator is named."""
    INFO_REQUESTED = "info_requested"
    """The sender was asked for something; the clock runs on."""
    ACCEPTED = "accepted"
    """The child is taken in and has a file."""
    REDIRECTED = "redirected"
    """Handed to the program that serves the family, with the same referral date."""
    DECLINED = "declined"
    """The program does not take the child in; the reason is kept."""
    DUPLICATE = "duplicate"
    """The child is known by another referral."""
    LAPSED = "lapsed"
    """The family could not be reached, and nobody answered."""
    WITHDRAWN = "withdrawn"
    """Its sender, or the parent, took it back."""
    CLOSED = "closed"
    """What became of the child is known, and the sender was told as far as the parent agreed."""


class EnrolmentState(StrEnum):
    REFERRED = "referred"
    """Received; nothing was done yet."""
    INTAKE = "intake"
    """A coordinator is named."""
    EVALUATING = "evaluating"
    """The parent consented to the evaluation, or it is done."""
    ELIGIBLE = "eligible"
    """The team found the child eligible."""
    NOT_ELIGIBLE = "not_eligible"
    """The team did not; notice, rights and other help are owed."""
    PLAN_PENDING = "plan_pending"
    """The first meeting was held; the parent has yet to consent."""
    ACTIVE = "active"
    """A plan is in force."""
    TRANSITIONING = "transitioning"
    """The move to the school district has begun."""
    EXITED = "exited"
    """The child left, for a federal reason or by a transfer."""


class PacketItem(StrEnum):
    """Parts of a packet, in the order of the cover list."""

    PROFILE = "profile"
    HOUSEHOLD = "household"
    HEALTH = "health"
    ELIGIBILITY = "eligibility"
    REPORTS = "reports"
    PLAN = "plan"
    SERVICES = "services"
    STRATEGIES = "strategies"
    EQUIPMENT = "equipment"
    REFERRALS = "referrals"
    TRANSITION_PLAN = "transition_plan"
    TRANSITION = "transition"
    TEAM = "team"
    PAPERS = "papers"
    TIMELINE = "timeline"


MOST_ON_FILE = 2000
"""Most events, pauses or the like that one file may hold: a bound for answers and for the rules."""


Item = TypeVar("Item")
Bounded = Annotated[list[Item], Field(max_length=MOST_ON_FILE)]
"""A whole list, which cannot be longer than this: it is bounded where it is written."""


def new_id() -> UUID:
    """Make a key that sorts by its time of birth (UUIDv7)."""
    return uuid_utils.compat.uuid7()


class EventType(StrEnum):
    """What partners are told of."""

    REFERRAL_RECEIVED = "referral.received"
    REFERRAL_ACKNOWLEDGED = "referral.acknowledged"
    REFERRAL_INFO_REQUESTED = "referral.info_requested"
    REFERRAL_ACCEPTED = "referral.accepted"
    REFERRAL_DECLINED = "referral.declined"
    REFERRAL_MILESTONE = "referral.milestone"
    REFERRAL_CLOSED = "referral.closed"
    PACKET_RELEASED = "packet.released"
    PACKET_SUPPLEMENTED = "packet.supplemented"
    PACKET_RECEIVED = "packet.received"
    PACKET_WITHDRAWN = "packet.withdrawn"
    LEA_NOTICE_PUBLISHED = "lea_notice.published"
    LEA_NOTICE_WITHDRAWN = "lea_notice.withdrawn"
    TASK_ASSIGNED = "task.assigned"
