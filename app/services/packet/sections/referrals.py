"""Referrals to others that are under way: to whom, why, and how far they are."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.student import Student
from app.services.packet.file import File
from app.services.packet.section import Document, NotApplicable, Section
from app.services.packet.wording import day, said
from app.services.queries import agency_contact as queries
from app.typeset.block import Block, table


async def gather(db: AsyncSession, actor: Actor, student: Student) -> Any:
    return [
        {
            "agency": name, "reason": row.reason, "state": row.state, "sent_on": row.sent_on,
            "expected_on": row.expected_on, "appointment_on": row.appointment_on, "started_on": row.started_on,
        }
        for row, name in await queries.under_way(db, actor, student.id)
    ]  # fmt: skip


def content(file: File) -> Any:
    found = file.gathered.get(PacketItem.REFERRALS)
    return found or NotApplicable("no referral to others is under way")


def blocks(frozen: Any) -> list[Block]:
    rows = [
        [r["agency"], r["reason"], said(r["state"]), day(r["sent_on"]), _next(r)] for r in frozen
    ]
    return [table(["To", "Why", "Stands", "Sent on", "Next"], rows, [1.6, 2, 1, 1.1, 1.4])]


def _next(row: dict[str, Any]) -> str:
    for name, label in (
        ("started_on", "since"),
        ("appointment_on", "on"),
        ("expected_on", "about"),
    ):
        if row[name]:
            return f"{label} {day(row[name])}"
    return ""


SECTION = Section(
    PacketItem.REFERRALS, "Referrals under way", Document.SERVICE_HISTORY, content, blocks, gather
)
