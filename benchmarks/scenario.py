"""What is asked of our application and of the limit, and what the answers have to cost."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from app.signing import Signer
from benchmarks.caller import UNIQUE, request
from benchmarks.county import County, Person
from benchmarks.servers import Server
from benchmarks.trial import Comparison, Trial

LATE_PAGE = 200
LOWEST = ("1900-01-01", "00000000-0000-0000-0000-000000000000")

COMPARISONS = (
    Comparison("caseload page / limit", "caseload, same", "caseload, ours", at_least=0.60),
    Comparison("caseload page / bare read", "caseload, bare", "caseload, ours"),
    Comparison("student's file / limit", "file, same", "file, ours", at_least=0.45),
    Comparison("student's file / bare read", "file, bare", "file, ours"),
    Comparison("due list / limit", "due, same", "due, ours", at_least=0.50),
    Comparison("due list / bare read", "due, bare", "due, ours"),
    Comparison("referral intake / limit", "referral, same", "referral, ours", at_least=0.35),
    Comparison(
        "referral intake / bare statement", "referral, bare", "referral, ours", at_least=0.35
    ),
    Comparison(f"due list, page {LATE_PAGE} / page 1", "due late, ours", "due, ours", at_most=1.2),
    Comparison(
        "request without database, 200 routes / 10", "whoami, 200", "whoami, 10", at_most=1.1
    ),
)
SIDES = ("ours", "same", "bare")
"""Our application; a bare one that calls the same functions; a bare one that reads the same rows by bare statements."""


@dataclass(frozen=True)
class Cast:
    """Everybody and everything a scenario needs."""

    county: County
    signer: Signer
    ours: Server
    same: Server
    bare: Server
    few_routes: Server
    many_routes: Server

    def headers(self, person: Person) -> dict[str, str]:
        token = self.signer.sign_for_demo_person(person.tenant_id, person.subject, person.roles)
        return {"Authorization": f"Bearer {token}"}


def trials(cast: Cast) -> list[Trial]:
    """Raises: AssertionError when the sides do not answer the same."""
    made = [*_caseload(cast), *_file(cast), *_due(cast), *_referral(cast), *_routes(cast)]
    by_name = {trial.name: trial for trial in made}
    for name in ("caseload", "file", "due", "due late"):
        ours, *others = (_answer(by_name[f"{name}, {side}"]) for side in SIDES)
        for other in others:
            assert ours.get("items", ours) == other.get("items", other), f"{name}: answers differ"
    return made


def _who(person: Person) -> str:
    """How a bare application is told who asks."""
    return f"{person.tenant_id}/{person.subject}/{person.roles[0]}"


def _caseload(cast: Cast) -> Iterator[Trial]:
    people = cast.county.coordinators
    yield Trial(
        "caseload, ours",
        cast.ours,
        [request("GET", "/v1/students", cast.headers(p)) for p in people],
    )
    yield Trial(
        "caseload, same",
        cast.same,
        [request("GET", f"/caseload/{_who(p)}", {}) for p in people],
    )
    yield Trial(
        "caseload, bare",
        cast.bare,
        [request("GET", f"/caseload/{p.tenant_id}/{p.id}", {}) for p in people],
    )


def _file(cast: Cast) -> Iterator[Trial]:
    files = [(p, s) for p in cast.county.coordinators for s in p.students[:5]]
    yield Trial(
        "file, ours",
        cast.ours,
        [request("GET", f"/v1/students/{s}", cast.headers(p)) for p, s in files],
    )
    yield Trial(
        "file, same",
        cast.same,
        [request("GET", f"/file/{_who(p)}/{s}", {}) for p, s in files],
    )
    yield Trial(
        "file, bare",
        cast.bare,
        [request("GET", f"/file/{p.tenant_id}/{s}", {}) for p, s in files],
    )


def _due(cast: Cast) -> Iterator[Trial]:
    headers = cast.headers(cast.county.supervisor)
    cursor, late = _start_of_page(cast.ours, headers, LATE_PAGE)
    for name, query, keys in (("due", "", LOWEST), ("due late", f"?cursor={cursor}", late)):
        yield Trial(f"{name}, ours", cast.ours, [request("GET", f"/v1/deadlines{query}", headers)])
        after = "/".join(keys)
        path = f"/due/{_who(cast.county.supervisor)}/{after}"
        yield Trial(f"{name}, same", cast.same, [request("GET", path, {})])
        path = f"/due/{cast.county.program_id}/{after}"
        yield Trial(f"{name}, bare", cast.bare, [request("GET", path, {})])


def _start_of_page(
    server: Server, headers: dict[str, str], page: int
) -> tuple[str, tuple[str, str]]:
    """Walk there as a client would: the cursor that leads to it, and day and id of the last row before it."""
    cursor = ""
    with closing(HTTPConnection("127.0.0.1", server.port)) as connection:
        for _ in range(page - 1):
            connection.request("GET", f"/v1/deadlines{cursor}", headers=headers)
            answer = json.load(connection.getresponse())
            cursor = f"?cursor={answer['next_cursor']}"
    last = answer["items"][-1]
    return str(answer["next_cursor"]), (last["due_on"], last["id"])


def _referral(cast: Cast) -> Iterator[Trial]:
    agency = cast.county.agency
    body = json.dumps(
        {
            "program_id": str(cast.county.program_id),
            "sender_ref": UNIQUE,
            "urgency": "routine",
            "child": {"first_name": "Amina", "last_name": "Okafor", "born_on": "2025-06-01", "languages": ["en"]},
            "contacts": [
                {
                    "first_name": "Grace", "last_name": "Okafor", "relationship": "mother", "lives_with": True,
                    "may_sign": True, "holds_educational_rights": True, "phone": "(555) 555-0142",
                    "address": {"lines": ["12 Alder Street"], "city": "Lupine", "state": "CA", "postal_code": "95501"},
                }
            ],
            "reason": "Few words, walks late.",
            "consent": {"parent_informed": True, "parent_agreed": True, "report_back": True},
        }
    )  # fmt: skip
    headers = {**cast.headers(agency), "Idempotency-Key": UNIQUE}
    yield Trial("referral, ours", cast.ours, [request("POST", "/v1/referrals", headers, body)])
    path = f"/referral/{_who(agency)}/{UNIQUE}/{cast.county.program_id}"
    yield Trial("referral, same", cast.same, [request("POST", path, {}, body)])
    path = f"/referral/{UNIQUE}/{cast.county.program_id}/{agency.tenant_id}/{agency.id}"
    yield Trial("referral, bare", cast.bare, [request("POST", path, {}, body)])


def _routes(cast: Cast) -> Iterator[Trial]:
    asked = [request("GET", "/v1/benchmark/whoami", cast.headers(cast.county.supervisor))]
    yield Trial("whoami, 10", cast.few_routes, asked)
    yield Trial("whoami, 200", cast.many_routes, asked)


def _answer(trial: Trial) -> dict[str, Any]:
    """What the first request of a trial is told. Raises: AssertionError when refused."""
    head, *fields = trial.requests[0].splitlines()[:-1]
    method, path, _ = head.split()
    with closing(HTTPConnection("127.0.0.1", trial.server.port)) as connection:
        connection.request(method, path, headers=dict(f.split(": ", 1) for f in fields))
        response = connection.getresponse()
        assert response.status == 200, f"{trial.name}: {response.status}"
        found: dict[str, Any] = json.load(response)
        return found
