"""One batch of lines in one transaction; each line behind a savepoint of its own."""

import json
from typing import Any
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.canonical import canonical, digest
from app.directory import Directory
from app.errors import Problem, from_validation
from app.models.import_line import ImportLine
from app.models.schemas.importing import ImportBatch, ImportLineWrite
from app.services.importing.kinds import KINDS, Taken
from app.services.queries import importing as queries


class RefTaken(Problem):
    status, code, title = 409, "import-ref-taken", "This number stands for another content"
    detail = "The line was imported before with other content. Change the record itself, or give the line a number of its own."


class _Tried(Exception):
    """Ends a dry run: nothing of it is kept."""


async def take(
    db: AsyncSession, directory: Directory, actor: Actor, kind: str, body: ImportBatch
) -> dict[str, Any]:
    """What became of each line. Nothing is half taken: a refused line leaves no trace."""
    results: list[dict[str, Any]] = []
    try:
        async with db.begin_nested():
            results += [await _answer(db, directory, actor, kind, line) for line in body.lines]
            if body.dry_run:
                raise _Tried
    except _Tried:
        for result in results:
            result["id"] = result["id"] if result["outcome"] == "unchanged" else None
    counts = {
        outcome: sum(r["outcome"] == outcome for r in results)
        for outcome in ("created", "unchanged", "refused")
    }
    audit.record(db, actor, "create", "import", kind=kind, dry_run=body.dry_run, **counts)
    return {"dry_run": body.dry_run, **counts, "lines": results}


async def _answer(
    db: AsyncSession, directory: Directory, actor: Actor, kind: str, line: ImportLineWrite
) -> dict[str, Any]:
    try:
        async with db.begin_nested():
            return await _line(db, directory, actor, kind, line)
    except ValidationError as error:
        found = [{**e, "loc": ("body", "data", *e["loc"])} for e in error.errors()]
        return _refused(line, from_validation(RequestValidationError(found)))
    except Problem as problem:
        return _refused(line, problem)


async def _line(
    db: AsyncSession, directory: Directory, actor: Actor, kind: str, line: ImportLineWrite
) -> dict[str, Any]:
    sha256 = digest(canonical(line.data))
    known = await queries.line(db, actor, kind, line.ref)
    if known is not None:
        if known.sha256 != sha256:
            raise RefTaken
        return _result(line, "unchanged", known.record_id)
    shape, put = KINDS[kind]
    taken: Taken = await put(db, directory, actor, shape.model_validate(line.data))
    db.add(
        ImportLine(
            tenant_id=actor.tenant_id, kind=kind, ref=line.ref, record_id=taken.id, sha256=sha256
        )
    )
    await db.flush()  # a line that cannot be kept is refused here, behind its savepoint
    outcome = "unchanged" if taken.is_known else "created"
    return _result(line, outcome, taken.id, taken.warnings)


def _result(
    line: ImportLineWrite, outcome: str, record_id: UUID, warnings: tuple[Any, ...] = ()
) -> dict[str, Any]:
    return {
        "ref": line.ref, "outcome": outcome, "id": record_id, "problem": None, "warnings": list(warnings),
    }  # fmt: skip


def _refused(line: ImportLineWrite, problem: Problem) -> dict[str, Any]:
    said = json.loads(bytes(problem.response().body))
    return {"ref": line.ref, "outcome": "refused", "id": None, "problem": said, "warnings": []}
