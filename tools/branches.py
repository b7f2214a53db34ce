"""Count the branches of app/services that tests take: `PYTEST_PLUGINS=tools.branches ./run test -n 3`.

Each process of the tests puts its count into `.branches/`; `slipcover --merge` makes one report of them.
A probe in the bytecode costs a few per cent of a test's time; a tracing function more than doubles it.
"""

import json
import os
from pathlib import Path

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover

COUNTED = Path("app/services")
COUNTS = Path(".branches").resolve()

counter = Slipcover(
    branch=True,
    source=[str(COUNTED)],
    d_miss_threshold=10**9,
    exclude_also=["raise NotImplementedError"],
)
# Loaded by name before any conftest, so that nothing of the application has been imported yet.
ImportManager(counter, FileMatcher(sources=[COUNTED])).__enter__()
if "PYTEST_XDIST_WORKER" in os.environ:
    # What a test starts is not counted.
    del os.environ["PYTEST_PLUGINS"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    COUNTS.mkdir(exist_ok=True)
    (COUNTS / f"{os.getpid()}.json").write_text(json.dumps(counter.get_coverage()))
