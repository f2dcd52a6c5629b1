"""Words of queries and paths: each has one spelling, and anything else is refused."""

import re
from datetime import date, datetime
from typing import Final

from marshmallow import ValidationError, fields, validate

from ledger.evidence.canonical import integer_max

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z")

Known = int | datetime


class NumberWord(fields.Integer):
    """A count or an index in decimal: no sign, no leading zero, no separators."""

    def _deserialize(self, value: str, *_: object, **__: object) -> int:
        """Read ``42``."""
        return _number(value)


class DayWord(fields.Date):
    """A day, ``2017-10-01``."""

    def _deserialize(self, value: str, *_: object, **__: object) -> date:
        """Read a day that there is."""
        if not _DAY.fullmatch(value):
            raise ValidationError("no day such as 2017-10-01")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError("there is no such day") from error


class FlagWord(fields.Boolean):
    """Yes or no, ``true`` or ``false``."""

    def _deserialize(self, value: str, *_: object, **__: object) -> bool:
        """Read one of the two words."""
        if value not in {"true", "false"}:
            raise ValidationError("neither true nor false")
        return value == "true"


class KnownWord(fields.Field[Known]):
    """What was known: up to a moment, ``2017-10-01T00:00:00Z``, or up to a leaf index, ``55``."""

    def _deserialize(self, value: str, *_: object, **__: object) -> Known:
        """Read an instant or an index."""
        if _NUMBER.fullmatch(value):
            return _number(value)
        if not _INSTANT.fullmatch(value):
            raise ValidationError("no entry such as 55 and no time such as 2017-10-01T00:00:00Z")
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise ValidationError("there is no such moment") from error


def known_word() -> KnownWord:
    """Return the field that asks for what was known; all that is recorded where it is absent."""
    says = "As it was known up to an entry's index (55) or a moment (2017-10-01T00:00:00Z)"
    return KnownWord(load_default=None, metadata={"description": says})


def between(least: int, most: int = integer_max) -> validate.Range:
    """Return bounds, both included."""
    return validate.Range(min=least, max=most)


def _number(value: str) -> int:
    if not _NUMBER.fullmatch(value) or int(value) > integer_max:
        raise ValidationError("no number such as 42")
    return int(value)
