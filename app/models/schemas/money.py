"""Exact numbers in JSON: written as strings, so that no reader rounds them."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema

from app.models.fields import Write

AMOUNT_PATTERN = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
SIZE_PATTERN = r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?$"


def _exactly(pattern: str, example: str) -> BeforeValidator:
    known = re.compile(pattern, re.ASCII)

    def read(value: Any) -> Decimal:
        # A JSON number has been read as a Decimal by now; it may have been rounded where it was written.
        if not isinstance(value, str) or not known.fullmatch(value):
            raise ValueError(f'a number in quotation marks, such as "{example}"')
        return Decimal(value)

    return BeforeValidator(read)


def _shown(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


Amount = Annotated[Decimal, _exactly(AMOUNT_PATTERN, "1250.00"), _shown(AMOUNT_PATTERN)]
"""Money, with at most two decimals; never negative."""
MOST_MONEY = Decimal("9999999999.99")
Size = Annotated[Decimal, _exactly(SIZE_PATTERN, "24.5"), _shown(SIZE_PATTERN)]
"""Centimetres or kilograms, with at most two decimals."""
AmountRead = Annotated[Decimal, _shown(AMOUNT_PATTERN)]
SizeRead = Annotated[Decimal, _shown(SIZE_PATTERN)]
Currency = Annotated[
    str, StringConstraints(strict=True, min_length=3, max_length=3, pattern=r"^[A-Z]{3}$")
]
"""ISO 4217."""


class Money(Write):
    amount: Amount
    currency: Currency
