"""Which of several rules is asked first, and which is never asked."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ledger.domain.kinds.charter.terms import Limit, Range, When

_ANY = When()


class _Conditional(Protocol):
    @property
    def rule(self) -> str: ...

    @property
    def when(self) -> When | None: ...


def never_asked(what: str, rules: Sequence[_Conditional]) -> Iterator[str]:
    """Yield each rule that an earlier one leaves no matter for."""
    for index, later in enumerate(rules):
        for earlier in rules[:index]:
            if covers(earlier.when, later.when):
                yield (
                    f"{what} rule {later.rule} is never reached:"
                    f" {earlier.rule} comes first and fits all its matters"
                )
                break


def covers(wide: When | None, narrow: When | None) -> bool:
    """Whether one condition fits whenever another does, as far as words alone can tell."""
    one, other = wide or _ANY, narrow or _ANY
    lists = ("classes", "topics", "procedures", "meetings", "stages")
    return (
        all(_holds(getattr(one, name), getattr(other, name)) for name in lists)
        and _leaves(one.except_classes, other.except_classes, other.classes)
        and _leaves(one.except_topics, other.except_topics, ())
        and one.recused in (None, other.recused)
        and (one.up_to is None or _ends_no_later(other.up_to, one.up_to))
        and one.reconvened in {None, other.reconvened}
        and _reaches(one.vacancies, other.vacancies)
        and _reaches(one.filled, other.filled)
        and _starts_no_later(one.above, other.above)
    )


def _holds(wide: Sequence[object], narrow: Sequence[object]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _leaves(wide: Sequence[str], narrow: Sequence[str], named: Sequence[str]) -> bool:
    """Whether nothing that a condition leaves out is in a narrower one; ``named`` are all of it."""
    return set(wide) <= set(narrow) or (bool(named) and set(wide).isdisjoint(named))


def _reaches(wide: Range | None, narrow: Range | None) -> bool:
    if wide is None:
        return True
    bounds = narrow or Range()
    is_open = wide.most is None
    below = bounds.most is not None and wide.most is not None and bounds.most <= wide.most
    return wide.least <= bounds.least and (is_open or below)


def _ends_no_later(narrow: Limit | None, wide: Limit) -> bool:
    return narrow is not None and _starts_no_later(narrow, wide)


def _starts_no_later(wide: Limit | None, narrow: Limit | None) -> bool:
    if wide is None or wide == narrow:
        return True
    if narrow is None or wide.share is not None or narrow.share is not None:
        return False
    one, other = wide.fixed, narrow.fixed
    assert one is not None, "measured before: a limit has an amount or a share"
    assert other is not None, "measured before: a limit has an amount or a share"
    return one.currency == other.currency and one.minor <= other.minor
