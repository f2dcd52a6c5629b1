"""What one party can decide without the others, as far as seats and offices decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ledger.domain.charters.phrases import both
from ledger.domain.charters.places import voting
from ledger.domain.charters.trial import Attempt, attempts, circumstances_of, favourable
from ledger.domain.counting.scene import scenes_of
from ledger.domain.counting.selection import first_fitting
from ledger.domain.kinds.charter import Charter
from ledger.domain.voting import outcome

# So many ways are looked through, and so many tried, shared among the parties.
_ATTEMPTS_MAX = 2_000
_TRIALS_MAX = 600
# Said of a board that tells no matter and no meeting from others.
_ANY_MATTER = "a matter at a meeting"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sort:
    """A matter at a meeting, and the rules that hold for it and for all of its sort."""

    attempt: Attempt
    vote_rule: str
    quorum_rule: str | None


def alone_remarks(charter: Charter) -> Iterator[str]:
    """Yield for each party what it can adopt, or at least be quorate for, by itself."""
    parties = dict.fromkeys(seat.party for seat in voting(charter))
    if len(parties) < 2:  # noqa: PLR2004 -- whoever is alone has no others
        return
    sorts = tuple(islice(_sorts(charter), max(1, _TRIALS_MAX // len(parties))))
    for party in parties:
        adopted, quorate = [], []
        for each in sorts:
            word, is_quorate = _tried_alone(charter, each.attempt, party)
            if word == "adopted":
                adopted.append(each)
            elif is_quorate:
                quorate.append(each)
        if adopted:
            yield f"{party} alone can be quorate and adopt {_said(adopted, sorts)}."
        if quorate and not adopted:
            yield f"Nothing keeps {party} alone from being quorate for {_said(quorate, sorts)}."


def _sorts(charter: Charter) -> Iterator[_Sort]:
    """Yield one matter at a meeting for each pair of a vote and a quorum rule."""
    seen: set[tuple[str, str | None]] = set()
    for attempt in islice(attempts(charter), _ATTEMPTS_MAX):
        if attempt.procedure != "meeting":
            continue
        here = circumstances_of(charter, attempt)
        vote, quorum = first_fitting(charter.votes, here), first_fitting(charter.quorum, here)
        if vote is None:
            continue
        key = (vote.rule, None if quorum is None else quorum.rule)
        if key not in seen:
            seen.add(key)
            yield _Sort(attempt=attempt, vote_rule=key[0], quorum_rule=key[1])


def _said(found: Sequence[_Sort], sorts: Sequence[_Sort]) -> str:
    """Say what was found: any matter where none is told apart, else the rules and an instance."""
    instance = found[0].attempt.said
    if len(sorts) == 1 and instance == _ANY_MATTER:
        return instance
    rules = tuple(dict.fromkeys(each.vote_rule for each in found))
    every = {each.vote_rule for each in sorts}
    if len(found) == len(sorts):
        return f"whatever can be decided at a meeting, for instance {instance}"
    if len(every) == 1:
        return f"some matters, for instance {instance}"
    noun = "rule" if len(rules) == 1 else "rules"
    return f"matters under the vote {noun} {both(rules)}, for instance {instance}"


def _tried_alone(charter: Charter, attempt: Attempt, party: str) -> tuple[str, bool]:
    """Return what a matter comes to with one party there, and whether that is a quorum."""
    facts = favourable(charter, attempt)
    own = {seat.seat for seat in charter.seats if seat.party == party}
    assert facts.meeting is not None, "an attempt at a meeting has one"
    there = tuple(each for each in facts.meeting.movements if each.seat in own)
    facts = replace(
        facts,
        meeting=replace(facts.meeting, movements=there),
        ballots=tuple(each for each in facts.ballots if each.seat in own),
    )
    scene = scenes_of(charter, facts, facts.opened_at)[0]
    is_quorate = scene.quorum is not None and scene.quorum.met
    return outcome(charter, facts, facts.opened_at).outcome, is_quorate
