"""OpenTelemetry, off unless EARLYBRIDGE_OTEL_ENABLED: spans of routes and statements, never of values."""

import os
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from app.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

EXPORTERS = "opentelemetry_traces_exporter"


class NoExporter(RuntimeError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"OTEL_TRACES_EXPORTER={name}: no installed package exports traces under this name"
        )


def begin(settings: Settings) -> Callable[[], None]:
    """Trace routes and database statements (their text, not their arguments).

    Where they go is said by OTEL_TRACES_EXPORTER (`console`, or `otlp` with
    its package installed) and its OTEL_* settings. Returns what ends it and
    sends the last spans. Raises: NoExporter.
    """
    if not settings.otel_enabled:
        return _nothing
    # Imported here: half a second that nobody pays who does not trace.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider()
    provider.add_span_processor(
        BatchSpanProcessor(exporter(os.environ.get("OTEL_TRACES_EXPORTER", "otlp")))
    )
    trace.set_tracer_provider(provider)
    AsyncPGInstrumentor(capture_parameters=False).instrument(tracer_provider=provider)  # type: ignore[no-untyped-call]
    return provider.shutdown


def _nothing() -> None:
    """Nobody traces."""


def exporter(name: str) -> "SpanExporter":
    """Raises: NoExporter."""
    found = entry_points(group=EXPORTERS, name=name)
    if not found:
        raise NoExporter(name)
    made: SpanExporter = next(iter(found)).load()()
    return made
