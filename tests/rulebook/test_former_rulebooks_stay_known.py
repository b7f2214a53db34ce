"""A day is judged by the rulebook of that day, so no rulebook that was in use is lost."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.services import rulebook, rulebook_index
from app.services.rulebook import InvalidRulebook, lint, read_book
from app.services.rulebook.releases import in_use_on, keep, read_releases
from app.services.rulebook_index import ReleaseNotFound
from app.services.rules import Book, CaseFacts, Event, evaluate
from tests.rulebook.conftest import SINCE, Edit

PLAN = "us-ca.partc.initial_ifsp"


def books(folder: Path) -> tuple[Book, ...]:
    return read_releases(folder, read_book(folder))


def test_without_former_ones_the_present_rulebook_speaks_for_every_day(folder: Path) -> None:
    (only,) = books(folder)
    assert in_use_on([only], date(1999, 1, 1)) is in_use_on([only], date(2099, 1, 1)) is only


def test_the_last_release_is_the_rulebook_of_this_program() -> None:
    assert rulebook.releases()[-1] is rulebook.in_use(date(2099, 1, 1)) is rulebook.load()


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2020, 1, 1), "2024.9"),
        (date(2024, 9, 1), "2024.9"),
        (date(2025, 11, 2), "2024.9"),
        (date(2025, 11, 3), "2025.1"),
        (date(2030, 1, 1), "2025.1"),
    ],
)
def test_a_rulebook_is_in_use_from_its_release_until_the_next(
    folder: Path, former: Path, day: date, version: str
) -> None:
    assert former.is_dir()
    assert in_use_on(books(folder), day).version == version


def test_each_rulebook_counts_by_its_own_numbers(folder: Path, former: Path, edit: Edit) -> None:
    edit("former/2024.9/us-ca/partc.yaml", *shorter(former))
    case = CaseFacts("us-ca", date(2024, 6, 15), (Event("referral.received", date(2025, 10, 1)),))
    due = {
        book.version: evaluate(book, case, date(2025, 12, 1), rules=[PLAN])[0].due_on
        for book in books(folder)
    }
    assert due == {"2024.9": date(2025, 10, 31), "2025.1": date(2025, 11, 15)}


def shorter(former: Path) -> tuple[str, str]:
    """The rule of the first plan with 30 days where it has 45."""
    written = (former / "us-ca/partc.yaml").read_text("utf-8")
    start = written.index(f"id: {PLAN}")
    old = written[start : written.index("satisfied_by", start)]
    return old, old.replace("plus: 45", "plus: 30")


def test_the_change_between_two_is_told_value_by_value(
    folder: Path, former: Path, edit: Edit
) -> None:
    edit("former/2024.9/us-ca/partc.yaml", *shorter(former))
    told = rulebook_index.changes(books(folder), "2025.1", None)
    assert (told.since, told.version, told.added, told.removed) == ("2024.9", "2025.1", [], [])
    (change,) = told.changed
    assert (change.of, change.field) == (f"{PLAN}@1", "due")
    assert '"plus":30' in (change.before or "")
    assert '"plus":45' in (change.after or "")


def test_the_first_rulebook_changed_nothing_and_an_unknown_one_is_not_there(
    folder: Path, former: Path
) -> None:
    assert former.is_dir()
    told = rulebook_index.changes(books(folder), "2024.9", None)
    assert (told.since, told.changed) == ("2024.9", [])
    with pytest.raises(ReleaseNotFound):
        rulebook_index.changes(books(folder), "2031.1", None)


def test_releases_are_listed_newest_first(folder: Path, former: Path) -> None:
    assert former.is_dir()
    listed = rulebook_index.releases(books(folder))
    assert [r.version for r in listed] == ["2025.1", "2024.9"]


def test_keeping_the_rules_before_a_change_takes_one_step(folder: Path, edit: Edit) -> None:
    before = read_book(folder)
    keep(folder, before)
    edit("vocabulary.yaml", SINCE, 'version: "2026.1"\nreleased_on: 2026-07-01\n')
    edit("us-pa/jurisdiction.yaml", "due: {plus: 14, unit: cd}", "due: {plus: 10, unit: cd}")
    old, new = books(folder)
    assert (old.version, old.sha256, new.version) == ("2025.1", before.sha256, "2026.1")
    assert [said.split(":")[0] for said in lint([folder])] == ["us-pa/vectors.yaml"]
    with pytest.raises(FileExistsError):
        keep(folder, old)


def test_a_rulebook_that_does_not_follow_the_former_ones_is_refused(
    folder: Path, former: Path, edit: Edit
) -> None:
    assert former.is_dir()
    edit("vocabulary.yaml", "released_on: 2025-11-03", "released_on: 2024-08-31")
    (said,) = lint([folder])
    assert said.endswith("2025.1 of 2024-08-31 does not follow 2024.9 of 2024-09-01")


def test_a_former_rulebook_with_a_mistake_is_named_with_its_file(
    folder: Path, former: Path
) -> None:
    (former / "us-pa/jurisdiction.yaml").write_text("id: us-pa\n", "utf-8")
    with pytest.raises(InvalidRulebook, match=r"^former/2024\.9/us-pa/jurisdiction\.yaml:1: "):
        books(folder)
    assert lint([folder])[0].startswith("former/2024.9/us-pa/jurisdiction.yaml:1: ")


def test_a_former_rulebook_stands_in_the_folder_of_its_version(folder: Path, former: Path) -> None:
    shutil.move(former, former.parent / "2023.1")
    with pytest.raises(InvalidRulebook, match=r"2024\.9 stands in the folder 2023\.1"):
        books(folder)
