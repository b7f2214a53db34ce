"""What every route does alike: strict JSON, ETags, and answers remembered for a retry."""

import re
from collections.abc import Callable, Coroutine
from copy import copy
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from app import idempotency
from app.direct import direct
from app.errors import Problem, VersionMissing, VersionStale
from app.files.kinds import EXTENSIONS, PDF_TYPE
from app.parameters import Parameters, refused
from app.strict_json import (
    BYTES_TYPE,
    JSON_TYPES,
    LINES_TYPE,
    StrictRequest,
    check_media,
    read_json,
)


class Route(APIRoute):
    """Route of this API: refuses foreign media types and unknown parameters, reads strict JSON, remembers answers,
    spares known ones.

    The endpoint's answer is complete before the request's transaction commits,
    so a remembered answer and the change it reports are one commit.
    """

    media_types = JSON_TYPES

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """The function's name is the operation's: clients generate readable methods from it."""
        super().__init__(path, endpoint, **{**options, "operation_id": endpoint.__name__})
        self.app = direct(self) or self.app

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner, parameters = super().get_route_handler(), Parameters(self.dependant)
        refuse = self._refusing(parameters)
        form = any(
            getattr(f.field_info, "media_type", "").startswith(("multipart", "application/x-www"))
            for f in self.dependant.body_params
        )

        async def handle(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            if not form and request.method in {"POST", "PUT", "PATCH"}:
                check_media(request, self.media_types)
            if request.scope["query_string"] and not parameters.fit(request.query_params):
                await refuse(request)
            try:
                response = await inner(request)
            except idempotency.Replay as replay:
                return replay.response()
            await idempotency.remember(request, response)
            return _tagged(request, response)

        return handle

    def _refusing(self, parameters: Parameters) -> Callable[[Request], Coroutine[Any, Any, None]]:
        """All that is refused before the endpoint, which is not reached: who is not let in is not told what is known."""
        other = copy(self)
        other.dependant = replace(self.dependant, call=refused)
        solve = super(Route, other).get_route_handler()

        async def refuse(request: Request) -> None:
            try:
                await solve(request)
            except RequestValidationError as exc:
                others = [e for e in exc.errors() if not _is_strange(e)]
                wrong = parameters.errors(request.query_params)
                raise RequestValidationError([*wrong, *others]) from None

        return refuse


def _is_strange(error: Any) -> bool:
    """A shape of parameters refuses a name by itself, but does not say which are near."""
    return bool(error["type"] == "extra_forbidden" and error["loc"][0] == "query")


class LinesRoute(Route):
    """Route whose request is JSON Lines: the endpoint reads the bytes itself."""

    media_types = frozenset({LINES_TYPE})


class BytesRoute(Route):
    """Route whose request is a file: the endpoint reads it as it comes."""

    media_types = frozenset({BYTES_TYPE, *EXTENSIONS})


IfMatch = Annotated[
    str, Header(alias="If-Match", description="ETag of the version you read.", max_length=200)
]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=2000)]


VERSION_TAG = re.compile(r'"([0-9]{1,9})(?:\.[!#-+\--~]*)?"')


def etag(version: int) -> str:
    return f'"{version}"'


def answer_tag(version: int, body: bytes | memoryview) -> str:
    """A version alone is no strong tag: an answer may also say what the day, or the law, makes of the record."""
    return f'"{version}.{sha256(body).hexdigest()[:16]}"'


def matched_versions(if_match: str) -> set[int]:
    """Read the versions out of If-Match: strong tags, of which one has to fit (RFC 9110, 13.1.1).

    After a dot an ETag carries what tells one answer from another ("17.9f86d081884c7d65");
    a change cares for the version alone. Raises: VersionMissing.
    """
    if if_match.strip() == "*":
        raise VersionMissing(
            "`*` fits whatever is there. Send the ETag that you read, so that nobody's change is overwritten."
        )
    found = (VERSION_TAG.fullmatch(tag.strip()) for tag in if_match.split(","))
    return {int(tag[1]) for tag in found if tag}


def require_version(current: int, if_match: str) -> None:
    """Raises: VersionMissing, VersionStale."""
    if current not in matched_versions(if_match):
        raise VersionStale


def not_modified(tag: str, if_none_match: str | None) -> bool:
    if not if_none_match:
        return False
    seen = {t.strip().removeprefix("W/") for t in if_none_match.split(",")}
    return tag in seen or "*" in seen


def unless_seen(response: Response, if_none_match: str | None) -> Response:
    """The answer without its body, if its ETag is one that the caller has."""
    tag = response.headers["ETag"]
    return (
        Response(status_code=304, headers={"ETag": tag})
        if not_modified(tag, if_none_match)
        else response
    )


def _tagged(request: Request, response: Response) -> Response:
    """A record that is read again, only if it is not what the caller has."""
    tag = response.headers.get("ETag")
    if request.method != "GET" or response.status_code != 200 or tag is None:
        return response
    if tag.strip('"').isdecimal():
        response.headers["ETag"] = answer_tag(int(tag.strip('"')), response.body)
    return unless_seen(response, request.headers.get("If-None-Match"))


def json_response(body: str | bytes, *, headers: dict[str, str] | None = None) -> Response:
    return Response(body, media_type="application/json", headers=headers)


def download(
    body: bytes, media_type: str, filename: str, tag: str, if_none_match: str | None
) -> Response:
    """A file, unless the caller has the one of this tag, such as its hash."""
    headers = {"ETag": f'"{tag}"', "Content-Disposition": f'inline; filename="{filename}"'}
    return unless_seen(Response(body, media_type=media_type, headers=headers), if_none_match)


def is_file(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    """Declare a route's answer as a file, for the contract."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": {media_type: schema}, "description": what}}


TAGGED_PDF = is_file(PDF_TYPE, "A tagged PDF (PDF/UA-1).")


__all__ = [
    "BYTES_TYPE",
    "LINES_TYPE",
    "PDF_TYPE",
    "TAGGED_PDF",
    "BytesRoute",
    "IfMatch",
    "IfNoneMatch",
    "LinesRoute",
    "Problem",
    "Route",
    "download",
    "etag",
    "is_file",
    "json_response",
    "matched_versions",
    "not_modified",
    "read_json",
    "require_version",
    "unless_seen",
]
