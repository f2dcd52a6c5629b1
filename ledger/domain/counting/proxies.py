"""Whose vote is in whose hand: proxies that were declared, and automatic ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from ledger.domain.counting import days
from ledger.domain.counting.facts import Facts, Proxy
from ledger.domain.counting.standing import Standing, is_recused
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Mode

Modes = Mapping[str, Mode]


def in_whose_hand(
    charter: Charter,
    facts: Facts,
    standings: Sequence[Standing],
    there: Modes,
    item: str | None,
) -> dict[str, str]:
    """Return which absent seat's vote is in whose hand: declared, or else automatic.

    An automatic one is in the hand of the first of its party who is there, unless
    another of them casts it.
    """
    hands = automatic_hands(charter, facts, standings, there, item)
    order = {each.seat: place for place, each in enumerate(standings)}
    first = {giver: min(seats, key=order.__getitem__) for giver, seats in hands.items()}
    return {**first, **declared_that_count(charter, facts, standings, there, item)}


def declared_that_count(
    charter: Charter,
    facts: Facts,
    standings: Sequence[Standing],
    there: Modes,
    item: str | None,
) -> dict[str, str]:
    """Return which giver's vote is in whose hand by a proxy that was declared.

    A proxy counts where the charter has proxies, in time, within its bounds, to a
    holder who is there and not themselves kept from voting by a conflict. At a
    meeting a giver who came votes for themselves. Of several proxies of one giver
    the newest counts; of too many in one hand those given first.
    """
    rule = charter.people.proxies
    counted: dict[str, str] = {}
    held: Counter[str] = Counter()
    for proxy in sorted(_newest(facts, item).values(), key=_given):
        problem = proxy_problem(charter, facts, standings, proxy, there=there, item=item)
        if problem is not None or _votes_themselves(facts, proxy.giver, there, item):
            continue
        if rule is not None and held[proxy.holder] < rule.per_holder:
            counted[proxy.giver] = proxy.holder
            held[proxy.holder] += 1
    return counted


def automatic_hands(
    charter: Charter,
    facts: Facts,
    standings: Sequence[Standing],
    there: Modes,
    item: str | None,
) -> dict[str, frozenset[str]]:
    """Return who may cast an absent seat's vote undeclared: its party's members who are there.

    At a meeting, where the charter makes proxies automatic; a declared one goes before.
    """
    rule, procedure = charter.people.proxies, facts.matter.procedure
    if rule is None or not rule.automatic or procedure != "meeting" or procedure in rule.barred:
        return {}
    declared = declared_that_count(charter, facts, standings, there, item)
    hands: dict[str, set[str]] = {}
    for each in standings:
        if each.may_vote and each.seat in there:
            hands.setdefault(each.member.party, set()).add(each.seat)
    return {
        each.seat: frozenset(hands[each.member.party])
        for each in standings
        if each.may_vote
        and each.seat not in there
        and each.seat not in declared
        and each.member.party in hands
    }


def proxy_refusal(  # noqa: PLR0913 -- one proxy among all that its place and time say
    charter: Charter,
    facts: Facts,
    standings: Sequence[Standing],
    proxy: Proxy,
    *,
    there: Modes,
    item: str | None,
) -> str | None:
    """Return why a proxy that was given for an item comes to nothing, None where it counts."""
    problem = proxy_problem(charter, facts, standings, proxy, there=there, item=item)
    if problem is not None:
        return problem
    if _newest(facts, item).get(proxy.giver) != proxy:
        return "the giver gave a later one"
    if _votes_themselves(facts, proxy.giver, there, item):
        return "the giver came, or voted, themselves"
    counted = declared_that_count(charter, facts, standings, there, item)
    if counted.get(proxy.giver) != proxy.holder:
        return "the holder has as many as one hand may hold"
    return None


def proxy_problem(  # noqa: PLR0911, PLR0913 -- one line a rule, one fact each
    charter: Charter,
    facts: Facts,
    standings: Sequence[Standing],
    proxy: Proxy,
    *,
    there: Modes,
    item: str | None,
) -> str | None:
    """Return why a proxy cannot count, None where nothing is wrong with it by itself."""
    rule = charter.people.proxies
    by_seat = {each.seat: each for each in standings}
    giver, holder = by_seat.get(proxy.giver), by_seat.get(proxy.holder)
    if rule is None:
        return "the charter has no proxies"
    if facts.matter.procedure in rule.barred:
        return "no proxy counts in this procedure"
    if giver is None or holder is None or not (giver.may_vote and holder.member.is_filled):
        return "giver and holder must be members, and the giver able to vote"
    if proxy.giver == proxy.holder:
        return "nobody is their own proxy"
    if rule.within == "party" and giver.member.party != holder.member.party:
        return "a proxy stays within the giver's party"
    if is_recused(facts.recusals, proxy.holder, item):
        return "its holder withdrew for a conflict"
    if proxy.holder not in there:
        return "its holder is not there"
    if rule.holder is not None and there[proxy.holder] != rule.holder:
        return "its holder is not there in the way that the charter asks"
    end = facts.meeting.starts_at if facts.meeting is not None else facts.closes_at
    in_time = (
        rule.declared is None
        or end is None
        or days.is_over(charter.calendar, proxy.at, rule.declared, end)
    )
    return None if in_time else "it was declared too late"


def _newest(facts: Facts, item: str | None) -> dict[str, Proxy]:
    """Return each giver's last proxy for an item."""
    newest: dict[str, Proxy] = {}
    for proxy in sorted(facts.proxies, key=_given):
        if not proxy.items or item in proxy.items:
            newest[proxy.giver] = proxy
    return newest


def _votes_themselves(facts: Facts, giver: str, there: Modes, item: str | None) -> bool:
    """Whether a giver needs no proxy: at a meeting as they came, in writing as they voted."""
    if facts.matter.procedure == "meeting":
        return giver in there
    return any(
        ballot.seat == giver
        and ballot.by_proxy is None
        and (not ballot.items or item in ballot.items)
        for ballot in facts.ballots
    )


def _given(proxy: Proxy) -> tuple[datetime, str, str]:
    return proxy.at, proxy.giver, proxy.holder
