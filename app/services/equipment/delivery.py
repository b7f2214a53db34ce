"""From the order to use: slips, delivery, fit, training, follow-up, growth reviews."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import LAST_DAY
from app.models.funding import EquipmentOrder, EquipmentTraining, EquipmentVendor
from app.models.schemas import equipment_step as steps
from app.models.schemas.money import MOST_MONEY
from app.services import case, credential, record
from app.services.equipment import forecast
from app.services.equipment.file import File
from app.services.equipment.item import ITEM, recognised
from app.services.equipment.letter import disciplines_for
from app.services.equipment.policy import Policy, defaults
from app.services.equipment.problems import (
    CurrencyUnfit,
    DeliveryIncomplete,
    DeliveryUnnamed,
    EquipmentDates,
    EquipmentItemNotFound,
    EquipmentRequestNotFound,
    FitUnexplained,
    OrderUnpriced,
    PersonUnclear,
    ReviewWindow,
    TrainingIncomplete,
    VendorUnknown,
)
from app.services.queries import organisation as people
from app.services.queries import record as record_queries
from app.services.queries import student as students
from app.services.rules.months import add_months
from app.services.student import ContactNotFound

ORDER = record.Kind("equipment-order", EquipmentOrder, EquipmentRequestNotFound)
TRAINING = record.Kind("equipment-training", EquipmentTraining, EquipmentRequestNotFound)
PROBLEMS = (
    VendorUnknown, EquipmentItemNotFound, TrainingIncomplete, PersonUnclear, ContactNotFound, credential.StaffNotFound,
    ReviewWindow, EquipmentDates, DeliveryIncomplete, DeliveryUnnamed, FitUnexplained, OrderUnpriced, CurrencyUnfit,
    *credential.LICENCE_PROBLEMS,
)  # fmt: skip
Changes = dict[str, Any]


async def order(db: AsyncSession, actor: Actor, file: File, body: steps.Order, on: date) -> Changes:
    """By the vendor's quotes, or at a price with the reason why not. Raises: VendorUnknown, EquipmentDates, OrderUnpriced, CurrencyUnfit."""
    vendor = await record_queries.one(db, actor, EquipmentVendor, body.vendor_id)
    if vendor is None or not vendor.is_active:
        raise VendorUnknown
    if body.expected_on < on:
        raise EquipmentDates("The expected day would lie before the order.")
    quotes = _quotes(file, str(vendor.id), on)
    price = _price(file, body, quotes)
    row = EquipmentOrder(
        tenant_id=actor.tenant_id, request_id=file.request.id, student_id=file.request.student_id,
        vendor_id=vendor.id, number=body.number, item_ids=[str(i.id) for i in file.approved], ordered_on=on,
        promised_on=body.expected_on, expected_on=body.expected_on, amount=price, currency=file.policy.currency,
        quotes=list(quotes.values()), why_no_quote=body.why_no_quote,
    )  # fmt: skip
    record.add(db, actor, ORDER, row)
    for item in file.approved:
        await forecast.of_item(db, actor, item)
    return {"expected_on": body.expected_on, "appeal_due_on": None}


def _quotes(file: File, vendor_id: str, on: date) -> dict[UUID, dict[str, Any]]:
    """The vendor's latest quote of each approved item that it quoted, of those that hold on that day."""
    found = {}
    for item in file.approved:
        for quote in item.quotes:
            holds = quote["quoted_on"] <= str(on) <= (quote["valid_until"] or str(LAST_DAY))
            is_own = quote["vendor_id"] == vendor_id
            if holds and is_own and quote["price"]["currency"] == file.policy.currency:
                found[item.id] = {"item_id": str(item.id), **quote}
    return found


def _price(file: File, body: steps.Order, quotes: Mapping[UUID, Mapping[str, Any]]) -> Decimal:
    """What was agreed, and why it is not what was quoted; else the sum of the quotes. Raises: OrderUnpriced, CurrencyUnfit."""
    if body.price is not None and body.why_no_quote is not None:
        file.policy.require_currency(body.price.currency)
        return body.price.amount
    if unquoted := [str(i.id) for i in file.approved if i.id not in quotes]:
        raise OrderUnpriced(item_ids=sorted(unquoted))
    total = sum((Decimal(q["price"]["amount"]) for q in quotes.values()), Decimal(0))
    if body.price is not None or body.why_no_quote is not None or total > MOST_MONEY:
        raise OrderUnpriced
    return total


def _running(file: File) -> EquipmentOrder:
    return file.orders[-1]


async def slip(db: AsyncSession, actor: Actor, file: File, body: steps.Slip, on: date) -> Changes:
    """A later day, with its reason. Raises: EquipmentDates."""
    running = _running(file)
    if body.expected_on < on or body.expected_on <= running.expected_on:
        raise EquipmentDates("The new day is later than the one expected, and than the news of it.")
    slipped = record.plain(
        {
            "noted_on": on, "from": running.expected_on, "to": body.expected_on,
            "reason_code": body.reason_code, "comment": body.comment,
        }
    )  # fmt: skip
    changes = {"expected_on": body.expected_on, "slips": [*running.slips, slipped]}
    record.change(db, actor, ORDER, running, changes, act="slipped", reason_code=body.reason_code)
    return {"expected_on": body.expected_on}


async def deliver(
    db: AsyncSession, actor: Actor, file: File, body: steps.Deliver, on: date
) -> Changes:
    """What came, by maker, model and serial number, and whose it is: all that was ordered.

    What is not said stands as it was ordered.

    Raises: EquipmentItemNotFound, DeliveryIncomplete, DeliveryUnnamed.
    """
    ordered = {i.id: i for i in file.approved}
    if outstanding := ordered.keys() - {came.item_id for came in body.items}:
        raise DeliveryIncomplete(item_ids=sorted(map(str, outstanding)))
    for came in body.items:
        if came.item_id not in ordered:
            raise EquipmentItemNotFound("Only what was ordered is delivered: check `item_id`.")
        item = ordered[came.item_id]
        said = came.model_dump(exclude={"item_id", "owner"}, exclude_none=True)
        changes = await recognised(db, actor, item, {**said, "owner": came.owner.value})
        record.change(db, actor, ITEM, item, changes, act="delivered")
    if unnamed := [i.id for i in ordered.values() if i.model_key is None and i.no_maker is None]:
        raise DeliveryUnnamed(item_ids=sorted(map(str, unnamed)))
    record.change(db, actor, ORDER, _running(file), {"delivered_on": on}, act="delivered")
    return {"expected_on": None}


async def fit(db: AsyncSession, actor: Actor, file: File, body: steps.Fit, on: date) -> Changes:
    """A therapist checks the fit, licensed on that day. Raises: LICENCE_PROBLEMS, FitUnexplained."""
    me = db.info["principal_id"]
    await credential.require_licence(db, actor, me, on, disciplines_for(file.request.kind))
    if unexplained := [n for n, c in enumerate(body.checks) if not c.is_good and c.note is None]:
        raise FitUnexplained(checks=unexplained)
    checks = [record.plain(c.model_dump()) for c in body.checks]
    changes = {"fitted_on": on, "fitted_by": me, "fit": checks}
    record.change(db, actor, ORDER, _running(file), changes, act="fitted")
    return {}


def _delivered_on(file: File) -> date:
    """Nobody was shown a thing before it came; what came before and went back was another."""
    delivered_on = _running(file).delivered_on
    assert delivered_on is not None  # noqa: S101 - it was delivered before it was shown
    return delivered_on


async def show(db: AsyncSession, actor: Actor, file: File, body: steps.Show, on: date) -> Changes:
    """Who was shown, and who then showed it. Raises: PROBLEMS."""
    await _shown(db, actor, file, body.people)
    return {}


async def train(db: AsyncSession, actor: Actor, file: File, body: steps.Train, on: date) -> Changes:
    """Closed when somebody of the family and somebody of the staff have shown it themselves. Raises: PROBLEMS."""
    before = [one for one in file.training if one.shown_on >= _delivered_on(file)]
    shown = [*before, *await _shown(db, actor, file, body.people)]
    able = {one.party for one in shown if one.has_demonstrated}
    if missing := {"family", "staff"} - able:
        raise TrainingIncomplete(missing=sorted(missing))
    return {}


async def _shown(
    db: AsyncSession, actor: Actor, file: File, people: Iterable[steps.Shown]
) -> list[EquipmentTraining]:
    found = [await _trained(db, actor, file, person) for person in people]
    return [record.add(db, actor, TRAINING, one) for one in found]


async def _trained(
    db: AsyncSession, actor: Actor, file: File, person: steps.Shown
) -> EquipmentTraining:
    given = [v for v in (person.contact_id, person.principal_id, person.name) if v is not None]
    if len(given) != 1 or (person.is_relative and person.name is None):
        raise PersonUnclear
    if not _delivered_on(file) <= person.shown_on <= actor.today():
        raise EquipmentDates("A training lies between the delivery and today.")
    student_id = file.request.student_id
    holder = await case.holder(db, actor, student_id)
    if person.contact_id and not await students.contact(db, actor, holder, person.contact_id):
        raise ContactNotFound
    if person.principal_id and not await people.principal(db, actor, person.principal_id):
        raise credential.StaffNotFound
    return EquipmentTraining(
        tenant_id=actor.tenant_id, request_id=file.request.id, student_id=student_id,
        contact_id=person.contact_id, principal_id=person.principal_id, outside_name=person.name,
        is_relative=person.is_relative,
        shown_on=person.shown_on, topics=person.topics, has_demonstrated=person.has_demonstrated,
    )  # fmt: skip


async def start_use(
    db: AsyncSession, actor: Actor, file: File, body: steps.StartUse, on: date
) -> Changes:
    """In use, with the days of the follow-up and the growth review. Raises: ReviewWindow, EquipmentDates."""
    if body.follow_up_on <= on:
        raise EquipmentDates("The follow-up comes after the first day of use.")
    return {
        "in_use_on": on,
        "follow_up_on": body.follow_up_on,
        "growth_review_on": _next_review(file, body.growth_review_on, on),
    }


def _next_review(file: File, asked: date | None, on: date) -> date | None:
    """While a child is small its equipment is reviewed within the program's window."""
    policy: Policy = file.policy
    small_until = add_months(file.student.born_on, int(defaults()["growth_review"]["under_months"]))
    if asked is not None and asked <= on:
        raise EquipmentDates("The next review comes after this one.")
    if on >= small_until:
        return asked
    first = add_months(on, policy.growth_review_from_months)
    last = add_months(on, policy.growth_review_until_months)
    if asked is not None and not first <= asked <= last:
        raise ReviewWindow(f"For a child of this age it lies from {first} to {last}.")
    return asked or first


async def follow_up(
    db: AsyncSession, actor: Actor, file: File, body: steps.FollowUp, on: date
) -> Changes:
    """Raises: EquipmentDates."""
    if body.follow_up_on is not None and body.follow_up_on <= on:
        raise EquipmentDates("The next follow-up comes after this one.")
    return {"follow_up_on": body.follow_up_on, "followed_up_on": on}


async def review_growth(
    db: AsyncSession, actor: Actor, file: File, body: steps.ReviewGrowth, on: date
) -> Changes:
    """Raises: ReviewWindow, EquipmentDates."""
    review_on = _next_review(file, body.growth_review_on, on)
    return {"growth_review_on": review_on, "growth_reviewed_on": on}
