"""Hot routes: a good request reaches its endpoint without the framework's solver.

A route is hot when its endpoint returns a finished `Response`, its dependencies
ask for nothing but the request (the caller, `Hot`), and its parameters are
single values. What the framework works out anew for every request is then
worked out once, at the start: a tenth of the time.

Only requests without fault are answered here. Whatever is missing or wrong goes
the framework's own way from the beginning, so there is one set of refusals.
"""

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin
from uuid import UUID

from fastapi import Response, params
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.parameters import Parameters
from app.strict_json import StrictRequest, check_media

TRACED = "fastapi.telemetry"
"""In the scope of a request that is traced: the framework makes its spans."""
SINGLE = (str, int, date, UUID, Enum)
PLACES = {params.Path: "path", params.Query: "query", params.Header: "header"}


class Faulty(Exception):
    """Something is missing or wrong: the framework shall say what."""


class _Value(NamedTuple):
    """A parameter: where it stands in the request, and how it is checked."""

    name: str
    place: str
    key: str
    validate: Callable[[Any], tuple[Any, list[Any]]]
    default: Any


class _Needs(NamedTuple):
    """All that an endpoint is called with."""

    request_as: str | None
    callers: list[tuple[str, Callable[..., Awaitable[Any]], str]]
    values: list[_Value]
    parameters: Parameters
    body: tuple[str, Callable[[Any], tuple[Any, list[Any]]]] | None


def direct(route: APIRoute) -> ASGIApp | None:
    """The application of a hot route; None for any other."""
    needs, endpoint, framework = needs_of(route), route.endpoint, route.app
    if needs is None:
        return None

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = StrictRequest(scope, receive)
        try:
            if TRACED in scope:
                raise Faulty
            arguments = await _arguments(needs, request)
        except Faulty:
            await framework(scope, _again(request, receive), send)
            return
        response: Response = await endpoint(**arguments)
        await response(scope, receive, send)

    return answer


async def _arguments(needs: _Needs, request: StrictRequest) -> dict[str, Any]:
    """In the framework's order: body read, caller known, values checked. Raises: Faulty, Problem."""
    body = await _body(request) if needs.body else None
    arguments = {
        name: await call(**{request_as: request}) for name, call, request_as in needs.callers
    }
    if request.scope["query_string"] and not needs.parameters.fit(request.query_params):
        raise Faulty
    if needs.request_as:
        arguments[needs.request_as] = request
    if needs.values:
        _fill(arguments, needs.values, request)
    if needs.body:
        name, validate = needs.body
        arguments[name], errors = validate(body)
        if errors:
            raise Faulty
    return arguments


async def _body(request: StrictRequest) -> Any:
    check_media(request)
    if not await request.body():
        raise Faulty
    try:
        return await request.json()
    except json.JSONDecodeError:
        raise Faulty from None


def _fill(arguments: dict[str, Any], values: list[_Value], request: StrictRequest) -> None:
    scope = request.scope
    places: dict[str, Mapping[str, Any]] = {
        "path": scope["path_params"],
        "query": request.query_params if scope["query_string"] else {},
        "header": request.headers,
    }
    for name, place, key, validate, default in values:
        given = places[place].get(key)
        if given is None:
            if default is PydanticUndefined:
                raise Faulty
            arguments[name] = default
        else:
            arguments[name], errors = validate(given)
            if errors:
                raise Faulty


def _again(request: StrictRequest, receive: Receive) -> Receive:
    """Let the framework read a body that was read here."""
    body: bytes | None = getattr(request, "_body", None)
    if body is None:
        return receive
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return messages.pop() if messages else await receive()

    return next_message


def needs_of(route: APIRoute) -> _Needs | None:
    """None when the route needs more than can be prepared."""
    asked = route.dependant
    if not _returns_response(route.endpoint) or _asks_more(asked) or route.dependencies:
        return None
    fields = [*asked.path_params, *asked.query_params, *asked.header_params]
    values = [_value(field) for field in fields]
    callers = [_caller(each) for each in asked.dependencies]
    if None in values or None in callers or len(asked.body_params) > 1 or route._embed_body_fields:
        return None
    body = next(((f.name, f.validate) for f in asked.body_params), None)
    if body and type(asked.body_params[0].field_info) is not params.Body:
        return None
    return _Needs(
        asked.request_param_name,
        [c for c in callers if c is not None],
        [v for v in values if v is not None],
        Parameters(asked),
        body,
    )


def _returns_response(endpoint: Callable[..., Any]) -> bool:
    is_async = inspect.iscoroutinefunction(endpoint)
    return is_async and inspect.signature(endpoint).return_annotation is Response


def _asks_more(asked: Dependant) -> bool:
    return bool(
        asked.cookie_params
        or asked.response_param_name
        or asked.background_tasks_param_name
        or asked.http_connection_param_name
        or asked.security_scopes_param_name
    )


def _caller(needed: Dependant) -> tuple[str, Callable[..., Awaitable[Any]], str] | None:
    """A dependency that asks for the request alone."""
    call, name, request_as = needed.call, needed.name, needed.request_param_name
    plain = call if inspect.isfunction(call) else getattr(call, "__call__", None)  # noqa: B004
    if (
        not inspect.iscoroutinefunction(plain) or not name or not request_as or _asks_more(needed)
        or needed.dependencies or needed.path_params or needed.query_params or needed.header_params
        or needed.body_params
    ):  # fmt: skip
        return None
    return name, call, request_as  # type: ignore[return-value]


def _value(field: Any) -> _Value | None:
    """A parameter that is one value: what the framework finds in a list or a model stays there."""
    info = field.field_info
    place = PLACES.get(type(info))
    if place is None or not _is_single(info.annotation) or info.validate_default:
        return None
    default = PydanticUndefined if info.is_required() else info.default
    if not isinstance(default, str | int | NoneType | type(PydanticUndefined)):
        return None
    return _Value(field.name, place, field.alias, field.validate, default)


def _is_single(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_single(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return all(a is NoneType or _is_single(a) for a in get_args(annotation))
    return origin is Literal or (isinstance(annotation, type) and issubclass(annotation, SINGLE))
