"""Whether a contract's text can stand: what is named is there, once, and adds up."""

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.domain.common import check_relies_on
from ledger.domain.contracts.agreements import IN_FORCE, ChangeMatter, ContractMatter
from ledger.domain.contracts.days import demand_zone
from ledger.domain.contracts.signing import (
    check_effective_rule,
    check_long_stop,
    check_party_member,
)
from ledger.domain.contracts.standing import parties_of, parties_then
from ledger.domain.contracts.summing import check_percentage, check_sums
from ledger.domain.contracts.texts import (
    ContractText,
    ItemTakenError,
    ItemUnknownError,
    check_currency,
    check_not_negative,
    check_party,
    check_payments,
    check_reserved,
    check_term,
)
from ledger.domain.directory import party_of, the_ledger
from ledger.domain.enrolment import PartyUnknownError
from ledger.domain.kinds.contract import (
    ContractDraftContinued,
    ContractRegistered,
    ContractTerms,
)
from ledger.domain.succession import line_of, readers_of, represented
from ledger.domain.world import EVERYONE, Act, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.canonical import Json, format_canonical, parse_canonical
from ledger.evidence.statement import PartySlug, StreamName

text_bytes_max = 4_000_000  # sixty-four parts of the largest statement

_STANDS_ALONE = "a project agreement stands alone"
_CONTINUED = tuple(name for name in ContractDraftContinued.__struct_fields__ if name != "part")


class AudienceFixedError(RefusedError):
    """Audiences never change by a draft: who reads a stream was said when it opened."""

    code = "audience-fixed"
    message = "{party} cannot read {stream}, so no draft of it can name them"


class ParentError(RefusedError):
    """A work order lives inside a master agreement that covers it (DOMAIN, rule 10)."""

    code = "parent-not-covering"
    message = "{stream} cannot be under {parent}: {problem}"


class PartError(RefusedError):
    """The parts of a long text come in their order, none twice, none left out."""

    code = "draft-part"
    message = "part {part} cannot follow, part {expected} comes next"


class PartSubjectError(RefusedError):
    """A part goes on with the draft that it names."""

    code = "draft-part-subject"
    message = "{subject} is not the draft that is being continued"


def audience_of_terms(terms: ContractTerms) -> frozenset[PartySlug]:
    """Return whom a contract is meant for: its parties and its readers."""
    return frozenset(map(PartySlug, (*terms.parties, *terms.readers)))


def check_terms(world: World, act: Act, terms: ContractTerms) -> None:
    """Accept the terms of a contract, whole.

    Raises:
        NotAPartyError: The signer's company is not a party, or one is named that is none.
        PartyUnknownError: A party or a reader is not admitted to the ledger.
        AudienceFixedError: A new draft names someone who cannot read the stream.
        ParentError, UnknownStreamError, AudienceGapError: What it relies on does not do.
        LongStopPassedError: Its condition can be met no more; paper tells of what was.
        RefusedError: One of texts.py's or signing.py's, by what does not hold.
    """
    check_names(world, act, terms)
    check_text_sound(terms)
    if not isinstance(act.body, ContractRegistered):
        check_long_stop(terms, act, terms.tz)


def check_names(world: World, act: Act, terms: ContractTerms) -> None:
    """Accept whom a contract names, and what it relies on.

    Raises:
        NotAPartyError, PartyUnknownError, AudienceFixedError, ParentError,
        UnknownStreamError, AudienceGapError: as ``check_terms``.
    """
    check_party_member(world, act, terms.parties)
    _check_readers(world, act, terms)
    _check_reliance(world, act, terms)


def check_text_sound(terms: ContractTerms) -> None:
    """Accept terms in which what is named is there, once, and adds up.

    Raises:
        RefusedError: One of texts.py's, days.py's or signing.py's.
    """
    check_effective_rule(terms)
    demand_zone(terms.tz)
    check_term(terms.term)
    _check_once(terms)
    text = ContractText.of(terms)
    for line in terms.budget:
        for amount in (line.fee, line.pass_through):
            check_currency(amount, terms.currency, f"line/{line.line}")
        check_not_negative(line)
    for credit in terms.credits:
        check_currency(credit.amount, terms.currency, f"credit/{credit.title}")
    for rule in terms.change_authority:
        check_currency(rule.up_to, terms.currency, f"change_authority/{rule.change_kind}")
    check_payments(text, terms.payments)
    for payment in terms.payments:
        check_percentage(text, payment)
    check_sums(text)
    check_reserved(text, terms.reserved)
    for party in _parties_named(terms):
        check_party(text, party)
    for clause in terms.survival:
        if clause not in text.clauses:
            raise ItemUnknownError(item=f"clause/{clause}")


def _check_once(terms: ContractTerms) -> None:
    seen: set[str] = set()
    for item in items_of_terms(terms):
        if item in seen:
            raise ItemTakenError(item=item)
        seen.add(item)


def items_of_terms(terms: ContractTerms) -> Iterator[str]:
    """Yield what the terms say, each under the name of its item."""
    yield from (f"party/{party}" for party in (*terms.parties, *terms.readers))
    for clause in terms.clauses:
        yield f"clause/{clause.id}"
        yield f"number/{clause.number}"
    yield from (f"line/{each.line}" for each in terms.budget)
    yield from (f"payment/{each.of}/{each.trigger}" for each in terms.payments)
    yield from (f"assumption/{each.name}" for each in terms.assumptions)
    yield from (f"obligation/{each.id}" for each in terms.obligations)
    yield from (f"responsibility/{each.activity}" for each in terms.responsibilities)
    yield from (f"ground/{each.ground}" for each in terms.termination)
    yield from (f"survival/{each}" for each in terms.survival)
    yield from (f"credit/{each.title}" for each in terms.credits)
    yield from (f"reserved/{each.rule}" for each in terms.reserved)
    yield from (f"reference/{each.text}" for each in terms.references)


def _parties_named(terms: ContractTerms) -> Iterable[str]:
    yield from (each.party for each in terms.termination if each.party is not None)
    yield from (each.party for each in terms.responsibilities)
    yield from terms.suspension
    yield from terms.affiliates_of
    for obligation in terms.obligations:
        yield obligation.debtor
        yield obligation.creditor


def _check_readers(world: World, act: Act, terms: ContractTerms) -> None:
    ledger = the_ledger(world)
    assert ledger is not None, "checked: nothing but the founding comes before it"
    own = world.stream(act.statement.stream)
    readers = EVERYONE if own is None else readers_of(world, own.audience, act.at.date())
    for party in (*terms.parties, *terms.readers):
        if party not in ledger.parties:
            raise PartyUnknownError(party=party)
        if readers is not None and party not in readers:
            raise AudienceFixedError(party=party, stream=act.statement.stream)


def _check_reliance(world: World, act: Act, terms: ContractTerms) -> None:
    own = world.stream(act.statement.stream)
    audience = audience_of_terms(terms) if own is None else own.audience
    boards = {rule.by for rule in terms.change_authority if rule.by.startswith("board/")}
    for board in sorted(boards):
        check_relies_on(world, act, StreamName(board), audience)
    named = {each.contract for each in terms.references} | {terms.parent}
    for contract in sorted(each for each in named if each is not None):
        check_relies_on(world, act, StreamName(contract), audience)
    stream = act.statement.stream
    if not (_is_orphan(stream, terms) and isinstance(act.body, ContractRegistered)):
        parent_of_terms(world, stream, terms, act.at.date())


def _is_orphan(stream: StreamName, terms: ContractTerms) -> bool:
    """Whether the agreement in which a text lives is named alone, by no contract on record.

    Raises:
        ParentError: One on record is named as the parent; and some texts have none.
    """
    for each in terms.references:
        if each.role != "parent":
            continue
        if each.contract is not None or terms.parent is not None:
            problem = "an agreement on record is named as the parent, and once"
            raise ParentError(parent=each.contract or each.text, stream=stream, problem=problem)
        if terms.contract_kind == "project_agreement":
            raise ParentError(parent=each.text, stream=stream, problem=_STANDS_ALONE)
        return True
    return False


def parent_of_terms(
    world: World, stream: StreamName, terms: ContractTerms, on: date
) -> ContractMatter | None:
    """Return the agreement inside which a contract lives on a day, executed or not yet.

    Raises:
        ParentError: A work order names none, or what it names cannot be its parent.
        UnknownStreamError: There is no such contract.
    """
    if terms.parent is not None:
        return demand_parent(world, stream, terms, StreamName(terms.parent), on)
    if terms.contract_kind == "work_order":
        raise ParentError(
            parent=None, stream=stream, problem="a work order is under a master agreement"
        )
    return None


def demand_parent(
    world: World, stream: StreamName, terms: ContractTerms, name: StreamName, on: date
) -> ContractMatter:
    """Return the agreement inside which a contract can live.

    Raises:
        ParentError: It is the contract itself, or a work order's and no master
            agreement; or the contract is a project agreement. Or not every party of
            the contract is a party of it, or entitled under it that day as an affiliate.
        UnknownStreamError: There is no such contract.
    """
    parent = demand_matter(world, name, ContractMatter)
    problem = None
    if name == stream:
        problem = "it is the contract itself"
    elif terms.contract_kind == "project_agreement":
        problem = _STANDS_ALONE
    elif terms.contract_kind == "work_order" and parent.terms.contract_kind != "msa":
        problem = "it is no master services agreement"
    else:
        problem = _outsider(world, parent, terms, on)
    if problem is not None:
        raise ParentError(parent=name, stream=stream, problem=problem)
    return parent


def _outsider(world: World, parent: ContractMatter, terms: ContractTerms, on: date) -> str | None:
    """Say which party may not order work under a parent, None where each may."""
    parties = parties_of(parent, on)
    entitling = {
        of
        for named in parties_then(parent.terms.affiliates_of, parent.novations, on)
        for of in line_of(world, named, on)
    }
    for party in terms.parties:
        if party in parties or represented(world, party, parties, on):
            continue
        declared = party_of(world, party).affiliations
        named = sorted(entitling & declared.keys())
        if not named:
            return f"{party} is not a party of it, nor an affiliate that it entitles"
        if not any(declared[of].holds(on) for of in named):
            return f"{party} is no affiliate of {', '.join(named)} on {on.isoformat()}"
    return None


def check_covered(world: World, stream: StreamName, terms: ContractTerms, on: date) -> None:
    """Accept that a contract is signed inside of its parent, which is executed and lasts.

    Work before the parent took effect is a gap that is shown, not refused.

    Raises:
        ParentError: The parent is not executed, or ended before this contract
            begins; an affiliate is one no longer.
    """
    parent = parent_of_terms(world, stream, terms, on)
    if parent is None:
        return
    problem = None
    if parent.phase not in IN_FORCE | {"terminated"}:
        problem = "it has lapsed" if parent.phase == "lapsed" else "it is not executed"
    elif parent.last_day is not None and parent.last_day < terms.term.from_:
        problem = f"it ended on {parent.last_day.isoformat()}"
    if problem is not None:
        raise ParentError(parent=terms.parent, stream=stream, problem=problem)


def check_part(
    world: World, act: Act, matter: ContractMatter, body: ContractDraftContinued
) -> None:
    """Accept the next part of the draft that is being continued; the last one makes it whole.

    Raises:
        NotAPartyError: The signer's company is not a party of the draft.
        PartSubjectError, PartError: see each class.
        RefusedError: The text that is whole now cannot stand; as ``check_terms``.
    """
    check_party_member(world, act, matter.terms.parties)
    check_next_part(act, matter, body.part)
    if matter.parts_to_come == 1:
        check_terms(world, act, continued(matter.terms, body))


def check_next_part(act: Act, matter: ContractMatter | ChangeMatter, part: int) -> None:
    """Accept the part that comes next of the draft that it names.

    Raises:
        PartSubjectError, PartError: see each class.
    """
    if act.statement.subject != matter.drafted:
        raise PartSubjectError(subject=act.statement.subject)
    if part != matter.next_part:
        raise PartError(part=part, expected=matter.next_part)


def continued(terms: ContractTerms, part: ContractDraftContinued) -> ContractTerms:
    """Return the terms with one more part of the text; each array goes on where it stopped."""
    members = {name: getattr(terms, name) for name in ContractTerms.__struct_fields__}
    for name in _CONTINUED:
        members[name] = (*members[name], *getattr(part, name))
    return ContractTerms(**members)


def first_text(body: bytes) -> bytes:
    """Return a draft's body without its number of parts: the text as far as it has come."""
    value = parse_canonical(body)
    del value["parts"]
    return format_canonical(value)


def continued_text(text: bytes, part: bytes, arrays: Iterable[str] = _CONTINUED) -> bytes:
    """Return the canonical text with one more part, equal to what one statement would hold."""
    value: dict[str, Json] = parse_canonical(text, bytes_max=text_bytes_max)
    for name, items in parse_canonical(part).items():
        if name in arrays:
            value[name] = [*_array(value[name]), *_array(items)]
    return format_canonical(value, bytes_max=text_bytes_max)


def _array(value: Json) -> list[Json]:
    assert isinstance(value, list), "decoded before: these members are arrays"
    return value
