"""A record read again by its ETag costs no body: whatever the contract says to have versions answers so."""

from typing import Any

from fastapi import FastAPI

from tests.factories.county import furnish
from tests.factories.world import World

ROLES = ("administrator", "coordinator", "supervisor", "therapist", "agency", "district")


def read_again_by_tag(app: FastAPI) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path, operations in app.openapi()["paths"].items():
        parameters = operations.get("get", {}).get("parameters", [])
        if any(p["name"] == "If-None-Match" for p in parameters):
            found.append((path, operations["get"]))
    return found


async def test_every_record_is_read_again_by_its_tag(app: FastAPI, world: World) -> None:
    furnished = await furnish(world)
    read, never = 0, []
    for path, operation in read_again_by_tag(app):
        assert {"ETag"} <= operation["responses"]["200"]["headers"].keys(), path
        assert "304" in operation["responses"], path
        for role in ROLES:
            api, where = world.api(role), path.format(**furnished.ids_of(role))
            first = await api.http.get(where)
            if first.status_code != 200:
                continue
            tag = first.headers.get("ETag")
            assert tag, f"{path} has no tag"
            again = await api.http.get(where, headers={"If-None-Match": f'"other", {tag}'})
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["ETag"] == tag, path
            other = await api.http.get(where, headers={"If-None-Match": '"other"'})
            assert (other.status_code, other.headers["ETag"]) == (200, tag), path
            read += 1
            break
        else:
            never.append(path)
    assert read >= 50, f"nobody could read {never}"
