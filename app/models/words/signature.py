"""How a signature was given."""

from enum import StrEnum


class SignatureMethod(StrEnum):
    ELECTRONIC = "electronic"
    PAPER = "paper"


class IdentityShown(StrEnum):
    """How the signer showed who they are."""

    SIGNED_IN = "signed_in"
    KNOWN_IN_PERSON = "known_in_person"
    GOVERNMENT_ID = "government_id"
    INTERPRETED_CALL = "interpreted_call"
