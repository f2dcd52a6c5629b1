"""What each vote weighs: blocks, pools, and the weight of those who are absent or in default.

Everything is exact: a pool of 100 among three weighs 33 1/3 each.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction as Exact
from typing import Literal, assert_never

from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import Circumstances, Seen, applies, fits
from ledger.domain.counting.standing import Standing
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import WeightRule

_NOTHING = Exact(0)
Leftover = Literal["stays", "rule", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Share:
    """A seat's own weight, and what becomes of it when it is not used.

    ``leftover`` goes to others: to whoever may vote where its holder is in default,
    to those of them who are there where its holder is only absent.
    """

    each: Standing
    rule: int | None
    weight: Exact
    leftover: Leftover = "stays"


def weights(
    charter: Charter,
    standings: Sequence[Standing],
    active: Collection[str],
    here: Circumstances | None = None,
) -> Mapping[str, Exact]:
    """Return what each voting seat weighs while ``active`` ones are present or voting.

    Vacant seats weigh what they would, so that they are part of all seats. The
    first rule that means a seat gives its weight, of those that are meant for the
    matter (where it is not said which, of those meant for all), else its own in the charter. What
    others take over leaves the seat it came from; only seats that may vote take it,
    or it would be lost with them. A pool of which nobody is there weighs what it
    would, so that a share of all weights does not depend on who came.
    """
    shares: list[_Share] = []
    covered: set[str] = set()
    for index, rule in enumerate(charter.weights):
        if not _is_meant(rule, here):
            continue
        holders = [
            each
            for each in standings
            if each.member.voting and each.seat not in covered and _means(rule, each)
        ]
        covered |= {each.seat for each in holders}
        shares += _shares(rule, index, holders, active)
    shares += [
        _Share(each=each, rule=None, weight=Exact(each.member.weight))
        for each in standings
        if each.member.voting and each.seat not in covered
    ]
    made = {share.each.seat: share.weight for share in shares}
    # Default first: what its weight adds to an absent holder goes on with theirs.
    for in_default in (True, False):
        before = dict(made)
        for share in shares:
            if share.leftover != "stays" and (share.each.reason == "suspended") == in_default:
                takers = _takers(shares, share, active, in_default=in_default)
                _give(made, before, share.each.seat, takers)
    return made


def weight_of(charter: Charter, member: Member) -> Exact:
    """Return what one member's vote weighs by itself: its block, or its part of a pool.

    A pool is shared by all its seats here, since who is there does not matter.
    """
    seen = Seen(member=member)
    rules = (rule for rule in charter.weights if _is_meant(rule, None))
    rule = next((each for each in rules if fits(each.who, seen)), None)
    if rule is None:
        return Exact(member.weight)
    if rule.shared == "each":
        return Exact(rule.weight)
    seats = sum(
        fits(rule.who, Seen(member=Member(seat=seat.seat, party=seat.party, class_=seat.class_)))
        for seat in charter.seats
        if seat.voting
    )
    return Exact(rule.weight, max(1, seats))


def _is_meant(rule: WeightRule, here: Circumstances | None) -> bool:
    return rule.when is None or (here is not None and applies(rule.when, here))


def _means(rule: WeightRule, each: Standing) -> bool:
    return fits(rule.who, Seen(member=each.member))


def _shares(
    rule: WeightRule, index: int, holders: Sequence[Standing], active: Collection[str]
) -> Iterator[_Share]:
    sharing = {each.seat for each in _sharing(rule, holders, active)}
    for each in holders:
        weight = Exact(rule.weight)
        if rule.shared == "pool":
            weight = weight / len(sharing) if each.seat in sharing else _NOTHING
        leftover: Leftover = "stays"
        if each.reason == "suspended":
            leftover = rule.suspended
        elif each.is_filled and each.seat not in active:
            leftover = rule.absent
        yield _Share(each=each, rule=index, weight=weight, leftover=leftover)


def _sharing(
    rule: WeightRule, holders: Sequence[Standing], active: Collection[str]
) -> Sequence[Standing]:
    """Return who shares a pool; everybody who would, where nobody is there who does."""
    filled = [each for each in holders if each.is_filled]
    match rule.among:
        case "filled":
            sharing = filled
        case "entitled":
            sharing = [each for each in filled if each.may_vote]
        case "present":
            sharing = [each for each in filled if each.seat in active]
        case _:
            assert_never(rule.among)
    return sharing or filled or holders


def _takers(
    shares: Sequence[_Share], share: _Share, active: Collection[str], *, in_default: bool
) -> list[str]:
    """Return the seats that take what a seat leaves over."""
    return [
        other.each.seat
        for other in shares
        if other.each.may_vote
        and other is not share
        and (in_default or other.each.seat in active)
        and (share.leftover == "all" or other.rule == share.rule)
    ]


def _give(
    made: dict[str, Exact], before: Mapping[str, Exact], seat: str, takers: Sequence[str]
) -> None:
    """Move a seat's weight to others in proportion to theirs; nobody there: it stays."""
    whole = sum((before[taker] for taker in takers), _NOTHING)
    if not whole:
        return
    made[seat] -= before[seat]
    for taker in takers:
        made[taker] += before[seat] * before[taker] / whole
