"""The locks install the same files from whatever index a machine is given."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))


def pins(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", lock.read_text(), re.MULTILINE)
    return dict(found)


def test_there_is_a_lock_for_serving_for_developing_for_the_installer_and_for_node() -> None:
    names = ["requirements-dev", "requirements-node", "requirements-uv", "requirements"]
    assert [p.stem for p in LOCKS] == names


def test_the_lock_of_the_typescript_example_names_no_address_and_hashes_every_package() -> None:
    text = (ROOT / "examples/typescript/package-lock.json").read_text()
    assert "://" not in text
    lock = json.loads(text)
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 10
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text()
    assert "index-url" not in lock.read_text()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_every_package_is_pinned_with_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text())
    loose = [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e]
    assert loose == []


def test_developers_run_what_is_served() -> None:
    served, developed = (pins(ROOT / f"requirements{suffix}.txt") for suffix in ("", "-dev"))
    assert {name: developed.get(name) for name in served} == served


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_every_wish_has_its_lock_entry(lock: Path) -> None:
    wishes = lock.with_suffix(".in").read_text().splitlines()
    names = {re.split(r"[\[=]", w)[0].lower() for w in wishes if not w.startswith("-r")}
    assert names <= pins(lock).keys()
