"""The demo is the same wherever it is loaded, and never in the future."""

from datetime import date
from uuid import UUID

from app.demo.county import County, make_county, make_neighbour
from tests.demo.counties import TODAY, made


def ids(county: County) -> list[UUID]:
    return [row.id for row in county.rows()]


def test_the_same_seed_and_day_give_the_same_county() -> None:
    assert make_county(7, TODAY) == make_county(7, TODAY)
    assert make_neighbour(7, TODAY) == make_neighbour(7, TODAY)


def test_organisations_and_accounts_keep_their_ids_on_every_day() -> None:
    one, later = made(make_county, 7, TODAY), make_county(7, date(2027, 1, 4))
    assert one.organisations == later.organisations
    assert one.principals == later.principals


def test_another_seed_gives_other_people() -> None:
    one, other = made(make_county, 1, TODAY), make_county(2, TODAY)
    assert {s.id for s in one.students}.isdisjoint(s.id for s in other.students)


def test_no_two_rows_share_an_id_even_across_counties() -> None:
    everything = ids(made(make_county, 1, TODAY)) + ids(made(make_neighbour, 1, TODAY))
    assert len(set(everything)) == len(everything)


def test_ids_are_uuids_that_sort_by_time() -> None:
    county = made(make_county, 1, TODAY)
    assert {id_.version for id_ in ids(county)} == {7}
    for file in county.files:
        assert [e.id for e in file.events] == sorted(e.id for e in file.events)


def test_the_neighbour_is_small_and_shares_nothing() -> None:
    county, neighbour = made(make_county, 1, TODAY), made(make_neighbour, 1, TODAY)
    assert len(neighbour.files) == 12
    assert [o.kind for o in neighbour.organisations] == ["program", "agency", "district"]
    assert len([p for p in neighbour.principals if p.kind == "person"]) == 4
    assert neighbour.people.keys() == county.people.keys()
    assert {o.id for o in county.organisations}.isdisjoint(o.id for o in neighbour.organisations)
