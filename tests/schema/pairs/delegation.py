"""Delegated programmes."""

from app.models.delegation import Delegation
from app.models.schemas.delegation import DelegationRead

PAIRS = [(DelegationRead, Delegation)]
