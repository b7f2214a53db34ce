"""OpenTelemetry, off unless EARLYBRIDGE_OTEL_ENABLED: spans of routes and statements, never of values."""

from fastapi import FastAPI

from app.settings import Settings


def begin(app: FastAPI, settings: Settings) -> None:
    """Trace database statements (their text, not their arguments) through the configured exporter."""
    if not settings.otel_enabled:
        return
    from opentelemetry import trace  # noqa: PLC0415 - costs start-up time that nobody pays who does not trace
    from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415

    provider: TracerProvider = TracerProvider()
    trace.set_tracer_provider(provider)
    AsyncPGInstrumentor(capture_parameters=False).instrument(tracer_provider=provider)  # type: ignore[no-untyped-call]
