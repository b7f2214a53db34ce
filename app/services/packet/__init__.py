"""What stands in a packet: each item included, missing, not applicable or withheld by the parent; then frozen.

An item is one module of `sections` and one line of `registry`: what it holds,
how it is gathered, and how it reads in a document.
"""

from app.services.packet.file import File, open_address
from app.services.packet.freezing import FAMILY_BRINGS, freeze
from app.services.packet.gathering import gather

__all__ = ["FAMILY_BRINGS", "File", "freeze", "gather", "open_address"]
