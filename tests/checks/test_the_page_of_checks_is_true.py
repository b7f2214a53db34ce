"""docs/checks.md names a test for each line; each is there."""

import re

from app.settings import ROOT

NAMED = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_\w+)`")


def test_every_test_that_the_page_names_is_there() -> None:
    named = NAMED.findall((ROOT / "docs" / "checks.md").read_text())
    lines = (ROOT / "docs" / "checks.md").read_text().count("\n| ") - 2
    assert len(named) == lines
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(), f"{path}::{name}"
