"""The only legal body of an error."""

from typing import Any

import httpx


def assert_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Check an error's status, media type and shape; returns its body."""
    assert response.headers["content-type"] == "application/problem+json"
    return _checked(response, status, code)


def assert_oauth(response: httpx.Response, status: int, code: str, error: str) -> dict[str, Any]:
    """The same of the token endpoint, whose clients read RFC 6749 alone."""
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    body = _checked(response, status, code)
    assert body["error"] == error
    assert body["error_description"] == body["detail"]
    return body


def _checked(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{code}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert all(set(e) == {"pointer", "detail"} for e in body.get("errors", []))
    return body
