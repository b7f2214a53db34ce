"""The way to the school district: plan, notice, packet, and the district's answer."""

from app.services.transition.hand_over import (
    NOTIFY_PROBLEMS,
    PULL_PROBLEMS,
    RELEASE_PROBLEMS,
    DistrictMissing,
    NotNotified,
    OptedOut,
    PacketNotFound,
    PacketWithdrawn,
    ParentMissing,
    list_packets,
    notices,
    notify,
    parents_of,
    pull,
    received,
    release,
)

__all__ = [
    "NOTIFY_PROBLEMS",
    "PULL_PROBLEMS",
    "RELEASE_PROBLEMS",
    "DistrictMissing",
    "NotNotified",
    "OptedOut",
    "PacketNotFound",
    "PacketWithdrawn",
    "ParentMissing",
    "list_packets",
    "notices",
    "notify",
    "parents_of",
    "pull",
    "received",
    "release",
]
