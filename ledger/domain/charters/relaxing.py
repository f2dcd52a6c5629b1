"""A charter without what only its members can meet: attributes, offices, upper bounds.

What is left can be met by everybody's being there and for; where it is not, no
membership could meet the charter itself.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote
from ledger.domain.kinds.charter.people import People
from ledger.domain.kinds.charter.terms import (
    All,
    Distinct,
    Each,
    Either,
    Part,
    Some,
    Threshold,
    Who,
)
from ledger.evidence.canonical import Body

B = TypeVar("B", bound=Body)

_STRUCTURAL = frozenset({"party", "class"})


def relaxed(charter: Charter, *, keeps_mode: bool = False) -> Charter:
    """Return the charter as its members could make it at best.

    With ``keeps_mode`` it still asks how somebody is present: in writing nobody is
    in person, whoever they are.
    """
    return changed(
        charter,
        quorum=tuple(_quorum(rule, keeps_mode=keeps_mode) for rule in charter.quorum),
        votes=tuple(_vote(rule, keeps_mode=keeps_mode) for rule in charter.votes),
        people=People(),
    )


def changed(body: B, **members: object) -> B:
    """Return a body with some members changed and all others as they are."""
    kept = {name: getattr(body, name) for name in body.__struct_fields__}
    return type(body)(**{**kept, **members})


def _quorum(rule: Quorum, *, keeps_mode: bool) -> Quorum:
    parts = tuple(_parts(rule.parts, keeps_mode=keeps_mode))
    return changed(rule, who=_who(rule.who), parts=parts)


def _vote(rule: Vote, *, keeps_mode: bool) -> Vote:
    return changed(
        rule,
        needs=_needs(rule.needs),
        or_needs=tuple(map(_needs, rule.or_needs)),
        limits=(),
        parts=tuple(_parts(rule.parts, keeps_mode=keeps_mode)),
        vetoes=(),
        voters=None if rule.voters is None else _who(rule.voters),
        nonvoting=None,
        casting=None,
        against=(),
    )


def _needs(needs: tuple[Majority, ...]) -> tuple[Majority, ...]:
    return tuple(changed(need, who=_who(need.who)) for need in needs)


def _who(who: Who, *, keeps_mode: bool = False) -> Who:
    mode = who.mode if keeps_mode else None
    return changed(who, offices=(), attributes={}, mode=mode)


def _parts(parts: Iterable[Part], *, keeps_mode: bool) -> Iterator[Part]:
    """Yield what remains of parts; those that members could always meet are left out."""
    for part in parts:
        made = _part(part, keeps_mode=keeps_mode)
        if made is not None:
            yield made


def _part(part: Part, *, keeps_mode: bool) -> Part | None:
    match part:
        case Some():
            return _some(part, keeps_mode=keeps_mode)
        case Each() | Distinct() if part.by in _STRUCTURAL:
            return changed(part, who=_who(part.who, keeps_mode=keeps_mode))
        case All():
            kept = tuple(_parts(part.of, keeps_mode=keeps_mode))
            return changed(part, of=kept) if kept else None
        case Either():
            made = [_part(each, keeps_mode=keeps_mode) for each in part.of]
            # An alternative that members could always meet leaves nothing to ask.
            return None if None in made else changed(part, of=tuple(made))
        case _:
            return None


def _some(part: Some, *, keeps_mode: bool) -> Some | None:
    """Return a lower bound alone; a share of those seen can grow when others stay away."""
    least = part.least
    if least is not None and least.share is not None:
        if part.of is not None or (part.share_of == "seen" and not keeps_mode):
            return None
        least = Threshold(count=1) if part.share_of == "seen" else least
    if least is None:
        return None
    who = _who(part.who, keeps_mode=keeps_mode)
    return changed(part, who=who, least=least, most=None, of=None)
