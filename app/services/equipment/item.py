"""Items and their accessories, and measurements; opening any part of a request."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.base import Record
from app.models.equipment import (
    EquipmentItem,
    EquipmentMeasurement,
    EquipmentRequest,
    EquipmentTrial,
)
from app.models.fields import LAST_DAY
from app.models.funding import EquipmentVendor
from app.models.history import RecordChange
from app.models.loan import EquipmentRecall, LoanItem
from app.models.schemas.equipment import (
    ItemCreate,
    ItemUpdate,
    MeasurementCreate,
    MeasurementUpdate,
    Quote,
    RecallClearance,
)
from app.models.schemas.equipment_step import MOST_ITEMS
from app.models.words.equipment import EquipmentState
from app.models.words.loan import RecallState
from app.services import case, record
from app.services.equipment import forecast, policy
from app.services.equipment.problems import (
    AccessoryUnfit,
    CurrencyUnfit,
    DeliveryUnnamed,
    EquipmentDates,
    EquipmentItemNotFound,
    EquipmentMeasurementNotFound,
    EquipmentRecallNotFound,
    EquipmentRequestNotFound,
    EquipmentTrialNotFound,
    ItemFixed,
    NotRecalled,
    QuoteDates,
    RequestFull,
    SizeRange,
    VendorUnknown,
)
from app.services.equipment.request import OPEN_PROBLEMS, REQUEST
from app.services.picture import PhotosNotAgreed
from app.services.queries import equipment as queries
from app.services.queries import loan as loans
from app.services.queries import record as record_queries

ITEM = record.Kind("equipment-item", EquipmentItem, EquipmentItemNotFound)
TRIAL = record.Kind("equipment-trial", EquipmentTrial, EquipmentTrialNotFound)
MEASUREMENT = record.Kind(
    "equipment-measurement", EquipmentMeasurement, EquipmentMeasurementNotFound
)
PART_PROBLEMS = (
    *OPEN_PROBLEMS, EquipmentItemNotFound, EquipmentTrialNotFound, EquipmentMeasurementNotFound,
)  # fmt: skip
ITEM_PROBLEMS = (
    *OPEN_PROBLEMS, EquipmentItemNotFound, AccessoryUnfit, DeliveryUnnamed, ItemFixed, RequestFull, SizeRange, VendorUnknown,
    QuoteDates, CurrencyUnfit,
)  # fmt: skip
CLEAR_PROBLEMS = (
    *OPEN_PROBLEMS, EquipmentItemNotFound, EquipmentRecallNotFound, NotRecalled, EquipmentDates,
)  # fmt: skip
TRIAL_PROBLEMS = (
    *OPEN_PROBLEMS, EquipmentItemNotFound, EquipmentTrialNotFound, EquipmentDates, PhotosNotAgreed, RequestFull,
)  # fmt: skip
MEASUREMENT_PROBLEMS = (*OPEN_PROBLEMS, EquipmentMeasurementNotFound, EquipmentDates, RequestFull)

MOST = MOST_ITEMS
OPEN_TO_CHANGE = {EquipmentState.IDENTIFIED, EquipmentState.TRIAL, EquipmentState.DRAFTING}
IN_THE_LETTER = {
    "name",
    "hcpcs",
    "manufacturer",
    "model",
    "size",
    "reason",
    "cheaper",
    "growth",
    "is_dropped",
}
OTHERWISE_ONCE_RETURNED = {"manufacturer", "model", "size"}
"""What may be ordered otherwise than the letter said, after it did not fit."""
HELD = {
    EquipmentState.DELIVERED, EquipmentState.FITTED, EquipmentState.TRAINED, EquipmentState.IN_USE,
    EquipmentState.REPAIR, EquipmentState.OUTGROWN,
}  # fmt: skip
ON_ITS_LABEL = {"manufacturer", "model"}
"""What came is what its label says, whatever was ordered."""
ON_ITS_PLATE = ON_ITS_LABEL | {"serial_number"}
TABLES: dict[str, record.Kind[Any]] = {
    "items": ITEM,
    "trials": TRIAL,
    "measurements": MEASUREMENT,
}


async def list_of(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Any],
    request_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    """The request's items, trials or measurements, oldest first. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    found: list[Any] = await queries.parts(db, actor, kind.table, request_id, limit, after)
    return found


async def read(
    db: AsyncSession, actor: Actor, kind: record.Kind[Any], request_id: UUID, part_id: UUID
) -> Any:
    """One of them. Raises: OPEN_PROBLEMS, kind.missing."""
    await record.read(db, actor, REQUEST, request_id)
    return of(await record.read(db, actor, kind, part_id), request_id, kind)


async def history(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Any],
    request_id: UUID,
    part_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS, kind.missing."""
    await read(db, actor, kind, request_id, part_id)
    return await record.history(db, actor, kind, part_id, limit, after)


async def add_item(
    db: AsyncSession, actor: Actor, request_id: UUID, body: ItemCreate
) -> EquipmentItem:
    """Raises: ITEM_PROBLEMS."""
    await loans.hold_recalls(db, actor)
    request = await begin(db, actor, ITEM, request_id)
    if request.state not in OPEN_TO_CHANGE:
        raise ItemFixed
    if body.part_of_id is not None:
        main = await record_queries.one(db, actor, EquipmentItem, body.part_of_id)
        if main is None or main.request_id != request.id or main.part_of_id is not None:
            raise AccessoryUnfit
    row = EquipmentItem(**_part_of(request), **_said(body.model_dump()))
    for name, value in (await recognised(db, actor, row, {})).items():
        setattr(row, name, value)
    await _check_quotes(db, actor, body.quotes)
    _check_size(row)
    await forecast.of_item(db, actor, row)
    return record.add(db, actor, ITEM, row)


async def change_item(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    item_id: UUID,
    body: ItemUpdate,
    if_match: str,
) -> EquipmentItem:
    """Raises: ITEM_PROBLEMS, VersionStale."""
    row: EquipmentItem
    await loans.hold_recalls(db, actor)
    request, row = await opened(db, actor, ITEM, request_id, item_id, if_match)
    said = _said(body.model_dump(exclude_unset=True))
    changed = {name for name, value in said.items() if getattr(row, name) != value}
    if changed & _fixed(request.state):
        raise ItemFixed
    record.change(db, actor, ITEM, row, await recognised(db, actor, row, said))
    await _check_quotes(db, actor, body.quotes or ())
    _check_size(row)
    is_unnamed = row.model_key is None and row.no_maker is None
    if request.state in HELD and changed & ON_ITS_LABEL and is_unnamed:
        raise DeliveryUnnamed
    await forecast.of_item(db, actor, row)
    return row


def _fixed(state: str) -> set[str]:
    """Fields that stand as the signed letter says."""
    if state in OPEN_TO_CHANGE:
        return set()
    if state in HELD:
        return IN_THE_LETTER - ON_ITS_LABEL
    if state == EquipmentState.RETURNED:
        return IN_THE_LETTER - OTHERWISE_ONCE_RETURNED
    return IN_THE_LETTER


def _said(said: dict[str, Any]) -> dict[str, Any]:
    """As the table holds it: quotes as JSON, words as text, the model's key beside its name."""
    if "quotes" in said:
        said["quotes"] = record.plain(said["quotes"])
    for name in ("kind", "owner", "fits_part"):
        if said.get(name) is not None:
            said[name] = said[name].value
    return said


def _check_size(row: EquipmentItem) -> None:
    ends = (row.fits_from, row.fits_until)
    if row.fits_part is None and any(e is not None for e in ends):
        raise SizeRange
    if row.fits_from is not None and row.fits_until is not None and row.fits_from > row.fits_until:
        raise SizeRange


async def _check_quotes(db: AsyncSession, actor: Actor, quotes: Iterable[Quote]) -> None:
    """Raises: VendorUnknown, QuoteDates, CurrencyUnfit."""
    for vendor_id in {q.vendor_id for q in quotes}:
        if await record_queries.one(db, actor, EquipmentVendor, vendor_id) is None:
            raise VendorUnknown
    if any(not q.quoted_on <= min(actor.today(), q.valid_until or LAST_DAY) for q in quotes):
        raise QuoteDates
    (await policy.of(db, actor)).require_currency(*(q.price.currency for q in quotes))


async def recognised(
    db: AsyncSession, actor: Actor, row: EquipmentItem, said: dict[str, Any]
) -> dict[str, Any]:
    """What is said of a thing, with the keys by which a recall finds it, and the one it falls under."""
    label = {name: said.get(name, getattr(row, name)) for name in ON_ITS_PLATE}
    key = model_key(label["manufacturer"], label["model"])
    number = serial_key(label["serial_number"])
    recall_id = await _recall_of(db, actor, key, number, row.cleared_recalls)
    return {**said, "model_key": key, "serial_key": number, "recall_id": recall_id}


async def _recall_of(
    db: AsyncSession,
    actor: Actor,
    key: str | None,
    number: str | None,
    cleared: list[dict[str, str]],
) -> UUID | None:
    return await loans.recall_of(db, actor, key, number, cleared) if key is not None else None


async def put_right(
    db: AsyncSession, actor: Actor, thing: EquipmentItem | LoanItem, recall_id: UUID, on: date
) -> dict[str, Any]:
    """What it changes of a thing, owned or of the closet; another recall that is open marks it on."""
    cleared = [*thing.cleared_recalls, {"recall_id": str(recall_id), "on": str(on)}]
    return {
        "cleared_recalls": cleared,
        "recall_id": await _recall_of(db, actor, thing.model_key, thing.serial_key, cleared),
    }


async def clear_recall(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    item_id: UUID,
    body: RecallClearance,
    if_match: str,
) -> EquipmentItem:
    """It was put right as its maker says, or was found not to be meant. Raises: CLEAR_PROBLEMS, VersionStale."""
    row: EquipmentItem
    _, row = await opened(db, actor, ITEM, request_id, item_id, if_match)
    recall = await record_queries.one(db, actor, EquipmentRecall, body.recall_id)
    if recall is None:
        raise EquipmentRecallNotFound
    if not _is_called_back(row, recall):
        raise NotRecalled
    on = body.on or actor.today()
    if not recall.published_on <= on <= actor.today():
        raise EquipmentDates("A thing is put right after its recall, and not after today.")
    record.change(
        db, actor, ITEM, row, await put_right(db, actor, row, recall.id, on),
        act="recall_cleared", reason_code=body.reason_code, comment=body.comment,
    )  # fmt: skip
    return row


def _is_called_back(row: EquipmentItem, recall: EquipmentRecall) -> bool:
    """Certainly, or perhaps while its serial number is not known; by none that was withdrawn."""
    is_unknown = not recall.serial_numbers or row.serial_key is None
    is_meant = is_unknown or row.serial_key in recall.serial_keys
    is_cleared = str(recall.id) in {c["recall_id"] for c in row.cleared_recalls}
    is_open = recall.state == RecallState.PUBLISHED and not is_cleared
    return row.model_key == recall.model_key and is_meant and is_open


def model_key(manufacturer: str | None, model: str | None) -> str | None:
    """By which a recall finds a model, however it was typed; None without maker or model."""
    if manufacturer is None or model is None:
        return None
    return "/".join(_bare(s) for s in (manufacturer, model))


def serial_key(serial_number: str | None) -> str | None:
    """By which a recall finds a number, however it was typed; None for one that says nothing."""
    return _bare(serial_number or "") or None


def _bare(said: str) -> str:
    return "".join(c for c in said.casefold() if c.isalnum())


async def add_measurement(
    db: AsyncSession, actor: Actor, request_id: UUID, body: MeasurementCreate
) -> EquipmentMeasurement:
    """It also moves the forecast of what the child outgrows. Raises: MEASUREMENT_PROBLEMS."""
    request = await begin(db, actor, MEASUREMENT, request_id)
    row = EquipmentMeasurement(
        **_part_of(request), **(body.model_dump() | {"part": body.part.value})
    )
    _check_measurement(actor, row)
    record.add(db, actor, MEASUREMENT, row)
    await forecast.follow(db, actor, row)
    return row


async def change_measurement(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    measurement_id: UUID,
    body: MeasurementUpdate,
    if_match: str,
) -> EquipmentMeasurement:
    """Raises: MEASUREMENT_PROBLEMS, VersionStale."""
    row: EquipmentMeasurement
    _, row = await opened(db, actor, MEASUREMENT, request_id, measurement_id, if_match)
    record.change(db, actor, MEASUREMENT, row, body.model_dump(exclude_unset=True))
    _check_measurement(actor, row)
    await forecast.follow(db, actor, row)
    return row


def _check_measurement(actor: Actor, row: EquipmentMeasurement) -> None:
    if row.taken_on > actor.today():
        raise EquipmentDates("A measurement is not dated ahead.")
    if row.value <= 0:
        raise EquipmentDates("A measure is above zero.")


async def begin(
    db: AsyncSession, actor: Actor, kind: record.Kind[Any], request_id: UUID
) -> EquipmentRequest:
    """The request, its student's file locked, with room for one more."""
    request = await record.read(db, actor, REQUEST, request_id)
    await case.lock_file(db, actor, await case.holder(db, actor, request.student_id))
    locked = await record_queries.one(db, actor, EquipmentRequest, request_id, lock=True)
    if locked is None:
        raise EquipmentRequestNotFound
    if len(await queries.parts(db, actor, kind.table, request_id)) >= MOST:
        raise RequestFull(f"A request holds at most {MOST} of each kind.")
    return locked


async def opened(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Any],
    request_id: UUID,
    part_id: UUID,
    if_match: str,
) -> tuple[EquipmentRequest, Any]:
    """The request, and a part of it locked for change. Raises: OPEN_PROBLEMS, kind.missing, VersionStale."""
    request = await record.read(db, actor, REQUEST, request_id)
    found = await record_queries.one(db, actor, kind.table, part_id)
    of(found, request_id, kind)
    return request, await record.open_for_change(db, actor, kind, part_id, if_match)


def of(row: Record | None, request_id: UUID, kind: record.Kind[Any]) -> Any:
    """Only of this request. Raises: kind.missing."""
    if row is None or row.request_id != request_id:  # type: ignore[attr-defined]
        raise kind.missing
    return row


def _part_of(request: EquipmentRequest) -> dict[str, Any]:
    return {
        "tenant_id": request.tenant_id,
        "request_id": request.id,
        "student_id": request.student_id,
    }
