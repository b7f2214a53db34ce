"""Each plan of the county says what the events of its file say, and could have come through the API."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import TypeVar

from app.canonical import digest
from app.demo.county import County, make_county, make_neighbour, plan_shape
from app.demo.county import shape as shapes
from app.models.schemas.plan import PlanUpdate
from app.models.schemas.service_line import ServiceLineCreate
from app.models.words.plan import IN_FORCE, LIVE
from app.services import rulebook
from app.services.plan.kind import completeness
from tests.demo.counties import TODAY, Recipe, every, made
from tests.demo.test_county_fits_the_tables import TABLES, written

AUTUMN: Recipe = (make_county, 1, TODAY)
every_county = every(
    {
        "autumn": AUTUMN,
        "neighbour": (make_neighbour, 3, date(2027, 1, 1)),
        "leap day": (make_county, 4, date(2028, 2, 29)),
    }
)


T = TypeVar("T")


def of(file: shapes.StudentFile, kind: type[T]) -> list[T]:
    return [row for row in file.plans if isinstance(row, kind)]


@every_county
def test_every_child_with_a_plan_has_one_in_force_until_it_leaves(county: County) -> None:
    for file in county.files:
        held = [e for e in file.events if e.type in {"ifsp.initial.held", "ifsp.annual.held"}]
        plans = of(file, plan_shape.Plan)
        live = [p for p in plans if p.state in LIVE]
        assert [p.held_on for p in plans if p.held_on] == [e.on_date for e in held]
        signed = any(e.type == "ifsp.consent.signed" for e in file.events)
        assert len(live) == (signed and file.enrolment.exited_on is None)
        if file.enrolment.exited_on is not None:
            assert not [x for x in of(file, plan_shape.ServiceLine) if x.state in IN_FORCE]


@every_county
def test_services_are_those_the_parent_consented_to_and_start_when_the_file_says(
    county: County,
) -> None:
    for file in county.files:
        lines = of(file, plan_shape.ServiceLine)
        by_plan = {
            str(e.data["plan_id"]): e for e in file.events if e.type == "ifsp.consent.signed"
        }
        for plan_id, event in by_plan.items():
            promised = [x.service for x in lines if str(x.plan_id) == plan_id]
            assert promised == event.data["services"]
        for event in file.events:
            if event.type == "ifsp.service.delivered":
                line = next(x for x in lines if str(x.id) == event.data["line_id"])
                assert (line.service, line.first_delivered_on) == (
                    event.data["service"],
                    event.on_date,
                )
        for given in of(file, plan_shape.ServiceDelivery):
            line = next(x for x in lines if x.id == given.line_id)
            assert line.consented_on is not None
            assert line.consented_on <= given.on_date <= (line.ended_on or date.max)


@every_county
def test_signatures_stand_under_the_text_of_a_complete_plan(county: County) -> None:
    for file in county.files:
        plans = {p.id: p for p in of(file, plan_shape.Plan)}
        for signature in of(file, plan_shape.Signature):
            plan = plans[signature.record_id]
            assert plan.signed_text is not None
            assert signature.text_sha256 == digest(plan.signed_text)
        for plan in plans.values():
            if plan.signed_text is None:
                continue
            row = TABLES["Plan"](**asdict(plan))
            lines = [
                TABLES["ServiceLine"](**asdict(x))
                for x in of(file, plan_shape.ServiceLine)
                if x.plan_id == plan.id
            ]
            found = completeness(row, lines)  # type: ignore[arg-type]
            assert [(f.code, f.missing) for f in found if not f.is_complete] == []


@every_county
def test_plans_and_services_are_what_the_api_would_accept(county: County) -> None:
    services = rulebook.load().services
    parts = set(PlanUpdate.model_fields)
    line_parts = set(ServiceLineCreate.model_fields)
    for file in county.files:
        for plan in of(file, plan_shape.Plan):
            PlanUpdate.model_validate({k: v for k, v in written(plan).items() if k in parts})
        for line in of(file, plan_shape.ServiceLine):
            assert line.service in services
            ServiceLineCreate.model_validate(
                {k: v for k, v in written(line).items() if k in line_parts}
            )


def test_every_state_that_a_county_meets_is_there() -> None:
    plans = Counter(p.state for f in made(*AUTUMN).files for p in of(f, plan_shape.Plan))
    assert set(plans) == {"draft", "awaiting_consent", "active", "superseded", "ended"}
    lines = Counter(x.state for f in made(*AUTUMN).files for x in of(f, plan_shape.ServiceLine))
    assert set(lines) == {"proposed", "consented", "started", "changed", "ended"}
    settings = {x.setting for f in made(*AUTUMN).files for x in of(f, plan_shape.ServiceLine)}
    assert settings == {"home", "community", "other"}
    given = [d for f in made(*AUTUMN).files for d in of(f, plan_shape.ServiceDelivery)]
    missed = sum(d.missed_for is not None for d in given)
    assert 5 <= 100 * missed / len(given) <= 20
