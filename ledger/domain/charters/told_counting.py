"""Quorum, votes, weights and ballots in words."""

from collections.abc import Iterator

from ledger.domain.charters.occasions import when
from ledger.domain.charters.phrases import (
    UNITS,
    WORDS,
    both,
    counted,
    is_one,
    most,
    office,
    offices,
    part,
    period,
    threshold,
    who,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import BallotLimit, Bloc, Casting, Majority, Quorum, Vote
from ledger.domain.kinds.charter.terms import Who

_QUORUM_BASES = {
    "all_seats": "all {who}, vacant ones too",
    "filled": "the filled {who}",
    "entitled": "the {who} that may vote on the matter",
}
_VOTE_BASES = {
    "cast": "the votes cast by the {who}",
    "present": "the {who} present or voting",
    "entitled": "the {who} that may vote on the matter",
    "filled": "the filled {who}, recused and suspended ones too",
    "all_seats": "all {who}, vacant and recused ones too",
}
_LEFT_OVER = {
    "stays": "stays theirs, unused",
    "rule": "goes to the others of the same rule",
    "all": "goes to all others",
}


def quorum(charter: Charter) -> Iterator[str]:
    """Say how many must be present."""
    if not charter.quorum:
        yield "No quorum is asked for."
    elif len(charter.quorum) > 1:
        yield "The first of these rules that fits a matter holds; what none fits needs no quorum."
    for rule in charter.quorum:
        yield from _quorum(rule)


def _quorum(rule: Quorum) -> Iterator[str]:
    of = _base(_QUORUM_BASES[rule.base], rule.unit, rule.who)
    needed = f"no number of {of} is asked for"
    if rule.threshold is not None:
        needed = f"present must be {threshold(rule.threshold, of)}"
    recused = "counts" if rule.recused == "present" else "does not count"
    tested = {
        "decision": "it is tested when the decision is taken",
        "opening": "once reached while the meeting is open, it lasts",
    }[rule.tested]
    yield f"Rule {rule.rule}{when(rule.when)}: {needed}."
    yield from (f"Rule {rule.rule}: moreover, {part(each, 'present')}." for each in rule.parts)
    rests = "counts" if rule.suspended == "present" else "does not count"
    yield (
        f"Rule {rule.rule}: a recused seat {recused} as present; one whose vote rests {rests};"
        f" {tested}."
    )
    if rule.floor is not None:
        yield f"Rule {rule.rule}: it lasts while there are {threshold(rule.floor, of)}."
    if rule.deemed == "present":
        yield f"Rule {rule.rule}: in writing, silence that is deemed a vote makes presence."
    if rule.within_minutes is not None:
        minutes = counted(rule.within_minutes, "minute")
        yield f"Rule {rule.rule}: it must be reached within {minutes} of the appointed hour."


def _base(words: str, unit: str, group: Who) -> str:
    """Say what a number is of."""
    return UNITS[unit] + words.format(who=who(group))


def votes(charter: Charter) -> Iterator[str]:
    """Say what a motion needs, and what it means when it does not get it."""
    if len(charter.votes) > 1:
        yield "The first of these rules that fits a matter holds; what none fits cannot be decided."
    for rule in charter.votes:
        needs = "; or else by ".join(map(_set, (rule.needs, *rule.or_needs)))
        adopted = "adopted" if rule.carried == "adopted" else "carried to the next stage"
        yield f"Rule {rule.rule}{when(rule.when)}: a motion is {adopted} by {needs}."
        yield from (f"Rule {rule.rule}: {each}." for each in _vote(rule))


def _set(needs: tuple[Majority, ...]) -> str:
    return "; and by ".join(map(_majority, needs))


def _limit(limit: BallotLimit) -> str:
    what = "votes against" if limit.choice == "against" else "abstentions"
    of = _base(_VOTE_BASES[limit.base], limit.unit, limit.who)
    return f"there may be no more {what} than {most(limit.most, of)}"


def _vote(rule: Vote) -> Iterator[str]:
    if rule.voters is not None:
        yield f"only the {who(rule.voters)} {'takes' if is_one(rule.voters) else 'take'} part"
    yield from (_limit(each) for each in rule.limits)
    yield from (f"moreover, {part(each, 'for it')}" for each in rule.parts)
    yield from (f"one vote against of the {who(each)} fails it" for each in rule.vetoes)
    silent = "silence is no vote"
    if rule.silence != "none":
        said = "an abstention" if rule.silence == "abstain" else rule.silence
        silent = f"silence is deemed {said}, and shown as deemed"
    stays = "is in no base but that of filled or of all seats"
    if rule.recused == "in":
        stays = "stays in the base"
    yield f"{abstention(rule)}; {silent}; a recused seat {stays}"
    if rule.bloc != Bloc() or any(need.unit in {"party", "person"} for need in rule.needs):
        yield _bloc(rule.bloc)
    if rule.nonvoting is not None:
        votes = "votes" if is_one(rule.nonvoting) else "vote"
        yield f"the {who(rule.nonvoting)} {votes} only to break a tie"
    yield from _failures(rule)


def abstention(rule: Vote) -> str:
    """Say what an abstention does to a motion, once for all that it needs."""
    if rule.abstain != "not_cast":
        return {
            "cast": "an abstention counts as a vote cast, and so works like a no",
            "against": "an abstention counts as a vote against",
            "barred": "nobody may abstain",
        }[rule.abstain]
    in_cast = {need.base == "cast" for needs in (rule.needs, *rule.or_needs) for need in needs}
    if in_cast == {True}:
        return "an abstention is no vote cast"
    if in_cast == {False}:
        return "an abstention works like a no"
    return "an abstention is no vote cast, and works like a no where more than those are counted"


def _majority(need: Majority) -> str:
    named = f" ({need.name})" if need.name is not None else ""
    said = threshold(need.threshold, _base(_VOTE_BASES[need.base], need.unit, need.who))
    return f"{said}{named}"


def _bloc(bloc: Bloc) -> str:
    how = {
        "unanimous": "what all who voted agree on",
        "majority": "what most of those who voted for or against say",
        "lead": "what the first of its lead seats to vote says",
    }[bloc.how]
    leads = f" (leads: {', '.join(bloc.leads)})" if bloc.leads else ""
    divided = {
        "abstain": "it is an abstention",
        "against": "it is against",
        "none": "there is none",
    }[bloc.divided]
    return f"where several seats have one vote, it is {how}{leads}; without that {divided}"


def _failures(rule: Vote) -> Iterator[str]:
    if rule.casting is not None:
        yield _casting(rule.casting)
    if rule.tie is not None:
        yield f"on a tie {WORDS[rule.tie]}"
    if rule.split is not None:
        yield f"with votes on both sides that are not enough, {WORDS[rule.split]}"
    if rule.none_for is not None:
        yield f"when nobody votes for it, {WORDS[rule.none_for]}"
    yield from (f"votes against by {_majority(each)} reject it" for each in rule.against)
    yield f"a motion that fails otherwise: {WORDS[rule.failed]}"


def _casting(casting: Casting) -> str:
    by = offices(casting.by)
    if len(casting.by) > 1:
        by = f"the first who can of {both(map(office, casting.by))}"
    what = "a tie" if casting.on == "tie" else "whatever falls short, tied or not,"
    if casting.how == "own":
        said = f"{what} is decided by the ballot that {by} cast"
    else:
        said = f"{what} is decided by a second vote of {by}"
    return (
        said
        + {
            "either": "",
            "voted": ", who must have voted",
            "not_voted": ", who must not have voted",
        }[casting.if_voted]
    )


def weights(charter: Charter) -> Iterator[str]:
    """Say what votes weigh."""
    if len(charter.weights) > 1:
        yield "The first of these rules that means a seat gives its weight."
    for rule in charter.weights:
        share = f"{'weighs' if is_one(rule.who) else 'each weigh'} {rule.weight}"
        if rule.shared == "pool":
            one = is_one(rule.who)
            share = f"{'holds' if one else 'share equally'} a pooled weight of {rule.weight}"
        among = {
            "filled": "all that are filled",
            "entitled": "those that may vote on the matter",
            "present": "those present or voting",
        }[rule.among]
        of = f", among {among}" if rule.shared == "pool" or rule.among != "filled" else ""
        yield (
            f"The {who(rule.who, joined=both)} {share}{of}{when(rule.when)};"
            f" an absent holder's weight {_LEFT_OVER[rule.absent]}; a suspended holder's weight"
            f" {'counts for nothing' if rule.suspended == 'stays' else _LEFT_OVER[rule.suspended]}."
        )


def ballots(charter: Charter) -> Iterator[str]:
    """Say how ballots are cast."""
    rule = charter.ballots
    if not rule.changeable:
        yield "A ballot that was cast is not replaced."
    else:
        yield "A ballot may be replaced; the last one counts."
    if rule.freeze is not None:
        yield f"Ballots are frozen {period(rule.freeze)} before the end of the poll."
