"""Satisfiability by trial: with everything in its favour, the board must be able to decide.

What members may yet declare, hold or do is taken at its best: the charter is tried
without what only they can meet, everybody there and everybody for. What fails even
so can never be adopted. Upper bounds are looked at elsewhere, number by number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, product

from ledger.domain.charters.names import ways
from ledger.domain.charters.places import could_mean, every, voting
from ledger.domain.charters.relaxing import relaxed
from ledger.domain.counting import days
from ledger.domain.counting.facts import (
    Ballot,
    Done,
    Earlier,
    Facts,
    Matter,
    Meeting,
    Member,
    Movement,
    Objection,
    Staged,
)
from ledger.domain.counting.powers import money
from ledger.domain.counting.selection import Circumstances, bounds_of, first_fitting
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Limit, Mode, Office, Procedure, When
from ledger.domain.voting import outcome

# The clock of a trial: any would do, none is read.
_OPENED = datetime(2026, 3, 2, 12, tzinfo=UTC)
_BUDGET = 10**12
# So many attempts are looked at; what a vaster charter leaves untried is not held against it.
_ATTEMPTS_MAX = 20_000
# Stands for every class of matter that the charter does not name.
_ANY_CLASS = "other"
_ADOPTED = frozenset({"adopted", "adopted_with_conditions"})
_CLOSED = frozenset({"ultra_vires", "inadmissible"})
_OFFICES: frozenset[Office] = frozenset({"chair", "vice_chair", "co_chair", "secretary"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One way in which a matter can be put."""

    class_: str
    procedure: Procedure
    topics: frozenset[str] = frozenset()
    meeting: str | None = None
    stage: int = 1
    is_reconvened: bool = False
    amount: Money | None = None

    @property
    def said(self) -> str:
        """The attempt in words."""
        way = {
            "meeting": "at a meeting",
            "written": "in writing",
            "no_objection": "by silence",
            "interim": "by an officer alone",
        }[self.procedure]
        more = f" of class {self.meeting}" if self.meeting else ""
        more += " that was reconvened" if self.is_reconvened else ""
        more += f" at stage {self.stage}" if self.stage > 1 else ""
        more += f" on {', '.join(sorted(self.topics))}" if self.topics else ""
        kind = "a matter" if self.class_ == _ANY_CLASS else f"a matter of class {self.class_}"
        kind += "" if self.amount is None else f" worth {money(self.amount)}"
        return f"{kind} {way}{more}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What came of an attempt: the word, the rules it fell under, and why it failed.

    A first reading that is carried counts as adopted, and does not end the matter.
    """

    attempt: Attempt
    word: str
    vote_rule: str | None
    quorum_rule: str | None
    deferring: bool
    ends: bool = False
    why: str = ""


def trial_problems(charter: Charter) -> Iterator[str]:
    """Yield matters that can never be adopted, procedures and stages that never lead anywhere."""
    tried = tuple(try_all(charter))
    seen: set[tuple[str | None, ...]] = set()
    for each in tried:
        if each.word in _ADOPTED | _CLOSED:
            continue
        key = (each.vote_rule, each.quorum_rule, each.attempt.procedure, each.why)
        if key not in seen:
            seen.add(key)
            yield (
                f"{each.attempt.said} can never be adopted: with everybody there and for"
                f" it is {each.word}: {each.why}"
            )
    was_cut = next(islice(attempts(charter), _ATTEMPTS_MAX, None), None) is not None
    if not seen and not was_cut:
        yield from _closed_problems(charter, tried)
        yield from _stage_problems(charter, tried)


def _closed_problems(charter: Charter, tried: Sequence[Tried]) -> Iterator[str]:
    """Find what no way leads to, though each rule by itself could be met."""
    open_ = [each.attempt for each in tried if each.word in _ADOPTED]
    for procedure in ways(charter.procedures):
        if _waits_for_members(getattr(getattr(charter.procedures, procedure), "when", None)):
            continue
        if all(each.procedure != procedure for each in open_):
            why = next((each.why for each in tried if each.attempt.procedure == procedure), "")
            yield f"the procedure {procedure} can decide nothing: {why}"
    classes = [right.class_ for right in charter.powers.rights]
    if charter.amendment.by == "decision" and charter.amendment.class_ is not None:
        classes.append(charter.amendment.class_)
    kinds = _class_kinds(charter)
    for name in dict.fromkeys(classes):
        alike = kinds[_class_sort(charter, name)]
        if not any(each.ends and each.attempt.class_ == alike for each in tried):
            why = next((each.why for each in tried if each.attempt.class_ == alike), "")
            yield f"the board may decide {name}, and no procedure lets it: {why}"


def _waits_for_members(when: When | None) -> bool:
    """Whether a condition asks who left or withdrew, which no trial with everybody there shows."""
    return when is not None and bool(when.recused or when.vacancies or when.filled)


def _stage_problems(charter: Charter, tried: Sequence[Tried]) -> Iterator[str]:
    stages = {1, *(rule.stage for rule in charter.procedures.stages)}
    put_off = {each.attempt.stage for each in tried if each.deferring and each.word in _ADOPTED}
    silent = charter.procedures.no_objection
    if silent is not None and silent.then == "deferred":
        put_off.add(1)
    for stage in sorted(put_off):
        if stage + 1 not in stages:
            yield f"what is deferred at stage {stage} has no stage {stage + 1} to go to"
    for stage in sorted(stages - {1}):
        if stage - 1 not in stages:
            yield f"stage {stage} comes after stage {stage - 1}, which the charter does not have"


def try_all(charter: Charter) -> Iterator[Tried]:
    """Try one attempt of each sort that the charter tells apart."""
    at_meeting, in_writing = relaxed(charter), relaxed(charter, keeps_mode=True)
    seen: set[tuple[object, ...]] = set()
    for attempt in islice(attempts(charter), _ATTEMPTS_MAX):
        here = circumstances_of(charter, attempt)
        vote, quorum = first_fitting(charter.votes, here), first_fitting(charter.quorum, here)
        rules = (vote and vote.rule, quorum and quorum.rule)
        key = (*rules, attempt.procedure, attempt.stage, attempt.class_, attempt.topics)
        if key not in seen:
            seen.add(key)
            tried_on = at_meeting if attempt.procedure == "meeting" else in_writing
            yield _try(tried_on, attempt)


def circumstances_of(charter: Charter, attempt: Attempt) -> Circumstances:
    """Return what rules are asked about an attempt, with every voting seat filled."""
    amount = attempt.amount
    return Circumstances(
        class_=attempt.class_,
        procedure=attempt.procedure,
        topics=attempt.topics,
        meeting=attempt.meeting,
        stage=attempt.stage,
        is_reconvened=attempt.is_reconvened,
        filled=len(voting(charter)),
        amount=amount,
        added=amount,
        budget=None if amount is None else Money(minor=_BUDGET, currency=amount.currency),
    )


def _try(charter: Charter, attempt: Attempt) -> Tried:
    found = outcome(charter, favourable(charter, attempt), _OPENED)
    here = circumstances_of(charter, attempt)
    failed = [line.text for line in found.explanation if line.verdict == "not_met"]
    rule, quorum = first_fitting(charter.votes, here), first_fitting(charter.quorum, here)
    words = set() if rule is None else {rule.tie, rule.split, rule.failed, rule.none_for}
    carried = "adopted" if rule is None else rule.carried
    word = "adopted" if found.outcome == carried == "deferred" else found.outcome
    return Tried(
        attempt=attempt,
        word=word,
        ends=word in _ADOPTED and found.outcome != "deferred",
        vote_rule=None if rule is None else rule.rule,
        quorum_rule=None if quorum is None else quorum.rule,
        deferring="deferred" in {*words, carried} and attempt.procedure in {"meeting", "written"},
        why=failed[0] if failed else found.explanation[-1].text,
    )


def attempts(charter: Charter) -> Iterator[Attempt]:
    """Yield every way in which a matter can be put, one of each sort."""
    classes = tuple(_class_kinds(charter).values())
    topics = (frozenset[str](), *(frozenset({each}) for each in _topic_kinds(charter)))
    amounts: tuple[Money | None, ...] = (None, *_amounts(charter))
    stages = (1, *(rule.stage for rule in charter.procedures.stages))
    for procedure in ways(charter.procedures):
        meetings: tuple[str | None, ...] = (None,)
        reconvened: tuple[bool, ...] = (False,)
        if procedure == "meeting":
            rule = charter.procedures.meeting
            assert rule is not None, "the charter has meetings"
            named = [each for _, when in every(charter, When) for each in when.meetings]
            meetings = tuple(each.class_ for each in rule.classes) or (None, *dict.fromkeys(named))
            reconvened = (False, True)
        for class_, topic, amount, meeting, stage, again in product(
            classes, topics, amounts, meetings, stages, reconvened
        ):
            yield Attempt(
                class_=class_,
                procedure=procedure,  # type: ignore[arg-type]
                topics=topic,
                meeting=meeting,
                stage=stage,
                is_reconvened=again,
                amount=amount,
            )


def _class_sort(charter: Charter, name: str) -> tuple[object, ...]:
    """Return what tells a class of matter from others: where the charter names it."""
    whens = tuple(
        (name in when.classes, name in when.except_classes) for _, when in every(charter, When)
    )
    rights = tuple(
        (right.topics, repr(right.up_to)) for right in charter.powers.rights if right.class_ == name
    )
    return whens, rights


def _class_kinds(charter: Charter) -> dict[tuple[object, ...], str]:
    """Return one class of matter of each sort."""
    rights = [right.class_ for right in charter.powers.rights]
    named = [
        name for _, when in every(charter, When) for name in (*when.classes, *when.except_classes)
    ]
    amendment = charter.amendment.class_
    found: dict[tuple[object, ...], str] = {}
    # Without rights the board decides whatever it is asked, of classes not named too.
    for name in (*rights, *([] if rights else named), *([] if rights else [_ANY_CLASS])):
        found.setdefault(_class_sort(charter, name), name)
    if amendment is not None:
        found.setdefault(_class_sort(charter, amendment), amendment)
    return found


def _topic_kinds(charter: Charter) -> tuple[str, ...]:
    """Return one topic of each sort that the charter tells apart."""
    whens = [
        topics for _, when in every(charter, When) for topics in (when.topics, when.except_topics)
    ]
    rights = [right.topics for right in charter.powers.rights]
    found: dict[tuple[bool, ...], str] = {}
    for name in dict.fromkeys(name for topics in (*whens, *rights) for name in topics):
        found.setdefault(tuple(name in topics for topics in (*whens, *rights)), name)
    return tuple(found.values())


def _amounts(charter: Charter) -> tuple[Money, ...]:
    """Return an amount just above each limit for which a rule asks."""
    found: dict[tuple[int, str], Money] = {}
    asked = [each for _, when in every(charter, When) for each in (when.above, when.up_to)]
    for limit in asked:
        if limit is None:
            continue
        budget = _budget(limit)
        bounds = [bound for bound in bounds_of(limit, budget) if bound is not None]
        over = max(bound // 1 for bound, _ in bounds) + 1
        made = Money(minor=int(over), currency=budget.currency)
        found[(made.minor, made.currency)] = made
    return tuple(found.values())


def _budget(limit: Limit) -> Money:
    return Money(minor=_BUDGET, currency="EUR" if limit.fixed is None else limit.fixed.currency)


def favourable(charter: Charter, attempt: Attempt) -> Facts:
    """Return the facts that speak for an attempt as much as facts can."""
    members = tuple(_members(charter))
    silent = charter.procedures.no_objection
    objecting: tuple[str, ...] = ()
    if attempt.procedure == "no_objection" and silent is not None and silent.then == "vote":
        could = [seat.seat for seat in voting(charter) if could_mean(silent.who, seat)]
        objecting = tuple(could[: silent.objects])
    amount = attempt.amount
    return Facts(
        members=members,
        matter=Matter(
            class_=attempt.class_,
            procedure=attempt.procedure,
            topics=attempt.topics,
            amount=amount,
            budget=None if amount is None else Money(minor=_BUDGET, currency=amount.currency),
        ),
        opened_at=_OPENED,
        poll_closed_at=_OPENED,
        meeting=_meeting(charter, attempt),
        ballots=tuple(
            Ballot(seat=each.seat, choice="for", at=_OPENED) for each in members if each.voting
        ),
        objections=tuple(Objection(seat=each, at=_OPENED) for each in objecting),
        formalities=tuple(_done(charter)),
        staged=Staged(stage=attempt.stage),
    )


def _members(charter: Charter) -> Iterator[Member]:
    """Yield every seat with a person of its own, who holds whatever office is asked for."""
    for seat in charter.seats:
        yield Member(
            seat=seat.seat,
            party=seat.party,
            voting=seat.voting,
            class_=seat.class_,
            weight=seat.weight,
            person=seat.seat,
            offices=_OFFICES,
        )


def _done(charter: Charter) -> Iterator[Done]:
    for rule in charter.procedures.formalities:
        for party in sorted({seat.party for seat in charter.seats}):
            yield Done(formality=rule.formality, at=_OPENED, party=party, offices=_OFFICES)


def _meeting(charter: Charter, attempt: Attempt) -> Meeting | None:
    at_meeting = charter.procedures.meeting
    if attempt.procedure != "meeting" or at_meeting is None:
        return None
    made = Meeting(class_=attempt.meeting, starts_at=_OPENED)
    made = replace(made, movements=tuple(_movements(charter, "in_person")))
    if attempt.is_reconvened:
        after = at_meeting.reconvene.after
        earlier = _OPENED - timedelta(minutes=1)
        while after is not None and not days.is_over(charter.calendar, earlier, after, _OPENED):
            earlier -= _step(_OPENED - earlier)
        made = replace(made, reconvenes=Earlier(starts_at=earlier, was_inquorate=True))
    return made


def _step(gone: timedelta) -> timedelta:
    """Look back hour by hour for two days, then day by day."""
    return timedelta(hours=1) if gone < timedelta(days=2) else timedelta(days=1)


def _movements(charter: Charter, mode: Mode) -> Iterator[Movement]:
    for seat in charter.seats:
        yield Movement(seat=seat.seat, is_in=True, at=_OPENED, mode=mode)
