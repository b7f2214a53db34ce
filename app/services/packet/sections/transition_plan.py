"""The transition plan as it was established with the family, with the steps that are done."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.student import Student
from app.models.transition import TransitionPlan
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.wording import day, yes_no
from app.services.queries import transition as queries
from app.typeset.block import Block, facts, heading, table, text

PARTS = {
    "options_reviewed": "Options from the third birthday on",
    "family_part": "How the family took part",
    "future_placement": "Future placement, and what the parents learned of it",
    "preparation": "How the child is prepared",
    "services": "Transition services",
}


async def gather(db: AsyncSession, actor: Actor, student: Student) -> TransitionPlan | None:
    """The one in force; a draft goes nowhere."""
    plans = await queries.plans(db, actor, student.id)
    return next((p for p in reversed(plans) if p.state == "established"), None)


def content(file: File) -> Any:
    plan: TransitionPlan | None = file.gathered.get(PacketItem.TRANSITION_PLAN)
    if plan is None:
        return None
    return {
        "established_on": plan.established_on,
        "is_potentially_eligible": plan.is_potentially_eligible,
        **{name: getattr(plan, name) for name in PARTS},
        "steps": plan.steps,
    }


def blocks(frozen: Any) -> list[Block]:
    may_be_eligible = yes_no(frozen["is_potentially_eligible"])
    made = [
        facts(
            [
                ("Established on", day(frozen["established_on"])),
                ("May be eligible for Part B", may_be_eligible),
            ]
        )
    ]
    for name, title in PARTS.items():
        if frozen[name]:
            made += [heading(title), text(frozen[name])]
    if frozen["steps"]:
        rows = [
            [s["text"], s["who"], _day(s.get("due_on")), _day(s.get("done_on"))]
            for s in frozen["steps"]
        ]
        made += [
            heading("Steps"),
            table(["What", "Who", "Until", "Done on"], rows, [2.6, 1.4, 1.1, 1.1]),
        ]
    return made


def _day(frozen: str | None) -> str | None:
    return day(frozen) if frozen else None


SECTION = Section(
    PacketItem.TRANSITION_PLAN, "Transition plan", Document.TRANSITION_PLAN, content, blocks, gather
)
