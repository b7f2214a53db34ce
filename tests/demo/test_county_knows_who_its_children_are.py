"""Homes, names and health of the demo's children, as the API would take them."""

from collections import Counter, defaultdict
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, TypeAdapter

from app.demo.county import County
from app.demo.county.shape import DistrictArea, HealthEntry, Residence, Row, StudentName
from app.models.schemas.profile import HealthEntryCreate, ResidenceCreate, StudentNameCreate
from app.models.words.student import HealthKind
from app.services.duplicate import LIKELY, Child, Named, likeness
from tests.demo.counties import BOTH, TODAY, every, made

every_county = every(BOTH)
SHAPES: dict[type[Row], type[BaseModel]] = {
    StudentName: StudentNameCreate,
    Residence: ResidenceCreate,
    HealthEntry: HealthEntryCreate,
}


def _of(county: County, kind: type[Row]) -> list[Any]:
    return [row for row in county.profile if isinstance(row, kind)]


@every_county
def test_every_row_is_one_the_api_would_take(county: County) -> None:
    for row in county.profile:
        shape = SHAPES.get(type(row))
        if shape is not None:
            said = {
                k: v for k, v in asdict(row).items() if k not in {"tenant_id", "id", "student_id"}
            }
            shape.model_validate(TypeAdapter(dict[str, Any]).dump_python(said, mode="json"))


@every_county
def test_homes_follow_one_another_and_the_last_is_the_files(county: County) -> None:
    homes: dict[Any, list[Residence]] = defaultdict(list)
    for home in _of(county, Residence):
        homes[home.student_id].append(home)
    for student in county.students:
        *former, last = homes[student.id]
        assert (last.address, last.to_on) == (student.address, None)
        for before, after in pairwise([*former, last]):
            assert before.to_on is not None
            assert student.born_on <= before.from_on <= before.to_on < after.from_on <= TODAY


@every_county
def test_every_postal_code_leads_to_the_district_on_file(county: County) -> None:
    area = {a.postal_code: a.district_id for a in _of(county, DistrictArea)}
    assert len(area) == len(_of(county, DistrictArea)) > 0
    for student in county.students:
        assert student.address is not None
        assert area[student.address.postal_code] == student.district_id


def test_each_kind_of_finding_and_a_sealed_name_are_there() -> None:
    county = made(*BOTH["county"])
    assert {h.kind for h in _of(county, HealthEntry)} == set(HealthKind) - {HealthKind.MEDICATION}
    assert any(n.is_sealed for n in _of(county, StudentName))
    assert all(h.on_date <= TODAY for h in _of(county, HealthEntry))


def test_no_pair_of_twins_looks_like_one_child() -> None:
    households = defaultdict(list)
    for student in made(*BOTH["county"]).students:
        households[student.last_name, student.born_on, student.address].append(student)
    pairs = [h for h in households.values() if len(h) > 1]
    assert pairs
    for one, other in pairs:
        assert one.birth_order != other.birth_order
        children = [
            Child((Named(s.first_name, s.last_name),), s.born_on, s.birth_order)
            for s in (one, other)
        ]
        assert likeness(*children, phone=True, place=True).score < LIKELY


def test_identifiers_are_one_childs_each() -> None:
    seen = Counter(i["value"] for s in made(*BOTH["county"]).students for i in s.external_ids)
    assert max(seen.values()) == 1
