"""Who is present, in person, remotely or through another, and whose ballots count."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ledger.domain.counting.facts import Ballot, Facts, Meeting, Movement
from ledger.domain.counting.proxies import Modes, automatic_hands, in_whose_hand
from ledger.domain.counting.standing import Standing
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import MeetingRule
from ledger.domain.kinds.charter.people import Proxies
from ledger.domain.kinds.charter.terms import Mode


@dataclass(frozen=True, kw_only=True, slots=True)
class Present:
    """Who counts as present at a moment, and who votes for whom.

    ``there`` are the seats that are there, their alternates too, however little the
    charter makes of it; ``themselves`` those of them whose own member is. ``quorum``
    seats make the quorum; ``voting`` ones can vote, themselves or through the
    ``proxies`` (giver to holder) that count; where those are automatic, ``hands`` are
    all who may cast a giver's vote.
    """

    there: Modes
    themselves: frozenset[str]
    quorum: Modes
    voting: frozenset[str]
    proxies: Mapping[str, str]
    hands: Mapping[str, frozenset[str]]

    @property
    def stood_in(self) -> frozenset[str]:
        """The seats whose alternate is there instead of their member."""
        return frozenset(self.there) - self.themselves

    def is_in_hand(self, giver: str, holder: str) -> bool:
        """Whether a seat may cast the vote of another."""
        return self.proxies.get(giver) == holder or holder in self.hands.get(giver, ())


def meeting_rule(charter: Charter, meeting: Meeting) -> MeetingRule | None:
    """Return the rule for a meeting's class; without any named class there is none."""
    at_meeting = charter.procedures.meeting
    classes = () if at_meeting is None else at_meeting.classes
    if meeting.class_ is None:
        return classes[0] if classes else None
    return next((rule for rule in classes if rule.class_ == meeting.class_), None)


def attending(meeting: Meeting, at: datetime) -> dict[str, Movement]:
    """Return the seats that are there at a moment, each by its last coming.

    Nobody is while the meeting is not open. Of two movements of one seat in the
    same instant the coming counts, so that their order does not matter.
    """
    opened = meeting.opened_at or meeting.starts_at
    ends = (meeting.closed_at, meeting.interrupted_at)
    if at < opened or any(end is not None and end <= at for end in ends):
        return {}
    last: dict[str, Movement] = {}
    for movement in meeting.movements:
        known = last.get(movement.seat)
        if movement.at <= at and (known is None or _order(known) <= _order(movement)):
            last[movement.seat] = movement
    return {seat: movement for seat, movement in last.items() if movement.is_in}


def _order(movement: Movement) -> tuple[datetime, bool, bool, str]:
    return movement.at, movement.is_in, not movement.by_alternate, movement.mode


def present_at(
    charter: Charter,
    facts: Facts,
    standings: tuple[Standing, ...],
    at: datetime,
    item: str | None,
) -> Present:
    """Return who is present at a moment; in writing, whoever has cast a ballot."""
    if facts.matter.procedure != "meeting" or facts.meeting is None:
        return _in_writing(charter, facts, standings, at, item)
    there = attending(facts.meeting, at)
    rule = meeting_rule(charter, facts.meeting)
    remote = "counts" if rule is None else rule.remote
    alternates = charter.people.alternates
    modes = {
        seat: movement.mode
        for seat, movement in there.items()
        if not (movement.mode == "remote" and remote == "barred")
    }
    voting = {seat for seat in modes if alternates.vote or not there[seat].by_alternate}
    quorum = {
        seat: mode
        for seat, mode in modes.items()
        if (mode == "in_person" or remote == "counts")
        and (alternates.present or not there[seat].by_alternate)
    }
    letters = _letters(charter, facts, modes, at, item)
    if letters and charter.procedures.meeting is not None:
        counts = charter.procedures.meeting.by_letter == "counts"
        quorum = {**letters, **quorum} if counts else quorum
        voting |= letters.keys()
    made = Present(
        there=modes,
        themselves=frozenset(seat for seat in modes if not there[seat].by_alternate),
        quorum=quorum,
        voting=frozenset(voting),
        proxies=in_whose_hand(charter, facts, standings, modes, item),
        hands=automatic_hands(charter, facts, standings, modes, item),
    )
    return _represented(charter.people.proxies, made)


def letters_count(charter: Charter) -> bool:
    """Whether a seat that is away from a meeting may vote by letter."""
    way = charter.procedures.meeting
    return way is not None and way.by_letter != "none"


def _letters(
    charter: Charter, facts: Facts, there: Modes, at: datetime, item: str | None
) -> dict[str, Mode]:
    """Return the absent seats whose written ballots the charter lets count at a meeting."""
    if not letters_count(charter):
        return {}
    return {seat: "remote" for seat in _signers(facts, at, item) if seat not in there}


def _signers(facts: Facts, at: datetime, item: str | None) -> list[str]:
    """Return the seats that have cast a ballot of their own by a moment."""
    return [
        ballot.seat
        for ballot in facts.ballots
        if ballot.at <= at
        and ballot.by_proxy is None
        and (not ballot.items or item in ballot.items)
    ]


def _in_writing(
    charter: Charter,
    facts: Facts,
    standings: tuple[Standing, ...],
    at: datetime,
    item: str | None,
) -> Present:
    signers = set(_signers(facts, at, item))
    everybody: dict[str, Mode] = {each.seat: "remote" for each in standings if each.is_filled}
    made = Present(
        there=everybody,
        themselves=frozenset(everybody),
        quorum={seat: "remote" for seat in everybody if seat in signers},
        voting=frozenset(everybody),
        proxies=in_whose_hand(charter, facts, standings, everybody, item),
        hands={},
    )
    return _represented(charter.people.proxies, made)


def _represented(rule: Proxies | None, made: Present) -> Present:
    """Add those who gave a proxy that counts: they can vote, and may make presence."""
    quorum = made.quorum
    if rule is not None and rule.presence:
        represented = {
            giver: quorum[holder] for giver, holder in made.proxies.items() if holder in quorum
        }
        quorum = {**represented, **quorum}
    return replace(made, quorum=quorum, voting=made.voting | made.proxies.keys())


def choices_of(
    charter: Charter,
    facts: Facts,
    standings: tuple[Standing, ...],
    present: Present,
    item: str | None,
) -> dict[str, Ballot]:
    """Return the ballot that counts of each seat that may vote, for one item.

    At a meeting a ballot counts when its seat, or the holder of its proxy, was
    there as it was cast. Where the charter makes proxies automatic, an absent seat
    votes with its holder unless a ballot says otherwise.
    """
    may = {each.seat for each in standings if each.may_vote}
    at_meeting = facts.matter.procedure == "meeting" and facts.meeting is not None
    moments: dict[datetime, Present] = {}
    counted: dict[str, Ballot] = {}
    for ballot in sorted(facts.ballots, key=_cast):
        if ballot.seat not in may or (ballot.items and item not in ballot.items):
            continue
        then = moments.get(ballot.at, present)
        if at_meeting and ballot.at not in moments:
            then = present_at(charter, facts, standings, ballot.at, item)
            moments[ballot.at] = then
        if _is_entitled(then, ballot):
            counted[ballot.seat] = ballot
    rule = charter.people.proxies
    if rule is not None and rule.automatic:
        counted |= _following(present, may, counted)
    return counted


def _following(
    present: Present, may: Collection[str], counted: Mapping[str, Ballot]
) -> dict[str, Ballot]:
    return {
        giver: Ballot(
            seat=giver, choice=counted[holder].choice, at=counted[holder].at, by_proxy=holder
        )
        for giver, holder in present.proxies.items()
        if giver in may and giver not in counted and holder in counted
    }


def _cast(ballot: Ballot) -> tuple[datetime, str]:
    return ballot.at, ballot.seat


def _is_entitled(present: Present, ballot: Ballot) -> bool:
    if ballot.by_proxy is not None:
        return present.is_in_hand(ballot.seat, ballot.by_proxy)
    return ballot.seat in present.voting
