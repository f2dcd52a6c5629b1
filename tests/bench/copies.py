"""A contract of many clauses under many changes: folded from memory, and asked for over the API.

A plain read of a contract is as of today, with all that is known; the one
beside it is as of the middle of its life, as it was known then.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ledger.domain.content import current_content
from ledger.domain.contracts.agreements import ContractMatter, Place
from ledger.domain.contracts.blame import makings
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import ContractHistory, Executed, Opening, Provenance
from ledger.domain.contracts.differences import differences
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAdjust,
    ChangeDrafted,
    ChangeSigned,
    ClauseReplace,
    Impact,
    Op,
)
from ledger.domain.kinds.contract import (
    Assumption,
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractAgreedForm,
    ContractDrafted,
    ContractSigned,
    ContractTerm,
)
from ledger.domain.world import demand_matter
from ledger.evidence.statement import Digest, PartySlug, PersonSlug, SignerClaim, StreamName
from tests.api.house import House, Told, opened
from tests.bench.figures import Figure, at_most, beside
from tests.service.desk import Desk, Voice

CONTRACT = "contract/work"
BEGIN = date(2020, 1, 1)
CLAUSES, LINES, REPEATS = 200, 40, 5
FOLD_AIM, AS_OF_AIM = 20, 0.67  # ms; a read as of a day may take half as long again


def measure(root: Path, *, changes: int, seconds: float) -> Iterator[Figure]:
    """Yield what folding costs, and reads of the same contract through the API."""
    history = history_of_many(changes)
    half = BEGIN + timedelta(days=changes // 2)
    size = f"{CLAUSES} clauses, {changes} changes"
    yield at_most(
        f"consolidated: {size}",
        _milliseconds(lambda: consolidate(history, effective=date.max)),
        "ms",
        aim=FOLD_AIM,
    )
    before = consolidate(history, effective=half)
    after = consolidate(history, effective=date.max)
    timed: tuple[tuple[str, Callable[[], object]], ...] = (
        ("every making of every clause", lambda: makings(history, effective=date.max)),
        ("differences of two copies", lambda: differences(before, after)),
    )
    for name, ask in timed:
        yield Figure(name=f"{name}: {size}", value=_milliseconds(ask), unit="ms")
    told = tell(root / "many", changes)
    with opened(told, root / "many-served") as house:
        yield from _reads(house, half, seconds)


def _milliseconds(ask: Callable[[], object]) -> float:
    """Return the best of some runs."""
    found = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        ask()
        found.append(time.perf_counter() - begun)
    return min(found) * 1000


def _reads(house: House, half: date, seconds: float) -> Iterator[Figure]:
    path = f"/v1/contracts/{CONTRACT.partition('/')[2]}"
    plain = _rate(house, path, seconds)
    yield Figure(name="GET a contract, as of today", value=plain, unit="/s")
    known = house.size // 2
    asked = f"{path}?effective={half}&known={known}"
    as_of = _rate(house, asked, seconds)
    yield beside(
        "GET a contract as of a day / as of today", as_of, "/s", yardstick=plain, aim=AS_OF_AIM
    )
    for name, rest in (("blame", "/blame"), ("diff", f"/diff?from={half}&from_known={known}")):
        yield beside(
            f"GET its {name} / as of today",
            _rate(house, path + rest, seconds),
            "/s",
            yardstick=plain,
        )


def _rate(house: House, path: str, seconds: float) -> float:
    """Return answers per second; the first one is not counted."""
    if house.get(path, "reader").status_code != 200:
        raise RuntimeError(f"{path} is not answered")
    done, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < seconds or not done:
        house.get(path, "reader").get_data()
        done += 1
    return done / passed


def euros(cents: int) -> Money:
    """Return so many cents."""
    return Money(minor=cents, currency="EUR")


def draft_of(clauses: int, lines: int) -> ContractDrafted:
    """Return a contract of so many clauses and budget lines, changed by its parties alone."""
    return ContractDrafted(
        contract_kind="other",
        title="Work",
        parties=("cro", "sponsor"),
        clauses=tuple(
            Clause(
                id=f"c{n}",
                number=f"{n // 20 + 1}.{n % 20 + 1}",
                heading=f"Clause {n}",
                text=f"What the parties agreed in clause {n} of their contract. " * 2,
            )
            for n in range(clauses)
        ),
        budget=tuple(
            BudgetLine(line=f"l{n}", fee=euros(100_000), pass_through=euros(5_000))
            for n in range(lines)
        ),
        payments=(),
        assumptions=(Assumption(name="sites", value="0"),),
        term=ContractTerm(from_=BEGIN),
        termination=(),
        survival=(),
        obligations=(),
        responsibilities=(),
        change_authority=(ChangeAuthority(change_kind="amendment", by="parties"),),
        effective_rule="stated",
        effective_on=BEGIN,
        effective_reason="The work had begun.",
        tz="Europe/Paris",
        currency="EUR",
    )


def ops_of(number: int, clauses: int, lines: int) -> tuple[Op, ...]:
    """Return what one of many changes does: words, money and an assumption."""
    return (
        ClauseReplace(id=f"c{number * 7 % clauses}", text=f"As agreed by change {number}. " * 12),
        BudgetAdjust(line=f"l{number % lines}", fee=euros(1_000)),
        AssumptionSet(name="sites", from_=str(number), to=str(number + 1)),
    )


def change_of(number: int, ops: tuple[Op, ...], *, base: str) -> ChangeDrafted:
    """Return one of many changes, effective a day after the one before it."""
    return ChangeDrafted(
        change_kind="amendment",
        base=base,
        ops=ops,
        impact=Impact(days=0, fee=euros(1_000), pass_through=euros(0)),
        effective_rule="stated",
        effective_on=BEGIN + timedelta(days=number + 1),
        effective_reason="The work had begun.",
    )


def history_of_many(changes: int) -> ContractHistory:
    """Return the history of a contract that was changed once a day."""
    executed = tuple(
        Executed(ops=ops_of(number, CLAUSES, LINES), provenance=_provenance(number + 1))
        for number in range(changes)
    )
    opening = Opening(terms=draft_of(CLAUSES, LINES), provenance=_provenance(0))
    return ContractHistory(opening=opening, changes=executed)


def _provenance(leaf_index: int) -> Provenance:
    at = datetime(BEGIN.year, 1, 1, tzinfo=UTC) + timedelta(days=leaf_index)
    stream = CONTRACT if leaf_index == 0 else f"change/work/{leaf_index}"
    digest = Digest(f"sha256:{leaf_index:064x}")
    place = Place(stream=StreamName(stream), digest=digest, at=at, leaf_index=leaf_index)
    return Provenance(
        drafted=digest,
        version=place,
        signatures=(),
        executed_on=at.date(),
        effective_on=at.date(),
        retroactive=False,
    )


def tell(root: Path, changes: int) -> Told:
    """Record the contract and its changes, every statement signed; return who reads it."""
    desk = Desk.found(root)
    desk.admit("sponsor")
    signers = tuple(
        desk.enrol(party, f"signer-{party}", "signatory") for party in ("cro", "sponsor")
    )
    _execute(desk, signers)
    for number in range(changes):
        _change(desk, signers, number)
    ledger, reader = Digest(str(desk.ledger_id)), signers[0]
    desk.ledger.close()
    return Told(
        root=desk.folder.root,
        now=desk.now,
        ledger=ledger,
        people={"reader": (reader.key, _claim(reader))},
    )


def _claim(voice: Voice) -> SignerClaim:
    return SignerClaim(
        person=PersonSlug(voice.person),
        party=PartySlug(str(voice.party)),
        capacity=voice.capacity,
    )


def _execute(desk: Desk, signers: tuple[Voice, ...]) -> None:
    draft = draft_of(CLAUSES, LINES)
    drafted = desk.say(signers[0], "contract.drafted.v1", CONTRACT, draft).digest
    content = str(_matter(desk).content)
    for voice in signers:
        agreed: Any = ContractAgreedForm(digest=content)
        desk.say(voice, "contract.agreed_form.v1", CONTRACT, agreed, subject=drafted)
    for voice in signers:
        signed = ContractSigned(party=str(voice.party), digest=content)
        desk.say(voice, "contract.signed.v1", CONTRACT, signed, subject=drafted)


def _matter(desk: Desk) -> ContractMatter:
    return demand_matter(desk.ledger.world, StreamName(CONTRACT), ContractMatter)


def _change(desk: Desk, signers: tuple[Voice, ...], number: int) -> None:
    desk.advance(seconds=1)
    stream, version = f"change/work/{number + 1}", _matter(desk).version
    body = change_of(number, ops_of(number, CLAUSES, LINES), base=str(version))
    drafted = desk.say(signers[0], "change.drafted.v1", stream, body, base=version).digest
    content = current_content(desk.ledger.world, StreamName(stream))
    for voice in signers:
        signed = ChangeSigned(party=str(voice.party), digest=str(content))
        desk.say(voice, "change.signed.v1", stream, signed, subject=drafted)
