"""What may be done with a record that has no states of its own: it is kept up, and by some of those who may, marked or removed.

Front ends ask it as they ask every record (`GET .../actions`), so that none copies who may change what.
"""

from dataclasses import dataclass, field
from uuid import UUID

from app.auth import Actor
from app.models.base import Record
from app.models.equipment import EquipmentItem, EquipmentLetter
from app.models.words.equipment import LetterState
from app.services import record
from app.services.correction import ACT, stands
from app.services.workflow import Action, Condition, Machine, Step, states

KEPT = "kept"
EITHER = states(KEPT, record.ERROR)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """A record, and what its service knows to stand in the way."""

    row: Record
    hindered: dict[str, str] = field(default_factory=dict)


def actions(
    actor: Actor,
    machine: Machine[Upkeep],
    row: Record,
    student_id: UUID | None = None,
    hindered: dict[str, str] | None = None,
) -> list[Action]:
    """`hindered`: acts that its service would refuse the caller, each with the reason."""
    state = record.ERROR if record.is_in_error(row) else KEPT
    return machine.actions(
        actor, state, Upkeep(row, hindered or {}), record.only_read(row, student_id)
    )


def _unhindered(act: str) -> Condition[Upkeep]:
    return lambda of: of.hindered.get(act)


def _stands(of: Upkeep) -> str | None:
    return stands(of.row)


def _is_draft(of: Upkeep) -> str | None:
    is_fixed = isinstance(of.row, EquipmentLetter) and of.row.state != LetterState.DRAFT
    return "It is signed: write another." if is_fixed else None


def _is_recalled(of: Upkeep) -> str | None:
    is_free = isinstance(of.row, EquipmentItem) and of.row.recall_id is None
    return "No maker's recall holds it." if is_free else None


def _change(
    scope: str,
    act: str = "change",
    title: str = "Correct or complete it",
    *needs: Condition[Upkeep],
) -> Step[Upkeep]:
    return Step(act, title, EITHER, None, scope, (_stands, _unhindered(act), *needs))


def _mark(scope: str) -> Step[Upkeep]:
    needs = (_unhindered(ACT),)
    title = "It should never have been here"
    return Step(ACT, title, states(KEPT), record.ERROR, scope, needs, is_reasoned=True)


def _removable(scope: str) -> Machine[Upkeep]:
    return Machine.of(_change(scope), Step("remove", "Take it away", EITHER, "removed", scope))


STUDENT = Machine.of(
    _change("student:write"), _change("student:write", "rename", "Give the child another name")
)
CONTACT = Machine.of(_change("student:write"), _mark("student:write"))
OF_PROFILE = Machine.of(_change("student:write"))
HEALTH_ENTRY = Machine.of(_change("medical:write"))
ASSIGNMENT = Machine.of(
    _change("assignment:write", "end", "Say its last day"), _mark("assignment:write")
)
PAUSE = Machine.of(_change("event:write"))
DECISION = Machine.of(
    _change("assessment:write", "change", "Note the notice sent and the help offered"),
    _mark("assessment:write"),
)
DISCLOSURE = Machine.of(_mark("consent:write"))
DELIVERY = Machine.of(_change("plan:write"))
INVITEE = Machine.of(_change("meeting:write"))
AGENCY = Machine.of(_change("agency:write"))
CREDENTIAL = Machine.of(_change("staff:write"))
STAFF = Machine.of(_change("staff:write", title="Say the languages and the places"))
LEAVE = Machine.of(_change("leave:write"))
FUNDER_OR_VENDOR = Machine.of(_change("equipment:configure"))
EQUIPMENT_PART = Machine.of(_change("equipment:write"))
EQUIPMENT_ITEM = Machine.of(
    _change("equipment:write"),
    _change("equipment:write", "clear_recall", "Say that it was put right", _is_recalled),
)
EQUIPMENT_LETTER = Machine.of(_change("equipment:write", "change", "Write in it", _is_draft))
OF_CALENDAR = _removable("calendar:write")
DISTRICT_AREA = _removable("program:write")
SCHOOL_AREA = _removable("packet:write")
