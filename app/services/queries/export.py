"""What an export holds, row by row: the statements that COPY streams."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from app.auth import Actor
from app.db import Database


@dataclass(frozen=True, slots=True)
class Table:
    """One kind: its columns, as each stands in both formats, and where they are read. `$1` is the tenant."""

    columns: tuple[str, ...]
    source: str


KINDS = {
    "students": Table(
        (
            "id", "version", "first_name", "middle_name", "last_name", "preferred_name", "born_on", "sex",
            "gestation_weeks", "birth_weight_grams", "birth_order", "languages", "interpreter_needed", "race_ethnicity", "address",
            "external_ids", "district_id", "jurisdiction", "facts", "updated_at",
        ),
        "eb.student where tenant_id = $1 and merged_into_id is null order by id",
    ),
    "contacts": Table(
        (
            "id", "version", "student_id", "first_name", "last_name", "relationship", "lives_with",
            "holds_educational_rights", "may_sign", "may_receive_information", "language", "interpreter_needed",
            "phone", "email", "address", "court_limits", "preferred_channel", "preferred_hours", "accessibility_needs",
            "entered_in_error",
        ),
        "eb.contact where tenant_id = $1 order by id",
    ),
    "enrolments": Table(
        (
            "id", "version", "student_id", "state", "aside", "referral_id", "referred_on", "exited_on", "exit_reason",
            "previous_id",
        ),
        "eb.enrolment where tenant_id = $1 order by id",
    ),
    "referrals": Table(
        (
            "id", "version", "state", "received_on", "channel", "urgency", "sender_id", "sender_ref", "submitted",
            "may_report_back", "reason_code", "decided_at", "student_id",
        ),
        "eb.referral where tenant_id = $1 order by id",
    ),
    "events": Table(
        ("id", "student_id", "type", "on_date", "data", "entered_in_error", "error_reason", "created_at"),
        "eb.case_event where tenant_id = $1 order by id",
    ),
}  # fmt: skip


def ndjson(kind: str) -> str:
    """One JSON text a row."""
    table = KINDS[kind]
    columns = ", ".join(table.columns)
    return f"select row_to_json(x)::text from (select {columns} from {table.source}) x"  # noqa: S608 - constants, see above


def csv(kind: str) -> str:
    """Each cell a text that no spreadsheet runs."""
    table = KINDS[kind]
    cells = ", ".join(f"eb.csv_cell({name}::text) as {name}" for name in table.columns)
    return f"select {cells} from {table.source}"  # noqa: S608 - constants, see above


async def begin(hot: Database, actor: Actor, kind: str, form: str) -> None:
    """Put the export on the record of access, for good."""
    await hot.call("begin_export", actor.caller, actor.purpose, kind, form)


async def stream(hot: Database, actor: Actor, kind: str, form: str) -> AsyncIterator[bytes]:
    """The rows in portions; raises before the first when there is no connection to be had."""
    statement = csv(kind) if form == "csv" else ndjson(kind)
    return await hot.copy_out(statement, actor.caller, actor.tenant_id, is_csv=form == "csv")
