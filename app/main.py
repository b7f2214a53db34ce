"""Wiring only: settings in, application out."""

import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import contract, errors, logs, telemetry
from app.db import Database
from app.directory import Directory
from app.edge import Edge, Guard, Origins
from app.files import open_files
from app.quota import Quota
from app.relay import relaying
from app.routers import ROUTERS
from app.routing import RouteIndex
from app.sealing import Sealer
from app.services import rulebook
from app.services.rounds import making_rounds
from app.services.rulebook.policies import load_policies
from app.settings import Settings, get_settings
from app.signing import Signer, load_signing_key
from app.tokens import Tokens

DESCRIPTION = """
Early-intervention service coordination: from first referral, through eligibility, plan and services, to the school
district at the third birthday. Every deadline is computed from dated, cited rules and explained.

People sign in at your identity provider; systems get a token at `/oauth/token`. Send `Idempotency-Key` with each POST
that stores something and `If-Match` with each PATCH. Errors are RFC 9457 problems.
"""
TAGS = [
    {
        "name": "student",
        "description": "Caseloads, files, contacts, assignments, the record of access.",
    },
    {"name": "deadline", "description": "What the law asks for, when, and why."},
    {
        "name": "referral",
        "description": "Referrals in: a receipt, a decision, a status for the sender.",
    },
    {
        "name": "form",
        "description": "The public door: a referral without an account, by any form renderer.",
    },
    {"name": "event", "description": "Dated facts of a file, and pauses of its clocks."},
    {
        "name": "document",
        "description": "Files people send: uploads, documents with their versions, notes.",
    },
    {
        "name": "assessment",
        "description": "Screenings, evaluations, their signed reports, the team's eligibility decisions.",
    },
    {
        "name": "consent",
        "description": "What the parent allowed, what was told to whom, requests about the record, emergency access.",
    },
    {
        "name": "plan",
        "description": "IFSP and IEP by versions, their meetings and signatures, services and what was given of them.",
    },
    {"name": "transition", "description": "Notice and packet, from the program's side."},
    {
        "name": "transfer",
        "description": "A child moves to another program; the file and the clock go along.",
    },
    {
        "name": "equipment",
        "description": "From the need to in use: letters, funders, orders, the loan closet.",
    },
    {"name": "letter", "description": "Letters and notices, frozen as they were issued, as PDF."},
    {"name": "district", "description": "The school district's door."},
    {
        "name": "webhook",
        "description": "Being told: endpoints, deliveries, and the same events as a list.",
    },
    {
        "name": "organisation",
        "description": "The caller, colleagues, partners, the program's record of access.",
    },
    {"name": "agency", "description": "Agencies outside the program, and what is done with them."},
    {"name": "task", "description": "What people are to do, and by when."},
    {"name": "meeting", "description": "Meetings: set with notice, moved, held on the file."},
    {"name": "rules", "description": "The law as data: dates and eligibility from facts alone."},
    {
        "name": "calendar",
        "description": "School years and holidays, without which some dates cannot be known.",
    },
    {
        "name": "indicator",
        "description": "Federal measures and exits, from the same rules as the deadlines.",
    },
    {"name": "token", "description": "Access tokens for systems."},
]
EXPOSED = [
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "Repr-Digest",
    "Idempotency-Replayed",
    "X-Request-Id",
]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application. Nothing is connected before its lifespan begins."""
    settings = settings or get_settings()
    logs.configure(settings.log_level)
    app = FastAPI(
        title="Earlybridge",
        version="1.0.0",
        summary="Early intervention, from referral to the school district",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={
            "logs": False,
            "metrics": settings.otel_enabled,
            "tracing": settings.otel_enabled,
        },
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.quota = (
        Quota(settings.rate_limit_requests, settings.rate_limit_seconds)
        if settings.rate_limit_requests
        else None
    )
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.mount(
        "/static", StaticFiles(directory=str(files("fastapi_offline") / "static")), name="static"
    )
    errors.install(app)
    app.openapi = lambda: contract.openapi(app)  # type: ignore[method-assign]
    app.router.middleware_stack = RouteIndex(app.router)
    app.add_middleware(Guard, most_uploaded=settings.upload_bytes)
    if settings.cors_origins:
        app.add_middleware(
            Origins,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "If-Match",
                "If-None-Match",
                "If-Range",
                "Range",
            ],
            expose_headers=EXPOSED,
        )
    app.add_middleware(Edge)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Connect, warm what every request needs, relay the outbox; then let go of everything in turn."""
    settings: Settings = app.state.settings
    rulebook.releases()
    load_policies()
    app.state.database = database = Database(
        settings.api_url,
        role=settings.api_role,
        size=settings.pool_size,
        wait_seconds=settings.wait_seconds,
    )
    await database.open()
    await database.refuse_powerful_role()
    app.state.directory = Directory(database)
    key = load_signing_key(settings.signing_key_path, may_create=not settings.is_production)
    app.state.signer = Signer(settings, key)
    app.state.sealer = Sealer(load_signing_key(settings.sealing_key_path, may_create=False))
    app.state.tokens = Tokens(settings, app.state.signer, app.state.directory)
    app.state.files = open_files(settings)
    end_telemetry = telemetry.begin(settings)
    gc.collect()
    gc.freeze()
    async with AsyncExitStack() as beside:
        if settings.relay_enabled:
            await beside.enter_async_context(relaying(settings, app.state.sealer))
            await beside.enter_async_context(making_rounds(database, app.state.files))
        yield
    await database.close()
    end_telemetry()
