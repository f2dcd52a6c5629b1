"""What was voted: by seat, by person, by party, by weight; for one item of a motion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction as Exact
from typing import Literal, assert_never

from ledger.domain.counting.facts import Choice
from ledger.domain.counting.selection import (
    Board,
    Circumstances,
    Needed,
    Seen,
    count_parts,
    fits,
    mark,
    most_whole,
    needed_of,
    number,
)
from ledger.domain.counting.standing import Standing, members_of
from ledger.domain.counting.weights import weights
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import BallotLimit, Bloc, Majority, MajorityBase, Vote
from ledger.domain.kinds.charter.terms import CountedAs, Who
from ledger.domain.kinds.outcome import BaseCount, PartCount, Tally

_NOTHING = Exact(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a seat said, or is deemed to have said."""

    choice: Choice
    is_deemed: bool = False
    by_proxy: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """One item's votes, ready to be counted.

    ``present`` are the seats that are present or voting; ``said`` what each seat
    that may vote said. ``extra`` is a chair's second vote: it counts where the tie
    is, in the first majority, and in those others whose group has ``extra_seat``.
    ``here`` is the matter, which votes can weigh by.
    """

    charter: Charter
    rule: Vote
    standings: tuple[Standing, ...]
    present: frozenset[str]
    said: Mapping[str, Said]
    at_meeting: bool
    here: Circumstances | None = None
    extra: Literal["for", "against"] | None = None
    extra_seat: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """The votes, counted against everything that the rule asks for.

    ``needs`` are the majorities that were counted: the first set of them that is
    reached, or the rule's own; ``bases`` their counts. ``refused`` says whether the
    votes against reached what rejects a motion.
    """

    needs: tuple[Majority, ...]
    bases: tuple[BaseCount, ...]
    parts: tuple[PartCount, ...]
    vetoed_by: tuple[str, ...]
    refused: bool = False

    @property
    def is_carried(self) -> bool:
        """Whether every majority is reached, every part holds, and nobody vetoed."""
        return (
            all(base.met for base in self.bases)
            and all(part.met for part in self.parts)
            and not self.vetoed_by
        )

    @property
    def is_tied(self) -> bool:
        """Whether as many are for as against, in what the first majority counts."""
        first = self.bases[0]
        return first.for_ == first.against != 0

    @property
    def is_split(self) -> bool:
        """Whether there are votes on both sides, in what the first majority counts."""
        first = self.bases[0]
        return first.for_ != 0 and first.against != 0

    @property
    def has_none_for(self) -> bool:
        """Whether nobody voted for, in what the first majority counts."""
        return self.bases[0].for_ == 0


def count(poll: Poll) -> Counted:
    """Count one item's votes."""
    weighed = _weighed(poll)
    in_favour = [
        Seen(member=each.member)
        for each in poll.standings
        if each.seat in poll.said and poll.said[each.seat].choice == "for"
    ]
    board = Board(charter=poll.charter, members=members_of(poll.standings))
    needs, bases = _reached(poll, weighed)
    against = [_count_base(poll, each, weighed, of="against") for each in poll.rule.against]
    return Counted(
        needs=needs,
        bases=bases,
        parts=(
            *count_parts(poll.rule.parts, in_favour, board),
            *(_count_limit(poll, limit, weighed) for limit in poll.rule.limits),
        ),
        refused=bool(against) and all(each.met for each in against),
        vetoed_by=tuple(
            each.seat
            for each in poll.standings
            if each.seat in poll.said
            and poll.said[each.seat].choice == "against"
            and any(fits(who, Seen(member=each.member)) for who in poll.rule.vetoes)
        ),
    )


def with_all_for(poll: Poll) -> Poll:
    """Return the poll as if every seat that may vote and is there had voted for."""
    said = {
        each.seat: Said(choice="for")
        for each in poll.standings
        if each.may_vote and each.seat in poll.present
    }
    return replace(poll, said=said)


def tally(standings: Iterable[Standing], said_by: Mapping[str, Said]) -> Tally:
    """Count the filled voting seats by what they did."""
    counts = dict.fromkeys(("for", "against", "abstain"), 0)
    deemed = dict.fromkeys(("for", "against", "abstain"), 0)
    silent = recused = excluded = 0
    for each in standings:
        said = said_by.get(each.seat)
        if not each.is_filled:
            continue
        if each.reason == "recused":
            recused += 1
        elif not each.may_vote:
            excluded += 1
        elif said is None:
            silent += 1
        elif said.is_deemed:
            deemed[said.choice] += 1
        else:
            counts[said.choice] += 1
    return Tally(
        for_=counts["for"],
        against=counts["against"],
        abstained=counts["abstain"],
        silent=silent,
        recused=recused,
        excluded=excluded,
        deemed_for=deemed["for"],
        deemed_against=deemed["against"],
        deemed_abstained=deemed["abstain"],
    )


def _reached(
    poll: Poll, weighed: Mapping[str, Exact]
) -> tuple[tuple[Majority, ...], tuple[BaseCount, ...]]:
    """Return the first set of majorities that is reached, with its counts; else the rule's own."""
    own = tuple(_count_base(poll, majority, weighed) for majority in poll.rule.needs)
    if all(base.met for base in own):
        return poll.rule.needs, own
    for needs in poll.rule.or_needs:
        bases = tuple(_count_base(poll, majority, weighed) for majority in needs)
        if all(base.met for base in bases):
            return needs, bases
    return poll.rule.needs, own


def _weighed(poll: Poll) -> Mapping[str, Exact]:
    rule = poll.rule
    counted: list[Majority | BallotLimit] = [*rule.needs, *rule.limits, *rule.against]
    for needs in rule.or_needs:
        counted += needs
    if all(each.unit != "weight" for each in counted):
        return {}
    active = poll.present | poll.said.keys()
    return weights(poll.charter, poll.standings, active, poll.here)


def _group(poll: Poll, who: Who) -> list[Standing]:
    """Return the voting seats of a group."""
    return [
        each
        for each in poll.standings
        if each.member.voting and fits(who, Seen(member=each.member))
    ]


def _count_limit(poll: Poll, limit: BallotLimit, weighed: Mapping[str, Exact]) -> PartCount:
    """Count the votes against, or the abstentions, against the most that there may be."""
    voters = _voters(poll, limit.unit, _group(poll, limit.who), weighed)
    found = _sum(voters, limit.choice)
    base = _base(poll, limit.base, voters, with_abstentions=limit.choice == "abstain")
    if limit.unit == "weight":
        room = mark(limit.most, base)
        passed = limit.most.reach == "more_than"
        met = found < room if passed else found <= room
    else:
        room = Exact(most_whole(limit.most, int(base)))
        met = found <= room
    return PartCount(
        part=f"{limit.choice}-limit",
        found=number(found),
        needed=number(room),
        reach="at_most",
        met=met,
    )


def _count_base(
    poll: Poll,
    majority: Majority,
    weighed: Mapping[str, Exact],
    of: Literal["for", "against"] = "for",
) -> BaseCount:
    group = _group(poll, majority.who)
    voters = _voters(poll, majority.unit, group, weighed)
    for_ = _sum(voters, "for")
    against = _sum(voters, "against")
    if poll.rule.abstain == "against":
        against += _sum(voters, "abstain")
    base = _base(poll, majority.base, voters)
    second = poll.extra if _has_extra(poll, majority, group) else None
    extra = int(second is not None)
    for_ += second == "for"
    against += second == "against"
    # Seats present are people in a room: a second vote makes them no more.
    if majority.base == "cast" or (majority.base == "present" and not poll.at_meeting):
        base += extra
    if of == "against":
        for_, against = against, for_
    return _judged(majority, for_, against, base)


def _has_extra(poll: Poll, majority: Majority, group: Sequence[Standing]) -> bool:
    """Whether a chair's second vote counts in a majority: not in that of others' group."""
    if majority == poll.rule.needs[0] or majority.who == Who():
        return True
    return any(each.seat == poll.extra_seat for each in group)


def _judged(majority: Majority, for_: Exact, against: Exact, base: Exact) -> BaseCount:
    whole = majority.unit != "weight"
    needed = needed_of(majority.threshold, base, whole=whole)
    if not needed.amount:
        # No share of nothing adopts a motion: something must be for it.
        needed = Needed(amount=Exact(1)) if whole else Needed(amount=_NOTHING, passes=True)
    return BaseCount(
        unit=majority.unit,
        of=majority.base,
        count=number(base),
        needed=number(needed.amount),
        for_=number(for_),
        against=number(against),
        met=needed.is_reached(for_),
        passes=needed.passes,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Voter:
    """Whoever has one vote, or one weight: some seats together, and what they said."""

    weight: Exact
    choice: Choice | None
    is_filled: bool
    is_entitled: bool
    is_present: bool


def _voters(
    poll: Poll, unit: CountedAs, group: Sequence[Standing], weighed: Mapping[str, Exact]
) -> list[_Voter]:
    match unit:
        case "seat":
            return [_one(poll, (each,), Exact(1)) for each in group]
        case "weight":
            return [_one(poll, (each,), weighed[each.seat]) for each in group]
        case "person":
            return [_one(poll, seats, Exact(1)) for seats in _by_person(group)]
        case "party":
            return [_one(poll, seats, Exact(1)) for seats in _by_party(group)]
        case _:
            assert_never(unit)


def _by_person(group: Iterable[Standing]) -> Iterable[tuple[Standing, ...]]:
    """Gather the seats of each person of a party; a vacant seat is a person to come."""
    people: dict[tuple[str, str], list[Standing]] = {}
    for each in group:
        person = each.member.person
        key = (each.member.party, f" {each.seat}" if person is None else person)
        people.setdefault(key, []).append(each)
    return map(tuple, people.values())


def _by_party(group: Iterable[Standing]) -> Iterable[tuple[Standing, ...]]:
    parties: dict[str, list[Standing]] = {}
    for each in group:
        parties.setdefault(each.member.party, []).append(each)
    return map(tuple, parties.values())


def _one(poll: Poll, seats: Sequence[Standing], weight: Exact) -> _Voter:
    counts_in = {"may-vote"} if poll.rule.recused == "out" else {"may-vote", "recused"}
    return _Voter(
        weight=weight,
        choice=_choice(poll, seats),
        is_filled=any(each.is_filled for each in seats),
        is_entitled=any(each.reason in counts_in for each in seats),
        is_present=any(
            each.seat in poll.said or (each.seat in poll.present and each.reason in counts_in)
            for each in seats
        ),
    )


def _choice(poll: Poll, seats: Sequence[Standing]) -> Choice | None:
    if len(seats) == 1:
        said = poll.said.get(seats[0].seat)
        return None if said is None else said.choice
    return bloc_choice(
        poll.rule.bloc,
        {each.seat: poll.said[each.seat].choice for each in seats if each.seat in poll.said},
    )


def bloc_choice(bloc: Bloc, choices: Mapping[str, Choice]) -> Choice | None:
    """Return the one vote that several seats' ballots make; None where none was cast."""
    if not choices:
        return None
    made: Choice | None = None
    for_ = sum(choice == "for" for choice in choices.values())
    against = sum(choice == "against" for choice in choices.values())
    if bloc.how == "lead":
        led = (choices[seat] for seat in bloc.leads if seat in choices)
        made = next(led, None)
    elif bloc.how == "majority":
        made = "for" if for_ > against else "against" if against > for_ else None
        if not for_ and not against:
            made = "abstain"
    elif len(set(choices.values())) == 1:
        made = next(iter(choices.values()))
    if made is None and bloc.divided != "none":
        return bloc.divided
    return made


def _sum(voters: Iterable[_Voter], choice: Choice) -> Exact:
    return sum((voter.weight for voter in voters if voter.choice == choice), _NOTHING)


def _base(
    poll: Poll, base: MajorityBase, voters: Sequence[_Voter], *, with_abstentions: bool = False
) -> Exact:
    match base:
        case "cast":
            counted = {"for", "against"}
            if with_abstentions or poll.rule.abstain in {"cast", "against"}:
                counted.add("abstain")
            held = [voter for voter in voters if voter.choice in counted]
        case "present":
            held = [voter for voter in voters if voter.is_present]
        case "entitled":
            held = [voter for voter in voters if voter.is_entitled]
        case "filled":
            held = [voter for voter in voters if voter.is_filled]
        case "all_seats":
            held = list(voters)
        case _:
            assert_never(base)
    return sum((voter.weight for voter in held), _NOTHING)
