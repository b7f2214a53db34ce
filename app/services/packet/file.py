"""Everything a packet may be made from, as it stands at the release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models.deadline import CaseEvent
from app.models.fields import PacketItem
from app.models.student import Assignment, Contact, Enrolment, Student


@dataclass(frozen=True, slots=True)
class File:
    """`gathered` is what the items read for themselves, beyond the rows every packet needs."""

    student: Student
    contacts: list[Contact]
    enrolment: Enrolment | None
    team: list[Assignment]
    events: list[CaseEvent]
    gathered: Mapping[PacketItem, Any] = field(default_factory=dict)


def open_address(address: dict[str, Any] | None) -> dict[str, Any] | None:
    """What of an address may leave the program: nothing of a confidential one."""
    if address is None or address.get("confidential"):
        return None
    return {k: v for k, v in address.items() if k != "confidential"}


def dated(file: File, *prefixes: str) -> list[dict[str, Any]]:
    """What happened, by the beginning of the events' names."""
    return [
        {"type": e.type, "on": e.on_date, "data": _outside(e.data)}
        for e in file.events
        if e.type.startswith(prefixes)
    ]


def _outside(data: dict[str, Any]) -> dict[str, Any]:
    """Ids are ours; they say nothing outside."""
    return {k: v for k, v in data.items() if not k.endswith("_id")}
