"""Who one may sign in as in the demo, remembered beside its data."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.signing import Signer

if TYPE_CHECKING:
    from app.demo.county import County, Principal

NAMES = ("coordinator", "therapist", "supervisor", "intake", "district", "agency")
OTHERS = ("coordinator", "intake", "district", "agency")
SIGN_INS = (*NAMES, *(f"other-{name}" for name in OTHERS))
FILE = "demo-people.json"


class NoDemo(RuntimeError):
    def __init__(self) -> None:
        super().__init__("there is no demo county here yet; start it with: ./run serve")


def people_of(county: "County", neighbour: "County") -> dict[str, dict[str, Any]]:
    """What `token --as` needs, and for systems a client id with a fresh secret."""
    found = {name: county.people[name] for name in NAMES}
    found |= {f"other-{name}": neighbour.people[name] for name in OTHERS}
    return {name: _remembered(p) for name, p in found.items()}


def _remembered(principal: "Principal") -> dict[str, Any]:
    system = principal.kind == "system"
    return {
        "tenant_id": str(principal.tenant_id),
        "subject": principal.subject,
        "roles": list(principal.roles),
        "client_id": f"{principal.tenant_id}.{principal.id}" if system else None,
        "client_secret": secrets.token_urlsafe(32) if system else None,
    }


def write_people(state_dir: Path, people: Mapping[str, Any]) -> None:
    state_dir.mkdir(parents=True, exist_ok=True)
    file = state_dir / FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps(people, indent=1))


def read_people(state_dir: Path) -> dict[str, dict[str, Any]]:
    """Raises: NoDemo."""
    try:
        people: dict[str, dict[str, Any]] = json.loads((state_dir / FILE).read_text())
    except FileNotFoundError:
        raise NoDemo from None
    return people


def sign_in(signer: Signer, state_dir: Path, name: str) -> str:
    """Access token of the development issuer. Raises: NoDemo."""
    person = read_people(state_dir)[name]
    return signer.sign_for_demo_person(
        UUID(person["tenant_id"]), person["subject"], person["roles"]
    )
