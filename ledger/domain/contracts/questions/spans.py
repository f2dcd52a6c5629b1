"""Stretches of days, both ends included; one without an end goes on."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from one day to another, both counted; ``to`` is None where it goes on."""

    from_: date
    to: date | None

    @property
    def days(self) -> int | None:
        """Return how many days it has; None where it goes on."""
        return None if self.to is None else (self.to - self.from_).days + 1

    def days_until(self, on: date) -> int:
        """Return how many of its days have come by a day, that day counted."""
        last = on if self.to is None else min(on, self.to)
        return max(0, (last - self.from_).days + 1)

    def has(self, day: date) -> bool:
        """Whether a day belongs to it."""
        return self.from_ <= day and (self.to is None or day <= self.to)


def overlap(one: Span, other: Span) -> Span | None:
    """Return the days that belong to both; None where there are none."""
    from_ = max(one.from_, other.from_)
    ends = [each.to for each in (one, other) if each.to is not None]
    to = min(ends, default=None)
    return None if to is not None and to < from_ else Span(from_, to)


def before(day: date, within: Span) -> Span | None:
    """Return the days of a span that come before a day; None where there are none."""
    if day <= within.from_:
        return None
    return overlap(within, Span(within.from_, day - ONE_DAY))


def after(day: date, within: Span) -> Span | None:
    """Return the days of a span that come after a day; None where there are none."""
    if within.to is not None and within.to <= day:
        return None
    return overlap(within, Span(day + ONE_DAY, None))


def cut(whole: Span, at: tuple[Span, ...]) -> tuple[Span, ...]:
    """Cut a span wherever another begins or ends; the pieces, in order, are the whole of it."""
    begins = {whole.from_}
    for each in at:
        begins.add(each.from_)
        if each.to is not None and each.to < date.max:
            begins.add(each.to + ONE_DAY)
    firsts = sorted(day for day in begins if whole.has(day))
    lasts = [*(day - ONE_DAY for day in firsts[1:]), whole.to]
    return tuple(Span(first, last) for first, last in zip(firsts, lasts, strict=True))
