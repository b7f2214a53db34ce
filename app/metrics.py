"""Prometheus metrics: counts and times by route template, never by address or id."""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "earlybridge_requests_total",
    "Requests answered",
    ["method", "route", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "earlybridge_request_seconds",
    "Time from the request's first byte to the answer's last",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
IN_FLIGHT = Gauge("earlybridge_requests_in_flight", "Requests being answered", registry=REGISTRY)
OUTBOX_DELIVERIES = Counter(
    "earlybridge_outbox_deliveries_total", "Outbox deliveries tried", ["result"], registry=REGISTRY
)


def exposition() -> tuple[bytes, str]:
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
