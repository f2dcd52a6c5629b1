"""Whether a ballot may be cast: from a seat that may vote, in time, as the charter lets it."""

from ledger.domain.counting import days
from ledger.domain.counting.admission import circumstances
from ledger.domain.counting.facts import Ballot, Facts
from ledger.domain.counting.presence import letters_count, present_at
from ledger.domain.counting.selection import first_fitting
from ledger.domain.counting.standing import REASONS, standings
from ledger.domain.kinds.charter import Charter


def ballot_problem(charter: Charter, facts: Facts, ballot: Ballot) -> str | None:
    """Return why a ballot does not count, None where nothing is wrong with it.

    ``facts`` hold the ballots that were cast before it.
    """
    if ballot.at < facts.opened_at:
        return "the poll was not open yet"
    ends = (facts.poll_closed_at, facts.closes_at)
    if any(end is not None and ballot.at > end for end in ends):
        return "the poll was over"
    if any(_replaces(ballot, each) for each in facts.ballots):
        frozen = _freeze_problem(charter, facts, ballot)
        if frozen is not None:
            return frozen
    names = ballot.items or tuple(each.item for each in facts.matter.items) or (None,)
    problems = [_item_problem(charter, facts, ballot, name) for name in names]
    # A ballot for several items counts for those for which nothing is wrong with it.
    return None if None in problems else problems[0]


def _replaces(ballot: Ballot, earlier: Ballot) -> bool:
    """Whether a ballot would take the place of an earlier one, for some item at least."""
    if ballot.seat != earlier.seat:
        return False
    everything = not ballot.items or not earlier.items
    return everything or not set(ballot.items).isdisjoint(earlier.items)


def _freeze_problem(charter: Charter, facts: Facts, ballot: Ballot) -> str | None:
    if not charter.ballots.changeable:
        return "a ballot is not replaced here"
    freeze = charter.ballots.freeze
    if freeze is None or facts.closes_at is None:
        return None
    if days.is_over(charter.calendar, ballot.at, freeze, facts.closes_at):
        return None
    return "so near the end ballots are no longer replaced"


def _must_be_there(charter: Charter, facts: Facts) -> bool:
    """Whether a seat that is away casts no ballot of its own."""
    return facts.matter.procedure == "meeting" and not letters_count(charter)


def _item_problem(charter: Charter, facts: Facts, ballot: Ballot, name: str | None) -> str | None:
    item = next((each for each in facts.matter.items if each.item == name), None)
    rule = first_fitting(charter.votes, circumstances(charter, facts, item))
    seats = standings(charter, facts, rule, name)
    standing = next((each for each in seats if each.seat == ballot.seat), None)
    if standing is None:
        return "there is no such seat"
    # Who acts alone need not have a vote; but nobody acts who withdrew (DOMAIN, rule 5).
    alone = facts.matter.procedure == "interim" and standing.reason != "recused"
    if not standing.may_vote and not alone:
        return REASONS[standing.reason]
    if rule is not None and rule.abstain == "barred" and ballot.choice == "abstain":
        return "nobody abstains here"
    present = present_at(charter, facts, seats, ballot.at, name)
    if ballot.by_proxy is not None:
        if not present.is_in_hand(ballot.seat, ballot.by_proxy):
            return f"{ballot.by_proxy} holds no proxy of the seat that counts"
    elif ballot.seat not in present.voting and _must_be_there(charter, facts):
        return "the seat was not there"
    return None
