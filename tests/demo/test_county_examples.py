"""The examples are bodies the API takes, and their ids are those of the demo county."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from app.demo.county import make_county
from app.demo.load import SEED
from app.models.schemas.assessment import EligibilityDecisionCreate
from app.models.schemas.consent import ConsentCreate
from app.models.schemas.event import EventCreate, PauseCreate
from app.models.schemas.referral import ReferralCreate
from app.models.schemas.referral_step import AcceptReferral, AcknowledgeReferral
from app.models.schemas.student import AssignmentCreate, StudentUpdate
from app.models.schemas.transition import LeaNotificationCreate, PacketRelease

EXAMPLES = Path(__file__).parents[2] / "examples"
SHAPES: dict[str, type[BaseModel]] = {
    "01-referral": ReferralCreate,
    "02-referral-by-phone": ReferralCreate,
    "03-acknowledge": AcknowledgeReferral,
    "04-accept": AcceptReferral,
    "05-assign-coordinator": AssignmentCreate,
    "06-consent-to-evaluate": EventCreate,
    "07-pause": PauseCreate,
    "08-evaluation": EventCreate,
    "09-child-assessment": EventCreate,
    "10-family-assessment": EventCreate,
    "11-eligibility": EligibilityDecisionCreate,
    "12-plan-meeting": EventCreate,
    "13-consent-to-services": EventCreate,
    "14-first-visit": EventCreate,
    "15-facts": StudentUpdate,
    "16-notify-district": LeaNotificationCreate,
    "17-consent-to-release": ConsentCreate,
    "18-release-packet": PacketRelease,
}


def body(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_step_of_the_journey_is_checked_here() -> None:
    assert {path.stem for path in EXAMPLES.glob("[0-9]*.json")} == SHAPES.keys()


@pytest.mark.parametrize("name", SHAPES)
def test_each_body_is_one_the_api_takes(name: str) -> None:
    SHAPES[name].model_validate(body(name))


def test_the_ids_are_those_of_the_demo_county() -> None:
    county = make_county(SEED, date(2026, 11, 25))
    district = str(county.people["district"].tenant_id)
    assert body("01-referral")["program_id"] == str(county.program.id)
    assert body("02-referral-by-phone")["program_id"] == str(county.program.id)
    assert body("05-assign-coordinator")["principal_id"] == str(county.people["coordinator"].id)
    assert body("04-accept")["district_id"] == district
    assert body("16-notify-district")["district_id"] == district
    assert body("17-consent-to-release")["recipient_id"] == district


def test_the_dated_steps_follow_one_another() -> None:
    days = [body(name).get("on") for name, shape in SHAPES.items() if shape is EventCreate]
    assert days == sorted(days)
    assert body("02-referral-by-phone")["received_on"] < days[0]


@pytest.mark.parametrize("name", ["rules-evaluate", "rules-eligibility"])
def test_the_first_line_asks_what_the_single_body_asks(name: str) -> None:
    lines = [
        json.loads(line)
        for line in (EXAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 5
    assert lines[0]["born_on"] == body(name)["born_on"]
