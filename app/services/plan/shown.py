"""Versions as answers show them, where an answer is more than a row."""

from collections.abc import Sequence
from datetime import date

from app.models.plan import Plan
from app.models.schemas import plan as shapes
from app.models.schemas.service_line import (
    AccountRead,
    Caution,
    DeliveryRead,
    DeliveryWithWarnings,
    MissedMinutes,
)
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.words.plan import OWED_FOR
from app.services.plan.account import Account
from app.services.plan.caution import Caution as Found
from app.services.plan.compare import Difference
from app.services.plan.complete import Found as Element


def row(plan: Plan) -> shapes.PlanRow:
    """A version without its parts."""
    return shapes.PlanRow.model_validate(plan)


def completeness(elements: Sequence[Element]) -> shapes.CompletenessRead:
    items = [
        shapes.ChecklistItem(
            code=e.code, text=e.text, citation=e.citation, is_complete=e.is_complete,
            missing=[shapes.PartMissing(pointer=p, detail=d) for p, d in e.missing],
        )
        for e in elements
    ]  # fmt: skip
    return shapes.CompletenessRead(is_complete=all(i.is_complete for i in items), items=items)


def comparison(older: Plan, newer: Plan, found: Sequence[Difference]) -> shapes.ComparisonRead:
    return shapes.ComparisonRead(
        from_id=older.id,
        to_id=newer.id,
        differences=[shapes.Difference(**d._asdict()) for d in found],
    )


def text(plan: Plan) -> shapes.PlanText:
    assert plan.signed_text is not None  # noqa: S101 - the service asked for it
    assert plan.text_sha256 is not None  # noqa: S101
    return shapes.PlanText(text_sha256=plan.text_sha256, text=plan.signed_text)


def delivery(row_: ServiceDelivery, found: Sequence[Found]) -> DeliveryWithWarnings:
    read = DeliveryRead.model_validate(row_)
    return DeliveryWithWarnings(
        **{("on_date" if k == "on" else k): v for k, v in read.model_dump().items()},
        warnings=[Caution(code=c.code, detail=c.detail) for c in found],
    )


def account(line: ServiceLine, from_on: date, to_on: date, found: Account) -> AccountRead:
    missed = [
        MissedMinutes(reason=reason, minutes=minutes, is_owed=reason in OWED_FOR)
        for reason, minutes in sorted(found.missed.items())
    ]
    return AccountRead(
        line_id=line.id, from_on=from_on, to_on=to_on, planned=found.planned, delivered=found.delivered, missed=missed,
        accounted=found.accounted, unaccounted=found.unaccounted, beyond=found.beyond, owed=found.owed,
        indirect=found.indirect,
    )  # fmt: skip
