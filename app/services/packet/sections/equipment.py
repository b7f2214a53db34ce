"""Equipment on its way, in use and on loan: what, whose it is, who pays, who was shown how to use it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.equipment import EquipmentItem, EquipmentRequest
from app.models.fields import PacketItem
from app.models.funding import EquipmentTraining
from app.models.loan import Loan, LoanItem
from app.models.student import Student
from app.models.words.equipment import EquipmentState, Owner
from app.services.packet.file import File
from app.services.packet.section import Document, NotApplicable, Section
from app.services.packet.wording import UNKNOWN, day, said
from app.services.queries import equipment as queries
from app.services.queries import loan as loans
from app.typeset.block import Block, facts, heading, table

LEFT_OUT = {EquipmentState.DROPPED, EquipmentState.CLOSED, EquipmentState.RETIRED}


async def gather(db: AsyncSession, actor: Actor, student: Student) -> Any:
    """Requests that came or may still come to something, in the order of the needs; then what is lent."""
    names = {f.id: f.name for f in await queries.funders(db, actor, only_active=False)}
    rows = await queries.of_student(db, actor, student.id)
    asked = [
        _request(
            row,
            await queries.parts(db, actor, EquipmentItem, row.id),
            await queries.parts(db, actor, EquipmentTraining, row.id),
            names,
        )
        for row in rows
        if row.state not in LEFT_OUT
    ]
    return asked + [_loan(*lent) for lent in await loans.out_with(db, actor, student.id)]


def _request(
    row: EquipmentRequest,
    items: list[EquipmentItem],
    training: list[EquipmentTraining],
    names: dict[Any, str],
) -> dict[str, Any]:
    return {
        "kind": row.kind, "need": row.need, "state": row.state, "since": row.stage_on,
        "in_use_on": row.in_use_on, "growth_review_on": row.growth_review_on,
        "items": [
            {
                "name": i.name, "size": i.size, "serial_number": i.serial_number, "owner": i.owner,
                "funding": i.funding, "funder": names.get(i.funder_id), "is_recalled": i.recall_id is not None,
            }
            for i in items
            if not i.is_dropped
        ],
        "training": [
            {
                "who": t.party, "shown_on": t.shown_on, "topics": t.topics, "has_demonstrated": t.has_demonstrated,
            }
            for t in training
        ],
    }  # fmt: skip


def _loan(loan: Loan, item: LoanItem) -> dict[str, Any]:
    """In the shape of a request; the program takes it back on `until_on`."""
    return {
        "kind": item.kind, "need": None, "state": "on_loan", "since": loan.out_on or loan.from_on,
        "until_on": loan.until_on, "in_use_on": None, "growth_review_on": None,
        "items": [
            {
                "name": item.name, "size": None, "serial_number": item.serial_number, "owner": Owner.LOAN_CLOSET.value,
                "funding": "lent", "funder": None, "is_recalled": item.recall_id is not None,
            }
        ],
        "training": [],
    }  # fmt: skip


def content(file: File) -> Any:
    found = file.gathered.get(PacketItem.EQUIPMENT)
    return found or NotApplicable("no equipment is in use or asked for")


def blocks(frozen: Any) -> list[Block]:
    found: list[Block] = []
    for request in frozen:
        found += [
            heading(said(request["kind"])),
            facts(_standing(request)),
            table(
                ["Item", "Size", "Serial number", "Whose it is", "Funding"],
                [[i["name"], i["size"], i["serial_number"], said(i["owner"]), _funding(i)] for i in request["items"]],
                [2.2, 1, 1.4, 1.2, 1.8],
            ),
        ]  # fmt: skip
        if request["training"]:
            rows = [
                [said(t["who"]), day(t["shown_on"]), t["topics"], t["has_demonstrated"]]
                for t in request["training"]
            ]
            found.append(table(["Shown to", "On", "What", "Did it themselves"], rows))
    return found


def _standing(request: dict[str, Any]) -> list[tuple[str, Any]]:
    """Packets frozen before loans were in them have no `until_on`."""
    if until := request.get("until_on"):
        last = ("Until", day(until))
    else:
        last = ("Need", request["need"])
    return [("Stands", said(request["state"])), ("Since", day(request["since"])), last]


def _funding(item: dict[str, Any]) -> str:
    by = f" ({item['funder']})" if item["funder"] else ""
    recalled = "; recalled by its maker" if item["is_recalled"] else ""
    return f"{said(item['funding']) if item['funding'] else UNKNOWN}{by}{recalled}"


SECTION = Section(
    PacketItem.EQUIPMENT, "Equipment", Document.EQUIPMENT, content, blocks, gather
)  # fmt: skip
