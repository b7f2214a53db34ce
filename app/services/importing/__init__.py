"""Taking in what an earlier system held: line by line, each whole or refused, twice the same as once."""

from app.services.importing.batch import take
from app.services.importing.kinds import KINDS, REFERRALS

__all__ = ["KINDS", "REFERRALS", "take"]
