"""The plans, version by version, with their reviews; meetings and consents alone where no plan is on record."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.plan import Plan, PlanMeeting
from app.models.service_line import ServiceLine
from app.models.student import Student
from app.services.packet.file import File, dated
from app.services.packet.section import Document, Section
from app.services.packet.sections.happened import happened
from app.services.packet.wording import day, said
from app.services.plan.document import document
from app.services.queries import plan as queries
from app.services.queries import service_line as service_lines
from app.typeset.block import Block, facts, heading, table, text

OURS = ("coordinator_id", "provider_id")
"""Ids say nothing outside."""
Gathered = list[tuple[Plan, list[ServiceLine], list[PlanMeeting]]]


async def gather(db: AsyncSession, actor: Actor, student: Student) -> Gathered:
    """Signed versions, the latest first."""
    return [
        (
            plan,
            await service_lines.lines(db, actor, plan.id),
            await queries.meetings(db, actor, plan.id),
        )
        for plan in await queries.signed(db, actor, student.id)
    ]


def content(file: File) -> Any:
    events = dated(file, "ifsp.initial", "ifsp.review", "ifsp.annual", "ifsp.consent")
    versions = [version(*found) for found in file.gathered.get(PacketItem.PLAN, [])]
    return {"events": events, "versions": versions} if events or versions else None


def version(plan: Plan, lines: list[ServiceLine], meetings: list[PlanMeeting]) -> dict[str, Any]:
    """One version as it was signed, and what reviews found."""
    said_ = document(plan, lines)
    return {
        "program": plan.program,
        "number": plan.number,
        "state": plan.state,
        "held_on": plan.held_on,
        "signed_on": plan.signed_on,
        "text_sha256": plan.text_sha256,
        **{k: v for k, v in said_.items() if k not in {*OURS, "services"}},
        "services": [{k: v for k, v in s.items() if k not in OURS} for s in said_["services"]],
        "reviews": [{"on": m.held_on, "findings": m.findings} for m in meetings if m.findings],
    }


def blocks(frozen: Any) -> list[Block]:
    made = [b for v in frozen["versions"] for b in _version(v)]
    return made + (happened(frozen["events"]) if frozen["events"] else [])


def _version(v: dict[str, Any]) -> Iterator[Block]:
    yield heading(f"Version {v['number']}: {said(v['type'])}", 2)
    rows = [
        ("Signed on", day(v["signed_on"])),
        ("From", day(v["starts_on"])),
        ("To", day(v["ends_on"])),
    ]
    yield facts([("State", said(v["state"])), *rows])
    if family := v.get("family"):
        named = ("priorities", "concerns", "resources")
        rows = [(said(name), family[name]) for name in named if family[name]]
        if rows:
            yield facts(rows)
    if v["levels"]:
        yield table(
            ["Domain", "How the child is doing"],
            [[said(x["domain"]), x["description"]] for x in v["levels"]],
            [1, 4],
        )
    results = v.get("outcomes") or v.get("goals") or []
    if results:
        rows_ = [
            [str(x["number"]), x["statement"], x["criterion"] or "not recorded"] for x in results
        ]
        yield table(["No.", "Outcome", "Reached when"], rows_, [0.4, 3, 2])
    if v["services"]:
        yield table(
            ["Service", "How often", "Where", "From", "To"],
            [[said(s["service"]), often(s), said(s["setting"]), day(s["starts_on"]), day(s["ends_on"])] for s in v["services"]],
            [2, 2, 1, 1.2, 1.2],
        )  # fmt: skip
    for review in v["reviews"]:
        yield text(f"Review of {day(review['on'])}: {review['findings']}")


def often(service: dict[str, Any]) -> str:
    """The promise in words: 2 x 45 minutes a week, group."""
    per = "in all" if service["per"] == "plan" else f"a {service['per']}"
    return f"{service['sessions']} x {service['minutes']} minutes {per}, {service['intensity']}"


SECTION = Section(
    PacketItem.PLAN, "The family's plan (IFSP)", Document.SUMMARY, content, blocks, gather
)
