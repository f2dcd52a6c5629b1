"""Presence, votes for and membership, part by part: what holds of some cannot deny the others."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import assert_never

from ledger.domain.charters.names import ways
from ledger.domain.charters.order import never_asked
from ledger.domain.charters.places import every, is_fixed, meant, voting
from ledger.domain.counting.composition import reach_problem
from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import least_whole, most_whole
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Quorum
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.terms import All, Cap, Distinct, Each, Either, Part, Some, Who


def part_problems(charter: Charter) -> Iterator[str]:
    """Yield the parts of rules that can never hold, each looked at by itself."""
    yield from never_asked("quorum", charter.quorum)
    for place, who in every(charter, Who):
        if who.mode is not None and not _asks_presence(place):
            yield f"{place} asks how somebody is present, where presence is not asked for"
    yield from _time_problems(charter)
    for rule in charter.quorum:
        floor = _floor(charter, rule)
        yield from _problems_of(charter, f"quorum rule {rule.rule}", rule.parts, floor)
    for vote in charter.votes:
        yield from _problems_of(charter, f"vote rule {vote.rule}", vote.parts, 1)
    members = vacant(charter)
    for composed in charter.people.composition:
        what = f"composition rule {composed.rule}"
        floor = _least_members(composed.needs)
        problem = next(iter(_problems_of(charter, what, (composed.needs,), floor)), None)
        if problem is None:
            found = reach_problem(charter, composed.needs, members)
            problem = None if found is None else f"{what}: {found}"
        if problem is not None:
            yield problem
    yield from _denied(charter)


def _denied(charter: Charter) -> Iterator[str]:
    """Find two rules of composition that ask for more, and for less, of one group."""
    rules = [
        (composed.rule, composed.needs)
        for composed in charter.people.composition
        if isinstance(composed.needs, Some)
    ]
    for (more, wanted), (less, allowed) in product(rules, repeat=2):
        least = None if wanted.least is None else wanted.least.count
        most = None if allowed.most is None else allowed.most.count
        same = more != less and wanted.who == allowed.who
        if same and least is not None and most is not None and least > most:
            yield (
                f"composition rule {more} asks for {least} at least, and rule {less} for {most}"
                " at the most of the same seats"
            )


def _least_members(part: Part) -> int:
    """Return with how many members a composition is tried at the least.

    An empty board keeps every cap; one that lets no board but an empty one stand is
    none. Whom an attribute makes of a group nobody knows beforehand.
    """
    return int(isinstance(part, Cap) and is_fixed(part.who))


def vacant(charter: Charter) -> tuple[Member, ...]:
    """Return the charter's seats, nobody in any of them."""
    return tuple(
        Member(
            seat=seat.seat,
            party=seat.party,
            voting=seat.voting,
            class_=seat.class_,
            weight=seat.weight,
        )
        for seat in charter.seats
    )


def _asks_presence(place: str) -> bool:
    return place.startswith("quorum[") and ".parts[" in place


def _time_problems(charter: Charter) -> Iterator[str]:
    """Find clocks of meetings in rules that no meeting is held under."""
    for rule in charter.quorum:
        if rule.floor is not None and rule.tested != "opening":
            yield f"quorum rule {rule.rule} lasts to a floor, and is tested at each decision"
        named = () if rule.when is None else rule.when.procedures
        if "meeting" in (named or ways(charter.procedures)):
            continue
        if rule.within_minutes is not None or rule.tested == "opening" or rule.floor is not None:
            yield f"quorum rule {rule.rule} has a clock of meetings, and is for none"


def _floor(charter: Charter, rule: Quorum) -> int:
    """Return how many seats a quorum has at the least, as far as its count alone tells."""
    threshold = rule.threshold
    if threshold is None or rule.unit != "seat" or rule.base == "entitled":
        return 1
    if threshold.count is None and rule.base == "filled":
        # Vacant seats make the base smaller, down to nearly nothing.
        return max(1, threshold.least)
    return least_whole(threshold, len(meant(charter, rule.who)))


def _problems_of(charter: Charter, what: str, parts: Sequence[Part], floor: int) -> Iterator[str]:
    for part in parts:
        match part:
            case Some():
                problem = _some_problem(charter, part, floor)
            case Cap():
                problem = _cap_problem(charter, part, floor)
            case Each():
                problem = _each_problem(charter, part)
            case Distinct():
                problem = _distinct_problem(charter, part)
            case All():
                inner = _problems_of(charter, what, part.of, floor)
                problem = "one of its parts cannot" if any(inner) else None
            case Either():
                found = [list(_problems_of(charter, what, (each,), floor)) for each in part.of]
                problem = "none of its alternatives can hold" if all(found) else None
            case _:
                assert_never(part)
        if problem is not None:
            yield f"{what}: {part.name} can never hold: {problem}"


def _everyone(charter: Charter, who: Who) -> Sequence[Seat]:
    """Return all that a share of those seen is of."""
    return charter.seats if who.novote else voting(charter)


def _some_problem(charter: Charter, part: Some, floor: int) -> str | None:
    if part.least is None and part.most is None:
        return "it asks for nothing"
    if part.of is not None:
        return None  # a share of another group can grow when others of it stay away
    group, everyone = len(meant(charter, part.who)), len(_everyone(charter, part.who))
    sizes = range(min(floor, everyone), everyone + 1)
    if part.share_of == "members":
        sizes = range(group, group + 1)
    could = [_bounds(part, size) for size in sizes]
    if all(least > group for least, _ in could):
        least = min(least for least, _ in could)
        return f"{least} are needed, and its seats are {group}"
    if all(least > most for least, most in could):
        least, most = could[-1]
        return f"{least} at least and {most} at the most"
    others = everyone - group
    if part.share_of == "seen" and all(
        min(most, group) + others < size or most < least
        for size, (least, most) in zip(sizes, could, strict=True)
    ):
        return "so few of them are let in that too few others are left"
    return None


def _bounds(part: Some, size: int) -> tuple[int, int]:
    least = 0 if part.least is None else least_whole(part.least, size)
    most = size if part.most is None else most_whole(part.most, size)
    return least, most


def _cap_problem(charter: Charter, part: Cap, floor: int) -> str | None:
    """Find a cap under which too few can be together; members who have no kind are not capped."""
    if part.by not in {"party", "class"}:
        return None
    kinds: dict[str, int] = {}
    others = 0
    for seat in meant(charter, part.who):
        kind = seat.party if part.by == "party" else seat.class_
        if kind is None:
            others += 1
        else:
            kinds[kind] = kinds.get(kind, 0) + 1
    whole = len(meant(charter, part.who))
    outside = len(_everyone(charter, part.who)) - whole
    for size in range(max(0, floor - outside), whole + 1):
        most = most_whole(part.most, size)
        if others + sum(min(count, most) for count in kinds.values()) >= size:
            return None
    return "with so few of each, too few can be together"


def _each_problem(charter: Charter, part: Each) -> str | None:
    seats = meant(charter, part.who)
    if part.by not in {"party", "class"}:
        declared = next((rule for rule in charter.people.attributes if rule.name == part.by), None)
        needed = part.least * len(part.values or (() if declared is None else declared.values))
        if needed > len(seats):
            return f"{needed} are needed, and its seats are {len(seats)}"
        return None
    named = [seat.party if part.by == "party" else seat.class_ for seat in voting(charter)]
    values = part.values or tuple(dict.fromkeys(name for name in named if name is not None))
    for value in values:
        count = sum(value == (seat.party if part.by == "party" else seat.class_) for seat in seats)
        if count < part.least:
            return f"{part.least} of {value} are needed, and its seats are {count}"
    return None


def _distinct_problem(charter: Charter, part: Distinct) -> str | None:
    seats = meant(charter, part.who)
    named: set[str | None]
    if part.by in {"party", "class"}:
        named = {seat.party if part.by == "party" else seat.class_ for seat in seats} - {None}
        count = len(named)
    else:
        count = len(seats)
        declared = next((rule for rule in charter.people.attributes if rule.name == part.by), None)
        if declared is not None and declared.values:
            count = min(count, len(declared.values))
    needed = least_whole(part.least, count)
    if needed > count:
        return f"{needed} different ones are needed, and there are {count}"
    return None
