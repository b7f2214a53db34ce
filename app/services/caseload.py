"""What the staff carry, against the program's target, and handing it over."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.models.fields import EnrolmentState
from app.models.schemas.caseload import MOST_AT_ONCE, ReassignmentCreate
from app.models.schemas.program import ProgramSettings, WorkloadWeights
from app.models.schemas.student import AssignmentCreate
from app.models.student import Assignment
from app.services import assignment, case, program
from app.services.assignment import CannotTakeCases
from app.services.queries import caseload as queries
from app.services.queries import organisation as people
from app.services.queries import student as students

COMMON = 10
"""Points of one student of the common kind."""
CARRIES_IT = "already_carries_the_student"


class TooManyAtOnce(Problem):
    status, code, title = 409, "too-many-at-once", "More students than go over at once"
    detail = f"Name at most {MOST_AT_ONCE} of them in `student_ids`."


class NotCarried(Problem):
    status, code, title = 409, "not-carried", "The person does not carry all of these students"
    detail = (
        "`student_ids` of the answer names those who are carried by somebody else, or by nobody."
    )


class ReassignmentRefused(Problem):
    status, code, title = 409, "reassignment-refused", "Some of the students cannot go over"
    detail = "Nothing was changed. `student_ids` names them; see the preview for the reasons."


REASSIGN_PROBLEMS = (
    *assignment.ASSIGN_PROBLEMS, TooManyAtOnce, NotCarried, ReassignmentRefused,
)  # fmt: skip


async def list_of(
    db: AsyncSession,
    actor: Actor,
    language: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[dict[str, Any]]:
    """Who carries students, by name; one more than `limit` when there is more."""
    rows = await queries.people(db, actor, language, limit, after)
    ids = [row.id for row in rows]
    settled = await program.settled(db, actor)
    loads = _loads(await queries.carried(db, actor, ids), settled)
    away = await queries.away(db, actor, ids, actor.today())
    audit.record(db, actor, "list", "caseloads")
    return [
        {
            "principal_id": row.id,
            "name": row.name,
            "roles": row.roles,
            "is_on_leave": row.id in away,
            "languages": row.languages,
            "areas": row.areas,
            "loads": [
                _load(role, *loads[row.id, role], _weights(settled, role))
                for role in queries.CARRIES
                if role in row.roles or (row.id, role) in loads
            ],
        }
        for row in rows
    ]


def _weights(settled: ProgramSettings, role: str) -> WorkloadWeights:
    return settled.coordinator if role == "coordinator" else settled.therapist


def _loads(
    rows: list[Any], settled: ProgramSettings
) -> defaultdict[tuple[UUID, str], tuple[int, int]]:
    """Students and points by person and role."""
    found: defaultdict[tuple[UUID, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        each = weight(_weights(settled, row.role), row.stage, row.interpreter_needed, row.preterm)
        students, points = found[row.principal_id, row.role]
        found[row.principal_id, row.role] = (
            students + row.students, points + each * row.students,
        )  # fmt: skip
    return found


def weight(weights: WorkloadWeights, stage: str, interpreter: bool, preterm: bool) -> int:
    """What one student weighs."""
    base = weights.by_stage.get(EnrolmentState(stage), COMMON)
    return base + weights.interpreter * interpreter + weights.born_early * preterm


def _load(role: str, students: int, points: int, weights: WorkloadWeights) -> dict[str, Any]:
    target = weights.target
    return {
        "role": role, "students": students, "points": points, "target": target,
        "percent": None if target is None else points * 100 // target,
    }  # fmt: skip


async def reassign(db: AsyncSession, actor: Actor, body: ReassignmentCreate) -> dict[str, Any]:
    """Hand students over, all or none. Raises: REASSIGN_PROBLEMS."""
    for principal_id in (body.from_principal_id, body.to_principal_id):
        await _require_staff(db, actor, principal_id)
    going = await _going(db, actor, body)
    receiver = await queries.live(db, actor, body.to_principal_id, body.role)
    carried = {a.student_id for a in receiver}
    shown = [
        {
            "student_id": a.student_id,
            "assignment_id": a.id,
            "refusal": CARRIES_IT if a.student_id in carried else None,
        }
        for a in going
    ]
    audit.record(
        db, actor, "read", "reassignment", student_ids=[a.student_id for a in going] or None
    )
    if not body.is_preview:
        refused = [str(s["student_id"]) for s in shown if s["refusal"]]
        if refused:
            raise ReassignmentRefused(student_ids=refused)
        for former in going:
            await _hand_over(db, actor, former, body)
    return {"is_preview": body.is_preview, "students": shown}


async def _require_staff(db: AsyncSession, actor: Actor, principal_id: UUID) -> None:
    """Raises: CannotTakeCases."""
    person = await people.principal(db, actor, principal_id)
    if person is None or person.kind != "person":
        raise CannotTakeCases


async def _going(db: AsyncSession, actor: Actor, body: ReassignmentCreate) -> list[Assignment]:
    """Raises: TooManyAtOnce, NotCarried."""
    most = MOST_AT_ONCE + 1 if body.student_ids is None else None
    held = await queries.live(db, actor, body.from_principal_id, body.role, most)
    if body.student_ids is None:
        if len(held) > MOST_AT_ONCE:
            raise TooManyAtOnce
        return held
    named = set(body.student_ids)
    if strays := named - {a.student_id for a in held}:
        raise NotCarried(student_ids=sorted(str(s) for s in strays))
    return [a for a in held if a.student_id in named]


async def _hand_over(
    db: AsyncSession, actor: Actor, former: Assignment, body: ReassignmentCreate
) -> None:
    """One student: the former assignment ends, the new one begins today, with the grounds in its file."""
    await case.lock_file(db, actor, former.student_id)
    live = await students.live_assignments(db, actor, former.student_id)
    if all(a.id != former.id for a in live):
        raise NotCarried(student_ids=[str(former.student_id)])
    if body.role == "therapist":
        assignment.end_on(db, actor, former, actor.today())
    await assignment.assign(
        db, actor, former.student_id,
        AssignmentCreate(
            principal_id=body.to_principal_id, role=body.role, discipline=former.discipline, grounds=body.grounds  # type: ignore[arg-type]
        ),
    )  # fmt: skip
