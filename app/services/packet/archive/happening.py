"""Days of what happened, as a frozen packet tells them."""

from typing import Any


def items(packet: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """The dated events in these items of the packet."""
    return [event for name in names for event in packet["items"].get(name, [])]


def first(packet: dict[str, Any], event: str, *names: str) -> str | None:
    days = [e["on"] for e in items(packet, *names) if e["type"] == event]
    return min(days, default=None)


def last(packet: dict[str, Any], event: str, *names: str) -> dict[str, Any] | None:
    found = [e for e in items(packet, *names) if e["type"] == event]
    return max(found, key=lambda e: e["on"], default=None)
