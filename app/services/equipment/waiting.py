"""Where the wait is: by stage, by funder, by kind, and the ten longest; as figures, table and picture."""

import csv
import io
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.models.words.equipment import EquipmentState
from app.services.equipment.chart import bars, of_stays, of_waits
from app.services.queries import equipment_wait as queries
from app.services.queries.equipment_wait import Wait
from app.spreadsheet import harmless

A_YEAR = timedelta(days=364)
"""With today: 365 days, both ends inside."""
COLUMNS = ("group", "key", "title", "count", "waiting", "median_days", "p90_days", "days")


class WaitPeriod(Problem):
    status, code, title = 409, "wait-period", "The period would end before it begins"
    detail = "`from_on` must not be after `to_on`."


@dataclass(frozen=True, slots=True)
class Waiting:
    from_on: date
    to_on: date
    by_stage: list[dict[str, Any]]
    by_funder: list[dict[str, Any]]
    by_kind: list[dict[str, Any]]
    longest: list[dict[str, Any]]


def words(code: str) -> str:
    """A state or a kind as words."""
    text = code.replace("_", " ")
    return text[0].upper() + text[1:]


async def measure(
    db: AsyncSession, actor: Actor, from_on: date | None, to_on: date | None
) -> Waiting:
    """Of the caller's caseload, or of the program; the last year when no period is given. Raises: WaitPeriod."""
    last = to_on or actor.today()
    first = from_on or last - A_YEAR
    if first > last:
        raise WaitPeriod
    me = db.info["principal_id"]
    stages = {w.key: w for w in await queries.by_stage(db, actor, me, first, last)}
    longest = [dict(row._mapping) for row in await queries.longest(db, actor, me, actor.today())]
    audit.record(
        db, actor, "list", "equipment-waiting", student_ids=sorted({x["student_id"] for x in longest}) or None,
    )  # fmt: skip
    return Waiting(
        first,
        last,
        [_worded(stages[s.value]) for s in EquipmentState if s.value in stages],
        [asdict(w) for w in await queries.by_funder(db, actor, me, first, last)],
        [_worded(w) for w in await queries.by_kind(db, actor, me, first, last)],
        longest,
    )


def _worded(wait: Wait) -> dict[str, Any]:
    return {**asdict(wait), "title": words(wait.key)}


async def table(db: AsyncSession, actor: Actor, from_on: date | None, to_on: date | None) -> str:
    """CSV (RFC 4180) with a heading, a line a group and one each of the longest; no cell that a spreadsheet would run. Raises: WaitPeriod."""
    found = asdict(await measure(db, actor, from_on, to_on))
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for group in ("stage", "funder", "kind"):
        for wait in found[f"by_{group}"]:
            lines.writerow([group, *(harmless(str(wait[c])) for c in COLUMNS[1:-1]), ""])
    for stay in found["longest"]:
        lines.writerow(
            ["longest", stay["request_id"], words(stay["state"]), "", "", "", "", stay["days"]]
        )
    return out.getvalue()


async def picture(db: AsyncSession, actor: Actor, from_on: date | None, to_on: date | None) -> str:
    """Stages, funders and kinds as bars, and the ten longest by stage. No child's name, no id. Raises: WaitPeriod."""
    found = await measure(db, actor, from_on, to_on)
    groups = (
        of_waits("By stage", found.by_stage),
        of_waits("By funder: days with it, question by question", found.by_funder),
        of_waits("By kind: from the need to use", found.by_kind),
        of_stays(
            "The ten longest that go on today",
            [(words(x["state"]), x["days"]) for x in found.longest],
        ),
    )
    return bars(groups, found.from_on, found.to_on)
