"""`./run` sets a checkout up once, then gets out of the way."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.bootstrap import Environment, command_for, parse_pip_settings

Done = subprocess.CompletedProcess[str]


def test_help_needs_no_set_up(bare: Path) -> None:
    asked, empty = (
        subprocess.run([bare / "run", *arguments], capture_output=True, text=True, check=False)
        for arguments in (["--help"], [])
    )
    assert asked.stdout == empty.stdout
    assert all(f"\n  {name} " in asked.stdout for name in ("serve", "test", "check"))
    assert (asked.returncode, empty.returncode) == (0, 2)
    assert not (bare / ".venv").exists()


def test_the_first_command_sets_up_and_runs_where_it_was_called(first_run: Done) -> None:
    project = Path(first_run.args[0]).parent
    assert first_run.stdout.splitlines()[-1] == f"{project.parent} rules a file"
    assert "run: making .venv" in first_run.stderr
    assert "run: installing the packages of requirements.txt" in first_run.stderr


def test_the_next_command_starts_at_once(run: Callable[..., Done], tmp_path: Path) -> None:
    run("token")
    done = run("token")
    assert (done.stdout, done.stderr) == (f"{tmp_path} token\n", "")


def test_a_changed_lock_is_installed_into_the_same_environment(
    run: Callable[..., Done], project: Path
) -> None:
    (project / "requirements.txt").write_text("# changed\n")
    done = run("token")
    assert "installing" in done.stderr
    assert "making .venv" not in done.stderr
    assert run("token").stderr == ""


def test_a_failed_installation_is_told_and_tried_again(
    run: Callable[..., Done], project: Path
) -> None:
    sound = (project / "requirements.txt").read_text()
    (project / "requirements.txt").write_text("no-such-package==1 --hash=sha256:" + "0" * 64)
    for _ in range(2):
        done = run("token")
        assert done.returncode == 1
        assert "run: set-up failed" in done.stderr
    (project / "requirements.txt").write_text(sound)
    assert run("token").returncode == 0


def test_two_set_ups_at_once_follow_each_other(project: Path) -> None:
    (project / "requirements.txt").write_text("# changed again\n")
    twins = [
        subprocess.Popen(
            [project / "run", "token"],
            env=os.environ | {"PIP_NO_INDEX": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = "".join(twin.communicate()[1] for twin in twins)
    assert [twin.returncode for twin in twins] == [0, 0]
    assert said.count("installing the packages") == 1
    assert said.count("waiting for another set-up") == 1


def test_an_environment_made_elsewhere_is_not_trusted(
    run: Callable[..., Done], project: Path, tmp_path: Path
) -> None:
    run("token")
    assert Environment(project).is_current("requirements.txt")
    (tmp_path / "requirements.txt").write_bytes((project / "requirements.txt").read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((project / "pyproject.toml").read_bytes())
    (tmp_path / ".venv").symlink_to(project / ".venv")
    assert not Environment(tmp_path).is_current("requirements.txt")


def test_an_old_python_is_refused_in_a_sentence(bare: Path) -> None:
    done = subprocess.run(
        [bare / "run", "serve"],
        env={"PATH": os.defpath, "PYTHON": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Python 3.11 or newer is needed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [([], ["-n", "2", "--dist", "worksteal"]), (["tests/setup", "-x"], ["tests/setup", "-x"])],
)
def test_arguments_of_test_replace_the_default_ones(
    arguments: list[str], passed_on: list[str]
) -> None:
    command = command_for(Environment(Path("/p")), "test", arguments)
    assert command == ["/p/.venv/bin/python", "-m", "pytest", *passed_on]


def test_pips_own_precedence_decides_which_setting_uv_gets() -> None:
    listed = [
        ":env:.index-url='from the environment'",
        "global.index-url='from the file'",
        "global.find-links='/a\\n/b'",
        "install.find-links='/c'",
        "freeze.find-links='/not for install'",
    ]
    assert parse_pip_settings(listed) == {
        "index-url": "from the environment",
        "find-links": "/c",
    }
