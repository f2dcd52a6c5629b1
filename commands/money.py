"""Money as people write it: EUR 1,250.00, in whole minor units behind it."""

import re
from typing import Final

import click

from ledger.domain.kinds.base import Money
from ledger.domain.money import minor_digits

_MONEY: Final = re.compile(
    r"(?P<currency>[A-Z]{3}) ?(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})"
    r"(?:\.(?P<rest>[0-9]{1,3}))?",
    re.ASCII,
)


def parse_money(text: str) -> Money | None:
    """Return the amount that a text spells; None where it spells none exactly."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    digits = minor_digits(match["currency"])
    rest = match["rest"] or ""
    if len(rest) not in {0, digits}:
        return None
    minor = int(match["whole"].replace(",", "") + rest.ljust(digits, "0"))
    return Money(minor=minor, currency=match["currency"])


class Sum(click.ParamType[Money]):
    """A sum of money, as EUR 1,250.00."""

    name = "money"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Money:
        """Return the amount that the text spells."""
        made = value if isinstance(value, Money) else parse_money(str(value))
        if made is None:
            self.fail(f"{value!r} is no sum such as 'EUR 1250000.00'", param, ctx)
        return made
