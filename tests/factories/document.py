"""Files as people send them, and documents made of them."""

from typing import Any
from uuid import uuid4

import httpx

from tests.factories.api import Api

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
BYTES = "application/octet-stream"


async def send(api: Api, body: Any = PDF, *, key: str | None = None) -> httpx.Response:
    headers = {"Content-Type": BYTES, "Idempotency-Key": key or str(uuid4())}
    return await api.http.post("/v1/uploads", content=body, headers=headers)


async def uploaded(api: Api, body: bytes = PDF) -> str:
    """Id of an upload of the caller."""
    response = await send(api, body)
    assert response.status_code == 201, response.text
    found: str = response.json()["id"]
    return found


def document(upload_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "upload_id": upload_id, "file_name": "report.pdf", "title": "Evaluation report", "kind": "evaluation_report",
        "part": "educational", **changes,
    }  # fmt: skip


async def documented(
    api: Api, student_id: str, body: bytes = PDF, **changes: Any
) -> dict[str, Any]:
    """A document of the student."""
    upload_id = await uploaded(api, body)
    path = f"/v1/students/{student_id}/documents"
    response = await api.post(path, document(upload_id, **changes))
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def step(api: Api, path: str, version: int, body: dict[str, Any]) -> httpx.Response:
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"'}
    return await api.http.post(path, json=body, headers=headers)
