"""Whether enough are present: the count, the parts, and the hour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction as Exact
from typing import assert_never

from ledger.domain.counting.facts import Facts
from ledger.domain.counting.proxies import Modes
from ledger.domain.counting.selection import (
    Board,
    Circumstances,
    Needed,
    Seen,
    count_parts,
    fits,
    however_present,
    needed_of,
    number,
)
from ledger.domain.counting.standing import Standing, members_of
from ledger.domain.counting.weights import weights
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Quorum
from ledger.domain.kinds.outcome import PartCount, QuorumCount

_NOTHING = Exact(0)
_KEPT_OUT = frozenset({"suspended", "right-not-gained", "right-lost", "not-on-this-matter"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """The seats of one motion's item, who is there at one moment, and the matter."""

    charter: Charter
    standings: tuple[Standing, ...]
    there: Modes
    here: Circumstances | None = None


def count_quorum(rule: Quorum, presence: Presence) -> QuorumCount:
    """Count the presence at one moment against a rule."""
    base = [each for each in presence.standings if _in_base(rule, each)]
    there = [each for each in presence.standings if _is_there(rule, presence, each)]
    present, count = _measured(rule, presence, there), _measured(rule, presence, base)
    needed = Needed(amount=_NOTHING)
    if rule.threshold is not None:
        needed = needed_of(rule.threshold, count, whole=rule.unit != "weight")
    parts = tuple(_parts(rule, presence))
    # Nobody left who may vote: never quorate, whatever the numbers (DOMAIN, rule 4).
    somebody = any(each.may_vote for each in presence.standings)
    return QuorumCount(
        rule=rule.rule,
        unit=rule.unit,
        of=rule.base,
        count=number(count),
        needed=number(needed.amount),
        present=number(present),
        met=somebody and needed.is_reached(present) and all(part.met for part in parts),
        passes=needed.passes,
        parts=parts,
    )


def has_floor(rule: Quorum, presence: Presence) -> bool:
    """Whether so many are still there as a quorum that was reached needs to last."""
    if rule.floor is None:
        return True
    base = [each for each in presence.standings if _in_base(rule, each)]
    there = [each for each in presence.standings if _is_there(rule, presence, each)]
    count = _measured(rule, presence, base)
    needed = needed_of(rule.floor, count, whole=rule.unit != "weight")
    return needed.is_reached(_measured(rule, presence, there))


def _counts(rule: Quorum, each: Standing) -> bool:
    """Whether a seat counts as present when its holder is there."""
    if each.reason == "recused":
        return rule.recused == "present"
    if each.reason in _KEPT_OUT:
        return rule.suspended == "present"
    return each.reason in {"may-vote", "ties-only"}


def _is_there(rule: Quorum, presence: Presence, each: Standing) -> bool:
    seen = Seen(member=each.member, mode=presence.there.get(each.seat))
    is_meant = each.member.voting and fits(rule.who, seen)
    return is_meant and each.seat in presence.there and _counts(rule, each)


def _in_base(rule: Quorum, each: Standing) -> bool:
    is_meant = fits(however_present(rule.who), Seen(member=each.member))
    if not (is_meant and each.member.voting):
        return False
    match rule.base:
        case "all_seats":
            return True
        case "filled":
            return each.is_filled
        case "entitled":
            return each.reason in {"may-vote", "ties-only"}
        case _:
            assert_never(rule.base)


def _measured(rule: Quorum, presence: Presence, group: Sequence[Standing]) -> Exact:
    match rule.unit:
        case "seat":
            return Exact(len(group))
        case "party":
            return Exact(len({each.member.party for each in group}))
        case "person":
            return Exact(len({_person(each) for each in group}))
        case "weight":
            weighed = weights(
                presence.charter, presence.standings, presence.there.keys(), presence.here
            )
            return sum((weighed[each.seat] for each in group), _NOTHING)
        case _:
            assert_never(rule.unit)


def _person(each: Standing) -> tuple[str, str, str]:
    person = each.member.person
    return each.member.party, person or "", each.seat if person is None else ""


def _parts(rule: Quorum, presence: Presence) -> Iterator[PartCount]:
    """Count the parts over those who are there, seats without a vote too."""
    seen = [
        Seen(member=each.member, mode=presence.there[each.seat])
        for each in presence.standings
        if each.seat in presence.there and (_counts(rule, each) or each.reason == "no-vote")
    ]
    board = Board(charter=presence.charter, members=members_of(presence.standings))
    return count_parts(rule.parts, seen, board)


def moments_until(facts: Facts, until: datetime) -> list[datetime]:
    """Return the moments of a meeting at which presence changed, up to one of them."""
    assert facts.meeting is not None, "only a meeting has moments of presence"
    opened = facts.meeting.opened_at or facts.meeting.starts_at
    changes = {max(opened, movement.at) for movement in facts.meeting.movements}
    return sorted(moment for moment in {opened, *changes} if moment <= until)


def hour_of(rule: Quorum, facts: Facts) -> datetime | None:
    """Return until when the quorum must be reached, None where there is no such hour."""
    if rule.within_minutes is None or facts.meeting is None:
        return None
    return facts.meeting.starts_at + timedelta(minutes=rule.within_minutes)
