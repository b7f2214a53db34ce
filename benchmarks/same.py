"""The limit: a bare application that calls the very functions that ours calls, as the same role.

Policies are on, the access is recorded and flushed to disk before the answer.
What it lacks is the token, the framework, validation, headers, log and metrics.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.models.fields import FIRST_DAY, LAST_DAY, new_id
from benchmarks.bare_app import SOON_DAYS, TODAY, Ask, Bare

CASELOAD = """
select '{"items":' || items || '}'
  from eb.caseload_page($1, $2, $3, $4, 'service coordination', $5, $6, 50, '', '', $7)"""
FILE = "select body from eb.student_file($1, $2, $3, $4, 'service coordination', $5, $6, $7)"
DUE = """
select '{"items":' || items || '}'
  from eb.due_page($1, $2, $3, $4, 'service coordination', $5, $6, 50, $7, $8, null, null, $9, $10)"""
REFERRAL = """
select answer from eb.receive_referral($1, $2, $3, 'referral follow-up', $4, $5, $6, $7, $8, $9, $10)"""
PLAN_DAYS = 45
LOWEST = UUID(int=0)


def _who(parts: list[str]) -> list[Any]:
    """Tenant, subject and roles of the path's first three parts."""
    tenant, subject, role = parts[:3]
    return [UUID(tenant), subject, [role]]


def _caseload(parts: list[str], _: str) -> list[Any]:
    return [*_who(parts), False, TODAY, SOON_DAYS, LOWEST]


def _file(parts: list[str], _: str) -> list[Any]:
    return [*_who(parts), False, UUID(parts[3]), TODAY, SOON_DAYS]


def _due(parts: list[str], _: str) -> list[Any]:
    day, last = date.fromisoformat(parts[3]), UUID(parts[4])
    return [*_who(parts), True, TODAY, SOON_DAYS, FIRST_DAY, LAST_DAY, day, last]


def _referral(parts: list[str], body: str) -> list[Any]:
    key, program, plan = parts[3], UUID(parts[4]), TODAY + timedelta(days=PLAN_DAYS)
    return [*_who(parts), key, key, program, new_id(), TODAY, plan, body]


ASKS = {
    "caseload": Ask(CASELOAD, _caseload),  # TENANT/SUBJECT/ROLE, as in each of them
    "file": Ask(FILE, _file),  # .../STUDENT
    "due": Ask(DUE, _due),  # .../DAY/ID
    "referral": Ask(REFERRAL, _referral),  # .../KEY/PROGRAM
}


def create() -> Bare:
    return Bare(ASKS, role="eb_app", search_path="eb,pg_temp")
