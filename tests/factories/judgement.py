"""The team's judgement that a child may be eligible for Part B: without it no district is told."""

from tests.factories.api import Api


async def judged(coordinator: Api, student: str) -> None:
    """`student` is the path of the file."""
    tag = (await coordinator.get(student)).headers["etag"]
    facts = {"child.potentially_eligible_partb": True}
    stated = await coordinator.patch(student, {"facts": facts}, tag)
    assert stated.status_code == 200, stated.text
