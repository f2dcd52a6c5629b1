"""What a motion needs: nothing that its opposite could have as well, no word without a use."""

from collections.abc import Iterator
from fractions import Fraction as Exact

from ledger.domain.charters.order import never_asked
from ledger.domain.charters.places import could_mean, is_fixed, meant, voting
from ledger.domain.counting.selection import exact, least_whole
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.terms import Who

_HALF = Exact(1, 2)
_EVERYBODY = Who()


def vote_problems(charter: Charter) -> Iterator[str]:
    """Yield what contradicts itself in the rules about votes, weights and ballots."""
    yield from never_asked("vote", charter.votes)
    for rule in charter.votes:
        if both_could_be_adopted(charter, rule):
            yield (
                f"vote rule {rule.rule}: with less than one half, a motion and its opposite"
                " could both be adopted"
            )
        if rule.abstain == "barred" and rule.silence == "abstain":
            yield f"vote rule {rule.rule}: nobody may abstain, and silence is deemed an abstention"
        if rule.abstain == "barred" and any(_limits_abstention(rule)):
            yield f"vote rule {rule.rule}: nobody may abstain, and abstentions are limited"
        yield from _tie_problems(rule)
        yield from _veto_problems(charter, rule)
        yield from _alternative_problems(charter, rule)
        yield from _voter_problems(charter, rule)
        yield from _bloc_problems(charter, rule)
    yield from _weight_problems(charter)
    if charter.ballots.freeze is not None and not charter.ballots.changeable:
        yield "ballots are frozen before the end, and can never be changed at all"


def both_could_be_adopted(charter: Charter, rule: Vote) -> bool:
    """Whether every majority is a share below one half, and nobody's no stands against it.

    One majority of one half or more, of whatever group, is enough to keep a motion
    and its opposite from passing together; so is a veto that everybody has, or a
    bound on votes against. A fixed number is what its authors counted, and said as
    a remark where it is few. Of several sets of majorities the weakest tells.
    """
    vetoed = any(who == _EVERYBODY for who in rule.vetoes)
    if vetoed or any(limit.choice == "against" for limit in rule.limits):
        return False
    return any(
        all(_is_below_half(charter, need) for need in needs)
        for needs in (rule.needs, *rule.or_needs)
    )


def _is_below_half(charter: Charter, need: Majority) -> bool:
    threshold = need.threshold
    if threshold.share is None or exact(threshold.share) >= _HALF:
        return False
    if need.unit == "weight":
        return True
    units = count_units(charter, need)
    return 2 * least_whole(threshold, units) < units


def count_units(charter: Charter, need: Majority) -> int:
    """Return how many votes there are at the most, where they are not weighed."""
    seats = meant(charter, need.who)
    return len({seat.party for seat in seats}) if need.unit == "party" else len(seats)


def tie_is_enough(rule: Vote) -> bool:
    """Whether as many for as against always adopt a motion."""
    need, *others = rule.needs
    if (
        others
        or rule.parts
        or rule.vetoes
        or rule.limits
        or need.base != "cast"
        or rule.abstain == "cast"
    ):
        return False
    threshold = need.threshold
    if threshold.share is None or threshold.plus or threshold.least > 1:
        return False
    return threshold.reach == "at_least" and exact(threshold.share) <= _HALF


def _limits_abstention(rule: Vote) -> Iterator[bool]:
    """Say of each limit whether it is of abstentions that members cast themselves.

    A bloc that cannot agree may abstain though none of its members can.
    """
    for each in rule.limits:
        of_blocs = each.unit in {"party", "person"} and rule.bloc.divided == "abstain"
        yield each.choice == "abstain" and not of_blocs


def _tie_problems(rule: Vote) -> Iterator[str]:
    if not tie_is_enough(rule):
        return
    if rule.casting is not None:
        yield f"vote rule {rule.rule}: a tie is enough, so the casting vote could never decide"
    if rule.tie is not None:
        yield f"vote rule {rule.rule}: a tie is enough, so it could never be {rule.tie}"


def _veto_problems(charter: Charter, rule: Vote) -> Iterator[str]:
    """Find vetoes of seats that cast no vote on such matters, and so none against."""
    voters = _EVERYBODY if rule.voters is None else rule.voters
    could = {seat.seat for seat in meant(charter, voters) if seat.voting}
    for group in rule.vetoes:
        if could.isdisjoint(seat.seat for seat in meant(charter, group)):
            yield f"vote rule {rule.rule} gives a veto to seats that have no vote on its matters"


def _alternative_problems(charter: Charter, rule: Vote) -> Iterator[str]:
    """Find alternatives that ask for more votes than there are; weights are not added up."""
    for need in (need for needs in rule.or_needs for need in needs):
        units = count_units(charter, need)
        least = least_whole(need.threshold, units)
        if need.unit != "weight" and least > units:
            yield f"vote rule {rule.rule}: an alternative needs {least} votes of {units}"


def _voter_problems(charter: Charter, rule: Vote) -> Iterator[str]:
    kept_out, casting = rule.nonvoting, rule.casting
    if kept_out is None:
        return
    if is_fixed(kept_out):
        others = [seat for seat in voting(charter) if not could_mean(kept_out, seat)]
        if not others:
            yield f"vote rule {rule.rule} leaves nobody who may vote but to break a tie"
    only_offices = kept_out == Who(offices=kept_out.offices)
    if casting is None or not kept_out.offices or not only_offices:
        return
    if set(casting.by) <= set(kept_out.offices) and (
        casting.how == "own" or casting.if_voted == "voted"
    ):
        yield (
            f"vote rule {rule.rule}: whoever breaks ties may not vote before,"
            " and the tie is to be broken by their having voted"
        )


def _bloc_problems(charter: Charter, rule: Vote) -> Iterator[str]:
    bloc = rule.bloc
    by_name = {seat.seat: seat for seat in charter.seats}
    if bloc.how != "lead":
        if bloc.leads:
            yield f"vote rule {rule.rule} names lead seats, and no bloc is led"
        return
    for name in bloc.leads:
        seat = by_name.get(name)
        if seat is None:
            yield f"vote rule {rule.rule} names the lead seat {name}, which is no seat"
        elif not seat.voting:
            yield f"vote rule {rule.rule} names the lead seat {name}, which has no vote"
    for need in (*rule.needs, *(need for needs in rule.or_needs for need in needs)):
        if need.unit == "party":
            yield from _led_by_nobody(rule, meant(charter, need.who))


def _led_by_nobody(rule: Vote, seats: tuple[Seat, ...]) -> Iterator[str]:
    for party in dict.fromkeys(seat.party for seat in seats):
        members = [seat.seat for seat in seats if seat.party == party]
        # Whoever sits alone for a party is its vote.
        if len(members) > 1 and not set(members) & set(rule.bloc.leads):
            yield f"vote rule {rule.rule}: the bloc of {party} has no lead seat"


def _weight_problems(charter: Charter) -> Iterator[str]:
    covered: set[str] = set()
    for rule in charter.weights:
        seats = {seat.seat for seat in meant(charter, rule.who)}
        if seats and seats <= covered:
            names = ", ".join(sorted(seats))
            yield f"a weight rule for {names} is never reached: earlier ones cover all its seats"
        if is_fixed(rule.who) and rule.when is None:
            covered |= seats
