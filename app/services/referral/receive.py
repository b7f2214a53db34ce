"""A referral arrives: one statement, one commit, a receipt at once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from app.auth import Actor
from app.db import Database
from app.directory import Directory, Home
from app.idempotency import KeyReused, fingerprint_of
from app.models.fields import new_id
from app.models.schemas.referral import (
    ReferralCreate,
)
from app.services import rulebook
from app.services.queries import referral as queries
from app.services.referral.problems import (
    ProgramNotFound,
    ReceivedInFuture,
    ReceivedOnNotYours,
    ReferralBeforeBirth,
)
from app.services.rules import CaseFacts, Event, find, situation_of
from app.services.rules.book import Book


class Receipt(NamedTuple):
    body: str
    location: str
    is_replay: bool


class Arriving(NamedTuple):
    """A referral that was looked at, as the database takes it in. `due_on`: of the first plan."""

    program_id: UUID
    body: str
    fingerprint: str
    received_on: date
    due_on: date | None


async def receive(
    hot: Database,
    directory: Directory,
    actor: Actor,
    body: ReferralCreate,
    key: str,
) -> Receipt:
    """Take a referral in: one statement, one commit, and the sender's receipt. Raises: RECEIVE_PROBLEMS."""
    to = await arriving(directory, actor, body)
    row = await queries.receive(
        hot, actor, to.program_id, to.body, key, to.fingerprint, new_id(), to.received_on, to.due_on
    )
    return receipt_of(row)


async def arriving(directory: Directory, actor: Actor, body: ReferralCreate) -> Arriving:
    """Raises: RECEIVE_PROBLEMS."""
    program = await directory.find(body.program_id)
    if program is None or program.kind != "program":
        raise ProgramNotFound
    received_on = _received_on(actor, program, body)
    if body.child.born_on > received_on:
        raise ReferralBeforeBirth
    sent = body.model_dump_json()
    due_on = first_plan_due(program, body.child.born_on, received_on)
    fingerprint = fingerprint_of("POST /v1/referrals", sent)
    return Arriving(program.id, sent, fingerprint, received_on, due_on)


def receipt_of(row: Mapping[str, Any]) -> Receipt:
    """Raises: KeyReused."""
    if row["outcome"] == "key_reused":
        raise KeyReused
    return Receipt(row["answer"], row["location"], row["outcome"] == "replayed")


def _received_on(actor: Actor, program: Home, body: ReferralCreate) -> date:
    if body.received_on is None:
        return program.today()
    if actor.tenant_id != program.id:
        raise ReceivedOnNotYours
    if body.received_on > program.today():
        raise ReceivedInFuture
    return body.received_on


def first_plan_due(program: Home, born_on: date, received_on: date) -> date | None:
    """Day by which the law wants the first plan, for intake's worklist; None when no such duty arises."""
    facts = CaseFacts(
        program.jurisdiction, born_on, (Event("referral.received", received_on),), (), {}, None
    )
    book = rulebook.load()
    rules = _first_plan_rules(book, program.jurisdiction)
    found = find(book, situation_of(book, facts, received_on), rules)
    days = [duty.due_on for duty in found if duty.due_on is not None]
    return date.fromordinal(min(days)) if days else None


@cache
def _first_plan_rules(book: Book, jurisdiction: str) -> tuple[str, ...]:
    """Ids of the rules that feed the federal indicator of timely first plans: two of a hundred to evaluate."""
    rules = book.jurisdictions[jurisdiction].rules
    return tuple(dict.fromkeys(rule.id for rule in rules if "C7" in rule.feeds))
