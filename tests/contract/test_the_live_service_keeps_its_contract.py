"""Schemathesis against the live application, on ids that exist: every answer is one the contract declares.

Each operation is asked some random cases and a sample of those at the boundaries of its schema, the same in each run;
`EARLYBRIDGE_TEST_BOUNDARIES=100000` asks them all, which takes a quarter of an hour.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, assume, settings
from pydantic import TypeAdapter
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.openapi_ import CONTRACT
from app.models.fields import Text
from app.services import rulebook
from app.settings import Settings
from tests.contract.live import Live
from tests.factories.county import Furnished, furnish
from tests.factories.world import make_world

PROGRAM_ROLES = ["coordinator", "supervisor", "intake", "administrator"]
EXAMPLES = 5
DISTRICTS = (
    "/v1/arrivals", "/v1/lea-notices", "/v1/packet-contents", "/v1/packets", "/v1/school-areas",
)  # fmt: skip
BOUNDARIES = int(os.environ.get("EARLYBRIDGE_TEST_BOUNDARIES", "20"))

CONFIG = SchemathesisConfig.from_dict(
    {
        # Cases at the boundaries are made when they are asked: to collect them all takes a minute in each worker.
        "phases": {"coverage": {"enabled": False}},
        "checks": {
            # RFC 6585: a missing If-Match is 428.
            "missing_required_header": {"expected-statuses": [400, 401, 403, 415, 422, 428]},
            # A body too large to be read is refused before anybody looks at it.
            "negative_data_rejection": {
                "expected-statuses": [
                    400,
                    401,
                    403,
                    404,
                    405,
                    406,
                    409,
                    412,
                    413,
                    415,
                    422,
                    428,
                    429,
                ]
            },
            # A name may be well formed and yet unknown (422), a cursor foreign (400), a version old (412).
            "positive_data_acceptance": {
                "expected-statuses": [
                    "2xx",
                    "3xx",
                    400,
                    401,
                    403,
                    404,
                    409,
                    412,
                    413,
                    422,
                    428,
                    429,
                ]
            },
        },
    }
)
schema = schemathesis.openapi.from_path(CONTRACT, config=CONFIG)
TEXT = TypeAdapter(Text).json_schema()["pattern"]


def _without_patterns_of_text(part: Any) -> Any:
    """Cases at the boundaries of a text's length: of one that also has a pattern they take three times as long to make."""
    if isinstance(part, dict):
        kept = {key: value for key, value in part.items() if (key, value) != ("pattern", TEXT)}
        return {key: _without_patterns_of_text(value) for key, value in kept.items()}
    return [_without_patterns_of_text(each) for each in part] if isinstance(part, list) else part


at_boundaries = schemathesis.openapi.from_dict(
    _without_patterns_of_text(json.loads(CONTRACT.read_text("utf-8"))), config=CONFIG
)


Case = schemathesis.Case[Any]
Operation = schemathesis.schemas.APIOperation[Any, Any, Any, Any]
LINES = "application/x-ndjson"
schemathesis.serializer.alias(LINES, "text/plain")


@dataclass
class Target:
    url: str
    tokens: dict[str, str]
    ids: dict[str, str]


@pytest.fixture(scope="module")
async def seeded(app: FastAPI, owner: AsyncEngine) -> Furnished:
    """One of everything, and one person who holds every role of a program."""
    world = await make_world(app, owner)
    await world.change(
        "update eb.principal set roles = :r where tenant_id = :t and subject = 'administrator-1'",
        r=PROGRAM_ROLES, t=world.program_id,
    )  # fmt: skip
    world.people["administrator"].roles = PROGRAM_ROLES
    return await furnish(world)


@pytest.fixture(scope="module")
def target(seeded: Furnished, settings: Settings) -> Iterator[Target]:
    live = Live(settings.model_copy(update={"log_level": "ERROR"}))
    url = live.start()
    tokens = {name: seeded.world.token(name) for name in ("administrator", "agency", "district")}
    yield Target(
        url,
        tokens,
        {
            **seeded.ids,
            "jurisdiction": "us-ca",
            "rule_id": "us-ca.partc.initial_ifsp",
            "release": rulebook.load().version,
            "code": "C7",
        },
    )
    live.stop()


@schema.auth()
class SignedIn:
    """Known to schemathesis as credentials, so that it also tries without them.

    Cases are made before there is a server: they hold the caller's name, and
    get the token when they are sent.
    """

    def get(self, case: Case, _: schemathesis.AuthContext) -> str:
        return self.caller_of(case)

    @staticmethod
    def caller_of(case: Case) -> str:
        path = case.operation.path
        if path.startswith(DISTRICTS):
            return "district"
        return "agency" if path == "/v1/referrals" and case.method == "POST" else "administrator"

    def set(self, case: Case, data: str, _: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = data


def _existing(ids: dict[str, str], name: str, value: str) -> str:
    """Send every second well-formed id to a record that exists; malformed ones are sent as they are."""
    try:
        return ids.get(name, value) if UUID(value).int % 2 else value
    except ValueError:
        return value


@schema.parametrize()
@settings(
    deadline=None, max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck)
)
def test_every_answer_is_declared(case: Case, target: Target) -> None:
    # A file of lines is text: a body of another type would be sent as its text, which is one.
    assume(case.media_type != LINES or isinstance(case.body, str))
    _ask(case, target)


@pytest.mark.parametrize(
    "operation",
    [result.ok() for result in at_boundaries.get_all_operations() if isinstance(result, Ok)],
    ids=lambda found: found.label,
)
def test_every_answer_at_a_boundary_is_declared(operation: Operation, target: Target) -> None:
    generation = at_boundaries.config.generation_for(operation=operation)
    cases = list(
        at_boundaries.iter_coverage_cases(
            operation, generation_modes=generation.modes, generation_config=generation,
            extra_data_source=None, error_feedback=None,
        )
    )  # fmt: skip
    for case in Random(operation.label).sample(cases, min(BOUNDARIES, len(cases))):
        if case.media_type == LINES and not isinstance(case.body, str):
            continue
        if "Authorization" not in case.headers:
            case.headers["Authorization"] = SignedIn.caller_of(case)
        _ask(case, target)


def _ask(case: Case, target: Target) -> None:
    case.path_parameters = {n: _existing(target.ids, n, v) for n, v in case.path_parameters.items()}
    caller = case.headers.get("Authorization")
    if caller in target.tokens:
        case.headers["Authorization"] = f"Bearer {target.tokens[caller]}"
    case.call_and_validate(base_url=target.url)
