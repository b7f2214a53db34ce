"""A small project that the real `run` sets up, without any index to ask."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
# Builds the editable wheel by hand, so that the test needs no build tool from an index.
BACKEND = """
from pathlib import Path
from zipfile import ZipFile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "sample-1-py3-none-any.whl"
    with ZipFile(Path(wheel_directory, name), "w") as wheel:
        wheel.writestr("sample.pth", str(Path.cwd()))
        info = "sample-1.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: sample\\nVersion: 1\\n")
        tags = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(f"{info}/WHEEL", tags)
        wheel.writestr(f"{info}/entry_points.txt", "[console_scripts]\\nearlybridge=sample:main\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""
SAMPLE = """
import os, sys

def main():
    print(os.getcwd(), *sys.argv[1:])
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


def make_project(root: Path) -> Path:
    (root / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "run", root)
    shutil.copy(ROOT / "tools" / "bootstrap.py", root / "tools")
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        (root / lock).write_text("")
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND)
    (root / "sample.py").write_text(SAMPLE)
    return root


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project as it comes out of a clone."""
    return make_project(tmp_path / "clone")


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What the first `./run rules "a file"` said; its arguments hold the project's path."""
    project = make_project(tmp_path_factory.mktemp("a clone") / "project")
    return call(project, "rules", "a file", folder=project.parent)


@pytest.fixture
def project(first_run: subprocess.CompletedProcess[str]) -> Path:
    """A project that was set up."""
    return Path(first_run.args[0]).parent


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Run:
    return partial(call, project, folder=tmp_path)


def call(project: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Call the project's `run` from `folder`, without any index to install from."""
    return subprocess.run(
        [str(project / "run"), *arguments],
        cwd=folder,
        env=os.environ | {"PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
