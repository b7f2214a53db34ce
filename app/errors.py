"""Errors as RFC 9457 problems: the only body an error ever has."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 20


class FieldError(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pointer: str = Field(description="Where in the request, as a JSON pointer or `header:Name`.")
    detail: str


class ProblemBody(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="allow", title="Problem")
    type: str = Field(description="Names the kind of problem: `/problems/<code>`.")
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None


class Problem(Exception):
    """Base of every refusal. Subclasses live beside the service that raises them.

    `detail` says what was wrong, with which value, and what to do; never a
    name or a birth date. `extra` members go into the body as they are.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "Bad request"
    detail: ClassVar[str] = ""

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        self.said = detail or self.detail or self.title
        self.errors, self.headers, self.extra = errors, headers or {}, extra
        super().__init__(self.code)

    def response(self) -> Response:
        body: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.said,
            **self.extra,
        }
        if self.errors is not None:
            body["errors"] = self.errors[:MAX_ERRORS]
        return Response(
            json.dumps(body, ensure_ascii=False),
            status_code=self.status,
            media_type=MEDIA_TYPE,
            headers=self.headers,
        )


class Malformed(Problem):
    status, code, title = 400, "malformed-request", "The request cannot be read"


class IdempotencyKeyMissing(Problem):
    status, code, title = 400, "idempotency-key-missing", "Idempotency-Key is required"
    detail = "Send a fresh Idempotency-Key (for example a UUID) with each new POST and the same one when you retry it."


class KeyInUse(Problem):
    status, code, title = (
        409,
        "idempotency-key-in-use",
        "The first request with this key is still running",
    )
    detail = "Send the same request again after the time in Retry-After: it is answered as the first one is."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})


class Unauthenticated(Problem):
    status, code, title = 401, "unauthenticated", "A valid access token is required"
    detail = (
        "Send `Authorization: Bearer <token>`; the token is missing, expired, or not one of ours."
    )

    challenge: ClassVar[str] = 'Bearer realm="earlybridge"'

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": self.challenge})


class TokenRefused(Unauthenticated):
    """A token was shown: its client had better get another (RFC 6750, section 3.1)."""

    challenge = f'{Unauthenticated.challenge}, error="invalid_token"'


class PrincipalInactive(TokenRefused):
    code, title = "principal-inactive", "This account may not act any more"
    detail = (
        "The account, client or one of its roles was withdrawn. Ask your program's administrator."
    )


class Forbidden(Problem):
    status, code, title = 403, "forbidden", "Your role does not allow this"


class ScopeMissing(Forbidden):
    def __init__(self, scope: str) -> None:
        super().__init__(
            f"This needs the scope {scope}; your token does not hold it.",
            headers={
                "WWW-Authenticate": f'{Unauthenticated.challenge}, error="insufficient_scope", scope="{scope}"'
            },
        )


class NotAPartner(Forbidden):
    code, title = "not-a-partner", "There is no live partnership with this organisation"
    detail = "The program has not named this organisation as its partner, or has ended it."


class AttachmentUnknown(Problem):
    status, code, title = 409, "attachment-unknown", "An attachment of the form is not there"
    detail = "A file that was sent for a form is kept for a day and used once. Send it again, or leave it out."


class SenderRefTaken(Problem):
    status, code, title = 409, "sender-ref-taken", "This `sender_ref` stands for another child"
    detail = "The number was used for a referral of another child. Send a number of its own, or correct the name or birth date by contacting the program."


class NotFound(Problem):
    status, code, title = 404, "not-found", "Not found"


class VersionMissing(Problem):
    status, code, title = 428, "if-match-missing", "If-Match is required"
    detail = (
        "Read the record, then send its ETag as If-Match, so that nobody's change is overwritten."
    )


class VersionStale(Problem):
    status, code, title = 412, "if-match-stale", "The record has changed"
    detail = "Somebody changed the record since you read it. Read it again and repeat your change."


class TooLarge(Problem):
    status, code, title = 413, "body-too-large", "The request body is too large"


class UnsupportedMedia(Problem):
    status, code, title = 415, "unsupported-media-type", "This media type is not accepted here"


class Unprocessable(Problem):
    status, code, title = 422, "invalid-request", "The request is not valid"


class Busy(Problem):
    status, code, title = 503, "busy", "The service is busy"
    detail = "Nothing was changed. Try again after the time in Retry-After, with the same Idempotency-Key."

    def __init__(self, detail: str | None = None, *, retry_after: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class OutcomeUnknown(Busy):
    code, title = "outcome-unknown", "It is not known whether this was done"
    detail = (
        "The database did not say whether it kept the change. Send the same request again with the same "
        "Idempotency-Key: it is done once, and answered. Where there is no such key, read the record again first."
    )


class TooManyRequests(Problem):
    status, code, title = 429, "too-many-requests", "Too many requests"

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Internal(Problem):
    status, code, title = 500, "internal-error", "Something went wrong on our side"
    detail = "The fault is logged under the request id in X-Request-Id. Nothing was changed."


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Declare the problems of a route, grouped by status, for the contract."""
    by_status: dict[int | str, list[type[Problem]]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        status: {
            "model": ProblemBody,
            "description": "; ".join(f"{k.title} (`{k.code}`)" for k in group),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, group in by_status.items()
    }


def _pointer(loc: Iterable[str | int]) -> str:
    where, *rest = list(loc) or [""]
    if where == "body":
        return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')[:80]}" for part in rest)
    return f"{where}:{'/'.join(str(part)[:80] for part in rest)}"


_SAID = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "json_invalid": "is not valid JSON",
}


UNREADABLE = {
    why: f" as it is read here: {why}"
    for why in (
        "NaN and Infinity are not JSON",
        "a key is repeated in an object",
        "a number has too many digits",
        "it is nested too deeply",
        "it is not UTF-8",
    )
}
"""Why strict reading refused a body: our own words, of which no caller wrote one."""


def from_validation(exc: RequestValidationError) -> Problem:
    """Turn validation errors into a problem that says where and which rule, never the value."""
    found = exc.errors()[:MAX_ERRORS]
    for error in found:
        if error["type"] == "missing" and error["loc"][:1] == ("header",):
            header = str(error["loc"][-1]).lower()
            if header == "idempotency-key":
                return IdempotencyKeyMissing()
            if header == "if-match":
                return VersionMissing()
        if error["type"] == "json_invalid":
            why = UNREADABLE.get(error.get("ctx", {}).get("error"), "")
            return Malformed(f"The body is not valid JSON{why}.")
    return Unprocessable(
        "One or more fields are missing or wrong; see `errors`.",
        errors=[
            {"pointer": _pointer(e["loc"]), "detail": _SAID.get(e["type"], _say(e))} for e in found
        ],
    )


def _say(error: Any) -> str:
    """Pydantic's sentence for built-in rules is safe; our own `ValueError`s hold no value either."""
    if error["type"] in {"value_error", "assertion_error"}:
        own = error.get("ctx", {}).get("error")
        return str(own) if isinstance(own, ValueError) else "is not valid"
    if error["type"] in {
        "uuid_parsing",
        "int_parsing",
        "bool_parsing",
        "date_from_datetime_parsing",
    }:
        return f"{str(error['type']).split('_', 1)[0]} expected"
    return str(error["msg"])


def _from_http(exc: HTTPException) -> Problem:
    status = HTTPStatus(exc.status_code)

    class Plain(Problem):
        pass

    Plain.status, Plain.code, Plain.title = (
        status.value,
        status.phrase.lower().replace(" ", "-"),
        status.phrase,
    )
    said = {
        404: "There is nothing at this address. The contract is at /openapi.json.",
        405: "This address exists, but not for this method; see Allow.",
        400: "The request cannot be read.",
    }
    return Plain(said.get(status.value, status.phrase), headers=dict(exc.headers or {}))


def install(app: FastAPI) -> None:
    """Make problems the answer to every failure the framework knows of."""

    async def on_problem(_: Request, exc: Exception) -> Response:
        assert isinstance(exc, Problem)  # noqa: S101 - registered for this class only
        return exc.response()

    async def on_validation(_: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)  # noqa: S101
        return from_validation(exc).response()

    async def on_http(_: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)  # noqa: S101
        return _from_http(exc).response()

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
