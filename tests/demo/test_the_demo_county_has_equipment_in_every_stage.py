"""Forty requests are planned, in every stage, whatever the day."""

from datetime import date

import pytest

from app.demo.county import make_county
from app.demo.county.dice import Dice
from app.demo.county.equipment import PATHS, plan_equipment
from app.models.words.equipment import EquipmentState
from tests.demo.counties import made

DAYS = [date(2026, 11, 25), date(2027, 6, 30), date(2028, 2, 29)]


@pytest.mark.parametrize("day", DAYS)
def test_forty_children_each_with_days_in_order_and_none_ahead(day: date) -> None:
    county = made(make_county, 1, day)
    plans = plan_equipment(Dice("x"), county.files, day)
    assert len({p.student_id for p in plans}) == len(plans) == 40
    assert {p.state for p in plans} == set(EquipmentState) == set(PATHS)
    referred = {f.student.id: f.enrolment.referred_on for f in county.files}
    for plan in plans:
        days = [referred[plan.student_id], plan.identified_on, *plan.days, day]
        assert days == sorted(days)
    assert plans == plan_equipment(Dice("x"), county.files, day)
