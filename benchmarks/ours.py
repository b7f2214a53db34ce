"""Our application as it is served, with one more route that needs a token and no database.

BENCHMARK_ROUTES leaves that route and so many others, for what finding a route costs.
"""

import os
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Response

from app.auth import Actor, authenticated
from app.http import Route, json_response
from app.main import create_app
from app.routing import RouteIndex

router = APIRouter(prefix="/v1/benchmark", route_class=Route)


@router.get("/whoami")
async def whoami(actor: Annotated[Actor, Depends(authenticated)]) -> Response:
    return json_response(f'{{"subject":"{actor.subject}"}}')


def _others(count: int) -> APIRouter:
    made = APIRouter(prefix="/v1", route_class=Route)
    for n in range(count):

        async def benchmark_dummy(thing_id: str) -> Response:
            return json_response(f'"{thing_id}"')

        made.add_api_route(f"/dummy-{n // 4}/{{thing_id}}/part-{n % 4}", benchmark_dummy)
    return made


def create() -> FastAPI:
    app = create_app()
    if count := int(os.environ.get("BENCHMARK_ROUTES", "0")):
        app.router.routes[:] = _others(count - 1).routes
    app.router.routes.extend(router.routes)
    app.router.middleware_stack = app.router.app
    app.router.middleware_stack = RouteIndex(app.router)
    return app
