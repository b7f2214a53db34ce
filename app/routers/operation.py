"""Health, metrics and the offline documentation page, for operators and developers."""

from fastapi import APIRouter, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html

from app import metrics, migrate
from app.auth import database
from app.errors import Busy

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def live() -> dict[str, str]:
    """The process runs. Asks nothing of the database."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> dict[str, str]:
    """The database answers and has the functions this code expects, or newer ones. Raises: Busy."""
    [found] = await database(request).fetch_outside(migrate.ASKED)
    try:
        migrate.require_version(found[0])
    except migrate.OtherVersion as other:
        raise Busy(str(other), retry_after=30) from None
    return {"status": "ready"}


@router.get("/metrics")
async def show_metrics() -> Response:
    body, media_type = metrics.exposition()
    return Response(body, media_type=media_type)


@router.get("/docs")
async def docs() -> Response:
    """Interactive documentation from files of this installation; no outside asset."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Earlybridge",
        swagger_js_url="/static/swagger-ui-bundle.js",
        swagger_css_url="/static/swagger-ui.css",
        swagger_favicon_url="/static/favicon.png",
    )
    page.headers["Content-Security-Policy"] = (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
    )
    return page
