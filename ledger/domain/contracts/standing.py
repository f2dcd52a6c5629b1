"""Who the parties of a contract are on a day, and how another company takes a party's place.

A novation is signed for one party, and endorsed by every other and by the
company that joins. It may apply from any day. Whoever joins reads the contract
and its changes from their beginning, and so must be able to read what they rely on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ledger.domain.audience import meant_for
from ledger.domain.common import check_relies_on
from ledger.domain.companies import check_unmerged
from ledger.domain.contracts.agreements import ContractMatter, Novation, Place, change_of
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.folding import folded, text_before
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.texts import ContractText, NotAPartyError
from ledger.domain.enrolment import demand_party
from ledger.domain.kinds.change import ChangeRegistered, ChangeTerms
from ledger.domain.kinds.contract import SignatureRef
from ledger.domain.kinds.lifecycle import ContractNovated, ReaderAdmitted
from ledger.domain.succession import in_place
from ledger.domain.world import Act, EndorserGroup, FollowUp, World
from ledger.errors import RefusedError
from ledger.evidence.statement import PartySlug, StreamName


class JoinsAlreadyError(RefusedError):
    """Whoever takes a party's place in a contract is no party of it."""

    code = "party-already"
    message = "{party} is a party of {stream} already"


def parties_of(contract: ContractMatter, on: date) -> tuple[str, ...]:
    """Return a contract's parties on a day: those of its text, after the novations by then.

    The day is one of the contract's own time zone.
    """
    return parties_then(contract.terms.parties, contract.novations, on)


def parties_now(contract: ContractMatter, act: Act) -> tuple[str, ...]:
    """Return a contract's parties on the day of an act."""
    return parties_of(contract, local_day(act.at, contract.terms.tz))


def signers_of(contract: ContractMatter, on: date) -> tuple[str, ...]:
    """Return who signs a change on a day: the parties, and who will be one by what is agreed.

    What is changed until they join passes to them, so that nobody changes it without them.
    """
    joining = (each.joins for each in contract.novations if each.on > on)
    return tuple(dict.fromkeys((*parties_of(contract, on), *joining)))


def signers_now(contract: ContractMatter, act: Act) -> tuple[str, ...]:
    """Return who signs a change on the day of an act."""
    return signers_of(contract, local_day(act.at, contract.terms.tz))


def parties_then(
    parties: tuple[str, ...], novations: Iterable[Novation], on: date
) -> tuple[str, ...]:
    """Return who stands, by novations, in the places of parties on a day."""
    for each in sorted(novations, key=lambda each: (each.on, each.place.leaf_index)):
        if each.on <= on:
            parties = tuple(each.joins if party == each.leaves else party for party in parties)
    return parties


def text_to_change(
    world: World, contract: ContractMatter, act: Act, terms: ChangeTerms, on: date | None
) -> ContractText:
    """Return the text that a change words anew, with those of its parties whom it can name.

    Never to be changed in place: it may be the one that was folded last.
    ``on`` is from when it applies, None while that is open. Who is party today agrees
    to it and is named in it, whatever earlier day it applies from; of a later day those
    are who will be. A company that leaves a place on the way from the one day to the
    other is not named: nobody could tell which place is meant. Of what waits for a
    condition the day is open, so that it names nobody who ever leaves one.
    """
    if not contract.novations:
        return folded(world, contract).text
    today = local_day(act.at, contract.terms.tz)
    if on is None and terms.effective_rule == "condition":
        text = folded(world, contract).text.copy()
        text.parties = _who_stays(contract, today, date.min, date.max)
        return text
    since = today if on is None else on
    day = max(since, today)
    text = text_before(world, contract, day)
    text.parties = _who_stays(contract, day, since, day)
    return text


def _who_stays(contract: ContractMatter, day: date, since: date, until: date) -> tuple[str, ...]:
    """Return the parties of a day without those who leave a place between two days."""
    left = {each.leaves for each in contract.novations if since < each.on <= until}
    return tuple(each for each in parties_of(contract, day) if each not in left)


def check_novation(world: World, act: Act, contract: ContractMatter, body: ContractNovated) -> None:
    """Accept that a company takes a party's place from a day on.

    Raises:
        NotAPartyError: Whoever leaves is no party that day, or is none any more.
        JoinsAlreadyError: Whoever joins is one.
        EffectiveOrderError: One of the two joins or leaves later, by what was agreed before.
        PartyUnknownError, PartyMergedError: There is no such company, or no longer.
        AudienceGapError: It may not read something that the contract relies on.
    """
    for parties in (parties_of(contract, body.on), parties_of(contract, date.max)):
        if body.leaves not in parties:
            raise NotAPartyError(party=body.leaves, stream=contract.stream)
        if body.joins in parties:
            raise JoinsAlreadyError(party=body.joins, stream=contract.stream)
    _check_order(contract, body)
    demand_party(world, body.joins)
    check_unmerged(world, PartySlug(body.joins), act.at.date())
    joins = frozenset({PartySlug(body.joins)})
    for stream in sorted(set(_relied_on(world, contract))):
        check_relies_on(world, act, stream, joins)


def _check_order(contract: ContractMatter, body: ContractNovated) -> None:
    """Accept novations of a company in the order in which they are agreed."""
    for each in contract.novations:
        for company in (body.leaves, body.joins):
            if company in (each.leaves, each.joins) and body.on < each.on:
                raise EffectiveOrderError(
                    item=f"party/{company}", earlier=each.on.isoformat(), on=body.on.isoformat()
                )


def _relied_on(world: World, contract: ContractMatter) -> Iterator[StreamName]:
    """Yield the streams without which an executed contract and its changes cannot be judged."""
    if contract.terms.parent is not None:
        yield StreamName(contract.terms.parent)
    rules = (*contract.terms.change_authority, *folded(world, contract).text.authority)
    yield from (StreamName(rule.by) for rule in rules if rule.by.startswith("board/"))
    for stream, _ in contract.changes:
        executed = change_of(world, stream).executed
        assert executed is not None, "the contract's stream speaks of executed changes"
        if isinstance(executed, ChangeRegistered):
            decision = executed.decision
        else:
            decision = executed.authority.decision
        if decision is not None:
            yield StreamName(decision)


def novation_endorsers(
    world: World, act: Act, contract: ContractMatter, body: ContractNovated
) -> tuple[EndorserGroup, ...]:
    """Return every other party, who will be one by what is agreed, and whoever joins.

    So nobody is moved out of a place, their own or one to come, without being asked.
    One company joins once for all its places.
    Whoever joins need not be a reader yet: they endorse what the parties showed
    them, and read the whole contract once everybody has joined.
    """
    concerned = (*signers_now(contract, act), body.joins)
    companies = {in_place(world, party, act.at.date()): None for party in concerned}
    return tuple(
        EndorserGroup(capacities=frozenset({"signatory"}), parties=frozenset({company}))
        for company in companies
        if company != act.statement.signer.party
    )


def evolve_parties(
    contract: ContractMatter, act: Act, body: ContractNovated | ReaderAdmitted
) -> ContractMatter:
    """Return the contract after a company has taken a party's place; who reads is the stream's."""
    if isinstance(body, ReaderAdmitted):
        return contract
    signer = act.statement.signer
    assert signer.party is not None, "checked: someone of a party"
    novation = Novation(
        leaves=body.leaves,
        joins=body.joins,
        on=body.on,
        after=contract.newest_step,
        place=Place.of(act),
        signed=SignatureRef(party=signer.party, person=signer.person, statement=act.digest),
        executed_on=local_day(act.at, contract.terms.tz),
    )
    return replace(contract, novations=(*contract.novations, novation))


def novation_follow_ups(world: World, act: Act, body: ContractNovated) -> tuple[FollowUp, ...]:
    """Say that whoever joins may read the contract, where they could not yet."""
    stream = world.stream(act.statement.stream)
    assert stream is not None, "the novation stands in it"
    audience = meant_for(world, stream)
    if audience is None or body.joins in audience:
        return ()
    admitted = ReaderAdmitted(party=body.joins)
    return (
        FollowUp(stream=stream.name, kind="reader.admitted.v1", subject=act.digest, body=admitted),
    )
