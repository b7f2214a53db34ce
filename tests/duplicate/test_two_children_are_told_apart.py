"""Likeness of two children: what makes them one, and what never does."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.duplicate import LIKELY, Child, Named, likeness

BORN = date(2025, 3, 4)
NAMES = st.text("abcdeéghiklmnoprstuv ", min_size=2, max_size=14).filter(lambda n: n.strip())
CHILDREN = st.builds(
    lambda first, last, born, order: Child((Named(first, last),), born, order),
    NAMES, NAMES, st.dates(date(2022, 1, 1), date(2026, 12, 31)), st.sampled_from([None, 1, 2]),
)  # fmt: skip


def child(first: str, last: str, born: date = BORN, order: int | None = None) -> Child:
    return Child((Named(first, last),), born, order)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (child("María", "García López"), child("Maria", "Garcia")),
        (child("María", "García López"), child("Maria", "López")),
        (child("Anh", "Nguyễn"), child("Nguyen", "Anh")),
        (child("Katherine", "O'Brien"), child("Kathrine", "OBrien")),
        (child("Amina", "Okafor"), child("Amina", "Okafor", date(2025, 4, 3))),
        (child("Amina", "Okafor"), child("Amina", "Okafor", date(2025, 3, 14))),
        (child("Amina", "Okafor"), child("Amina", "Okafor-Brandt")),
        (child("Mohammed", "Al-Sayed"), child("Mohamed", "Alsayed")),
    ],
)
def test_the_same_child_written_otherwise_is_likely(one: Child, other: Child) -> None:
    found = likeness(one, other)
    assert found.score >= LIKELY
    assert found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (child("Ana", "García"), child("Sofía", "García")),
        (child("Ana", "García", order=1), child("Anna", "García", order=2)),
        (child("Jaylen", "Brown", order=1), child("Jayden", "Brown", order=2)),
        (child("Minh", "Lê"), child("Khoa", "Lê")),
    ],
)
def test_twins_are_two_whatever_they_share(one: Child, other: Child) -> None:
    assert likeness(one, other, phone=True, place=True).score < LIKELY


def test_one_number_is_one_child_even_under_another_name() -> None:
    found = likeness(child("Ana", "García"), child("Zoe", "Miller"), identifier=True)
    assert found.score >= LIKELY
    assert "the same identifier" in found.reasons


def test_a_newborn_without_a_name_is_found_by_all_the_rest() -> None:
    found = likeness(child("Baby Girl", "Okafor"), child("Amina", "Okafor"), phone=True, place=True)
    assert found.score >= LIKELY


def test_a_former_or_preferred_name_counts_and_is_told() -> None:
    renamed = replace(
        child("Amina", "Brandt"), names=(Named("Mina", "Brandt"), Named("Amina", "Okafor", "another name on file"))
    )  # fmt: skip
    found = likeness(child("Amina", "Okafor"), renamed)
    assert "by another name on file" in found.reasons


def test_a_birthday_on_the_29th_of_february_is_compared_like_any() -> None:
    leap = child("Amina", "Okafor", date(2024, 2, 29))
    assert likeness(leap, leap).score == 90
    assert likeness(leap, child("Amina", "Okafor", date(2024, 2, 28))).score >= LIKELY


@given(CHILDREN, CHILDREN, st.booleans(), st.booleans(), st.booleans())
def test_likeness_is_mutual_and_bounded(
    one: Child, other: Child, phone: bool, place: bool, identifier: bool
) -> None:
    there = likeness(one, other, phone=phone, place=place, identifier=identifier)
    back = likeness(other, one, phone=phone, place=place, identifier=identifier)
    assert there == back
    assert 0 <= there.score <= 100


@given(NAMES, st.dates(date(2022, 1, 1), date(2026, 12, 31)), NAMES)
def test_twins_counted_apart_are_never_one(last: str, born: date, first: str) -> None:
    one, other = child(first, last, born, 1), child(first, last, born, 2)
    assert likeness(one, other, phone=True, place=True).score == 0
