"""Numbers as people read them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PLACES = Decimal("0.0001")


def rounded(value: Fraction) -> Decimal:
    """The value at four decimals, halves up: for reading only, decisions use the exact one."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(PLACES, ROUND_HALF_UP)


def shown(value: Fraction | Decimal) -> str:
    """The value at four decimals at most, without idle zeros: 25, 27.5459."""
    return f"{rounded(Fraction(value)).normalize():f}"
