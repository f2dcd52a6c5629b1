"""Rules of a charter that could stand and yet never do anything."""

import re
from collections.abc import Iterator

from ledger.domain.charters.conduct import asks_nobody, windows
from ledger.domain.charters.order import covers
from ledger.domain.charters.phrases import both, limit, period
from ledger.domain.charters.places import every
from ledger.domain.charters.relaxing import changed
from ledger.domain.counting.selection import exact
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Limit, When

_BY_VOTE = frozenset({"meeting", "written"})


def idle_remarks(charter: Charter) -> Iterator[str]:
    """Yield each rule, or each part of one, that no matter and no moment could call for."""
    for place, when in every(charter, When):
        if not place.startswith("powers.never"):
            yield from _beyond_power(charter, _label(charter, place), when)
    yield from _of_quorum(charter)
    yield from _of_callers(charter)
    yield from _of_freeze(charter)
    yield from _of_escalation(charter)


def _label(charter: Charter, place: str) -> str:
    """Return what the sentences call a rule, or else its place."""
    found = re.fullmatch(r"(votes|quorum)\[(\d+)\]\.when", place)
    if found is None:
        return place
    if found[1] == "votes":
        return f"Vote rule {charter.votes[int(found[2])].rule}"
    return f"Quorum rule {charter.quorum[int(found[2])].rule}"


def _beyond_power(charter: Charter, what: str, when: When) -> Iterator[str]:
    """Find a rule for matters, or amounts, that are not the board's to decide."""
    if when.classes and all(_is_never(charter, name) for name in when.classes):
        named = both(when.classes)
        yield f"{what}: the board can never decide {named}, so that this never applies."
    rights = [right for right in charter.powers.rights if _is_named(when, right.class_)]
    bounds = [right.up_to for right in rights if right.up_to is not None]
    above = when.above
    if above is None or not bounds or len(bounds) < len(rights):
        return
    if all(_is_within(up_to, above) for up_to in bounds):
        most = both(dict.fromkeys(map(limit, bounds)))
        yield (
            f"{what}: it is for more than {limit(above)}, and the board may decide up to {most}"
            " only, so that this never applies."
        )


def _is_named(when: When, class_: str) -> bool:
    """Whether a condition has a class of matter, or at least does not leave it out."""
    return (not when.classes or class_ in when.classes) and class_ not in when.except_classes


def _is_never(charter: Charter, class_: str) -> bool:
    """Whether the board can never decide any matter of a class."""
    matters = When(classes=(class_,))
    return any(covers(never.when, matters) for never in charter.powers.never)


def _is_within(up_to: Limit, above: Limit) -> bool:
    """Whether no amount that is within one limit is more than another, as far as they compare.

    The lower of two bounds is within whatever one of them is; the higher where both are.
    """
    if up_to.take == "higher":
        return all(_is_within(each, above) for each in _bounds(up_to))
    of_them = all if above.take == "lower" else any
    return of_them(
        any(_is_no_more(one, other) for one in _bounds(up_to)) for other in _bounds(above)
    )


def _bounds(value: Limit) -> Iterator[Limit]:
    """Yield each bound of a limit as one of its own."""
    if value.fixed is not None:
        yield Limit(fixed=value.fixed)
    if value.share is not None:
        yield Limit(share=value.share)


def _is_no_more(one: Limit, other: Limit) -> bool:
    if one.fixed is not None and other.fixed is not None:
        same = one.fixed.currency == other.fixed.currency
        return same and one.fixed.minor <= other.fixed.minor
    if one.share is not None and other.share is not None:
        return exact(one.share) <= exact(other.share)
    return False


def _of_quorum(charter: Charter) -> Iterator[str]:
    """Find quorums of nobody where votes are cast; silence and an officer alone need none."""
    for rule in charter.quorum:
        procedures = _BY_VOTE if rule.when is None else set(rule.when.procedures) or _BY_VOTE
        nobody = rule.threshold is None or asks_nobody(charter, rule.threshold, rule.unit)
        if nobody and not rule.parts and procedures & _BY_VOTE:
            yield f"Quorum rule {rule.rule} asks for nobody: one who comes can decide."


def _of_callers(charter: Charter) -> Iterator[str]:
    meeting = charter.procedures.meeting
    for rule in () if meeting is None else meeting.classes:
        for caller in rule.callers:
            if caller.support is not None and asks_nobody(charter, caller.support, caller.unit):
                yield f"Meeting class {rule.class_}: a call needs the support of nobody."


def _of_freeze(charter: Charter) -> Iterator[str]:
    for window, is_frozen in windows(charter):
        if is_frozen:
            yield f"In a poll of {period(window)} ballots are frozen from the start."


def _of_escalation(charter: Charter) -> Iterator[str]:
    """Find an escalation of deadlocks that cannot come about."""
    rule = charter.powers.escalation
    if rule is None or rule.when is None or not rule.when.classes:
        return
    if any(_can_be_deadlocked(charter, name) for name in rule.when.classes):
        return
    named = both(rule.when.classes)
    yield f"Only deadlocks on {named} go up, and no such matter can end in a deadlock."


def _can_be_deadlocked(charter: Charter, class_: str) -> bool:
    if _is_never(charter, class_):
        return False
    for index, rule in enumerate(charter.votes):
        when = rule.when or When()
        if not _is_named(when, class_):
            continue
        matters = changed(when, classes=(class_,))
        is_asked = not any(covers(earlier.when, matters) for earlier in charter.votes[:index])
        words = {rule.tie, rule.split, rule.failed, rule.none_for}
        if is_asked and "deadlocked" in words:
            return True
    return False
