"""Secrets at rest, and texts that a caller carries unread: sealed with a key that stays outside the database."""

import base64
import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from joserfc.jwk import ECKey

NONCE_BYTES = 12
PURPOSE = b"earlybridge: secrets at rest, 1"
PASSING = b"earlybridge: texts that callers carry, 1"


class Unreadable(Exception):
    """Sealed with another key, for another owner, or damaged."""


class Sealer:
    """Seals texts for one owner each (AES-256-GCM): a sealed text moved to another row opens nothing."""

    def __init__(self, key: ECKey) -> None:
        private = str(key.as_dict(private=True)["d"]).encode()
        self._cipher = AESGCM(hmac.digest(private, PURPOSE, hashlib.sha256))
        self._passing = AESSIV(hmac.digest(private, PASSING, hashlib.sha512))

    def seal(self, text: str, owner: UUID) -> str:
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), owner.bytes)
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str, owner: UUID) -> str:
        """Raises: Unreadable."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            nonce, rest = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
            return self._cipher.decrypt(nonce, rest, owner.bytes).decode()
        except (ValueError, InvalidTag):
            raise Unreadable from None

    def wrap(self, text: str, place: bytes) -> str:
        """Seal what a caller brings back to one place (AES-SIV): the same text alike each time, fit for a URL."""
        sealed = self._passing.encrypt(text.encode(), [place])
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def unwrap(self, sealed: str, place: bytes) -> str:
        """Raises: Unreadable."""
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self._passing.decrypt(raw, [place]).decode()
        except (ValueError, InvalidTag):
            raise Unreadable from None
