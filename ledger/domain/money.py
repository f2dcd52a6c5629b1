"""How a sum is written: EUR 1,250.00, with as many digits behind the point as its currency has."""

from typing import Final

from ledger.domain.kinds.base import Money

# ISO 4217: how many digits the minor unit has, where it is not two.
_NO_MINOR: Final = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"})
_THREE_DIGITS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def minor_digits(currency: str) -> int:
    """Return how many digits of a currency stand behind the point."""
    return 0 if currency in _NO_MINOR else 3 if currency in _THREE_DIGITS else 2


def spell(money: Money) -> str:
    """Return a sum as people write it."""
    digits = minor_digits(money.currency)
    whole, rest = divmod(abs(money.minor), 10**digits)
    sign = "-" if money.minor < 0 else ""
    return f"{money.currency} {sign}{whole:,}" + (f".{rest:0{digits}}" if digits else "")
