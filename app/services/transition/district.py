"""The district answers: it has the packet, and what it found. The program's file and clocks follow in the same commit."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.db import Database
from app.directory import Directory, Home
from app.errors import Problem
from app.models.schemas.transition import PacketReceipt, PacketResultCreate
from app.models.transition import PacketResult, TransitionPacket
from app.models.words.transition import PacketResultKind
from app.services import event
from app.services.guest import guest_in
from app.services.queries import case as cases
from app.services.queries import transition as queries
from app.services.transition.hand_over import PacketNotFound

K = PacketResultKind
TELLS: dict[PacketResultKind, tuple[str, dict[str, Any]]] = {
    K.EVALUATED: ("partb.evaluation.completed", {}),
    K.ELIGIBLE: ("partb.eligibility.decided", {"eligible": True}),
    K.NOT_ELIGIBLE: ("partb.eligibility.decided", {"eligible": False}),
    K.IEP_IN_EFFECT: ("partb.iep.in_effect", {}),
}
"""The event of the program's file that each answer is; one that was not determined is none."""
PORTION = 25
"""Packets of one portion of a bulk pull."""


class ReceivedAlready(Problem):
    status, code, title = 409, "received-already", "This packet was acknowledged already"
    detail = (
        "`received_on` in GET /v1/packets says when. What was found: POST /v1/packets/{id}/results."
    )


class ResultDates(Problem):
    status, code, title = 409, "result-dates", "This day does not fit the answer"
    detail = "It lies between the release of the packet and today."


ACKNOWLEDGE_PROBLEMS = (PacketNotFound, ReceivedAlready, ResultDates)
REPORT_PROBLEMS = (PacketNotFound, ResultDates, event.DatesOutOfOrder)


async def acknowledge(
    db: AsyncSession, directory: Directory, actor: Actor, packet_id: UUID, body: PacketReceipt
) -> TransitionPacket:
    """Say that the packet has arrived and is being worked on. Raises: ACKNOWLEDGE_PROBLEMS."""
    packet = await _open(db, actor, packet_id, lock=True)
    if packet.received_on is not None:
        raise ReceivedAlready
    packet.received_on = _day(actor, packet, body.received_on or actor.today())
    audit.touch(db, packet)
    audit.record(db, actor, "change", "packet", student_id=packet.student_id, received=True)
    program = await directory.require(packet.program_id)
    async with guest_in(db, actor, program) as guest:
        held = await queries.packet(db, guest, packet_id)
        if held is not None:
            held.received_on = packet.received_on
            audit.touch(db, held)
        audit.record(db, guest, "change", "packet", student_id=packet.student_id, received=True)
        outbox.tell(db, guest, "packet.received", packet_id=packet_id, student_id=packet.student_id)
    return packet


async def report(
    db: AsyncSession, directory: Directory, actor: Actor, packet_id: UUID, body: PacketResultCreate
) -> PacketResult:
    """Say what the district found; the same answer twice is one. Raises: REPORT_PROBLEMS."""
    program = await directory.require((await _open(db, actor, packet_id)).program_id)
    await _lock_file(db, actor, program, packet_id)
    packet = await _open(db, actor, packet_id, lock=True)
    _day(actor, packet, body.on)
    given = await queries.results(db, actor, packet_id)
    for earlier in given:
        if (earlier.result, earlier.on_date) == (body.result.value, body.on):
            return earlier
    row = _result(actor, packet, body)
    db.add(row)
    audit.record(db, actor, "create", "packet-result", student_id=packet.student_id)
    async with guest_in(db, actor, program) as guest:
        await _tell_program(db, guest, packet, body)
    return row


async def _lock_file(db: AsyncSession, actor: Actor, program: Home, packet_id: UUID) -> None:
    """The child's file first and the packet then, as a withdrawal takes them: neither waits for the other for ever."""
    async with guest_in(db, actor, program) as guest:
        held = await queries.packet(db, guest, packet_id, lock=False)
        if held is not None:
            await cases.student(db, guest, held.student_id, lock=True)


async def _tell_program(
    db: AsyncSession, guest: Actor, packet: TransitionPacket, body: PacketResultCreate
) -> None:
    db.add(_result(guest, packet, body))
    outbox.tell(db, guest, "packet.answered", packet_id=packet.id, result=body.result)
    if body.result not in TELLS:
        return
    student = await cases.student(db, guest, packet.student_id, lock=True)
    if student is None:
        raise PacketNotFound
    audit.touch(db, student)
    type_, data = TELLS[body.result]
    said = {**data, "packet_id": str(packet.id)}
    await event.add(db, guest, student, type_, body.on, said)


def _result(actor: Actor, packet: TransitionPacket, body: PacketResultCreate) -> PacketResult:
    return PacketResult(
        tenant_id=actor.tenant_id, packet_id=packet.id, student_id=packet.student_id,
        result=body.result.value, on_date=body.on, note=body.note,
    )  # fmt: skip


async def _open(
    db: AsyncSession, actor: Actor, packet_id: UUID, *, lock: bool = False
) -> TransitionPacket:
    """One that may be read now. Raises: PacketNotFound."""
    packet = await queries.received_packet(db, actor, packet_id, lock=lock)
    if packet is None or packet.withdrawn_at is not None:
        raise PacketNotFound
    return packet


def _day(actor: Actor, packet: TransitionPacket, day: date) -> date:
    """Raises: ResultDates."""
    released = clock.day_of(packet.released_at, actor.home.time_zone)
    if not released <= day <= actor.today():
        raise ResultDates
    return day


async def results(
    db: AsyncSession, actor: Actor, packet_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[PacketResult]:
    """What this district answered about one packet. Raises: PacketNotFound."""
    packet = await _open(db, actor, packet_id)
    audit.record(db, actor, "read", "packet-result", student_id=packet.student_id)
    return await queries.results(db, actor, packet_id, limit, after)


async def pull_many(
    hot: Database, actor: Actor, limit: int, only_unpulled: bool, after: tuple[Any, ...] | None
) -> tuple[AsyncIterator[bytes], list[Any] | None]:
    """Up to `limit` packets as JSON Lines, each on the record of access; and the sort keys to read on from.

    They are pulled a portion at a time while they are sent, so that no memory holds them all. Trouble until the
    first portion is a refusal; afterwards the answer ends early, and what was not sent was not pulled.
    """
    rows = await queries.packets_to_pull(hot, actor, limit, only_unpulled, after)
    shown = rows[:limit]
    ids = [row["id"] for row in shown]
    portions = [ids[start : start + PORTION] for start in range(0, len(ids), PORTION)]
    first = await queries.pull_packet_set(hot, actor, portions[0]) if portions else []
    more = len(rows) > limit
    return _lines(hot, actor, first, portions[1:]), (
        [shown[-1]["released_at"], shown[-1]["id"]] if more else None
    )


async def _lines(
    hot: Database, actor: Actor, first: list[str], portions: list[list[UUID]]
) -> AsyncIterator[bytes]:
    yield _joined(first)
    for ids in portions:
        yield _joined(await queries.pull_packet_set(hot, actor, ids))


def _joined(contents: list[str]) -> bytes:
    return "".join(f"{content}\n" for content in contents).encode()


async def arrivals(
    db: AsyncSession, actor: Actor, months: int, *, by_area: bool = False, by_school: bool = False
) -> list[Any]:
    """Children who turn three in the months ahead, by month and program, and how far their packets are."""
    today = actor.today()
    first = today.replace(day=1)
    last_month = first.month - 1 + months
    last = date(first.year + last_month // 12, last_month % 12 + 1, 1)
    born_from = first.replace(year=first.year - 3)
    born_before = last.replace(year=last.year - 3)
    audit.record(db, actor, "list", "arrivals")
    return await queries.arrivals(
        db, actor, born_from, date.fromordinal(born_before.toordinal() - 1),
        by_area=by_area, by_school=by_school,
    )  # fmt: skip
