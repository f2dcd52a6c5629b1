"""Signatures checked ahead by others: never taken on trust where they did not hold."""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.world import MemoryWorld
from ledger.evidence.entry import parse_entry
from ledger.evidence.keys import SignatureInvalidError
from ledger.evidence.statement import Statement, digest_of
from ledger.verify.signatures import (
    Keyring,
    Opened,
    StatementTamperedError,
    checkers,
    holding,
    open_ahead,
)
from tests.unit.domain.story import Story
from tests.unit.verify.forgery import Bound, history_of


class Refusing(Executor):
    """Processes that cannot be had."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Take nothing."""
        raise BrokenExecutor


class Dying(Executor):
    """Processes that die while they work."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Take what is asked, and never answer."""
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future


class Trusting(Executor):
    """A checker that finds everything in order."""

    def submit(self, *asked: Any, **__: Any) -> Future[Any]:
        """Answer yes to all."""
        future: Future[Any] = Future()
        future.set_result([True] * len(asked[1]))
        return future


@pytest.fixture(params=[None, ThreadPoolExecutor, Refusing, Dying])
def pool(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    """Give every way to have signatures checked ahead."""
    if request.param is None:
        yield None
        return
    with request.param() as executor:
        yield executor


def opened(story: Story, bound: Bound, pool: Executor | None) -> list[Opened]:
    """Open a history whose keys are all enrolled."""
    entries = [parse_entry(raw) for raw in bound.entries]
    found = open_ahead(entries, bound.statements, Keyring(story.world), pool)
    return [each for _, _, each in found]


def with_another_signature(compact: bytes) -> bytes:
    """Return a statement whose signature is well-formed and wrong."""
    other = b"B" if compact[-86:-85] == b"A" else b"A"
    return compact[:-86] + other + compact[-85:]


def test_whoever_checks_every_statement_opens_the_same(pool: Executor | None) -> None:
    """Processes, threads or neither: the same statements in the same order."""
    story = Story()
    story.enrol("servier", "ann", "signatory")

    found = opened(story, history_of(story), pool)

    assert found == [act.statement for act in story.world.acts()]


def test_a_wrong_signature_is_named_whoever_checks(pool: Executor | None) -> None:
    """What others found not to hold is opened again, so that the reason has its name."""
    story = Story()
    bound = history_of(story)
    last = parse_entry(bound.entries[-1])
    forged = with_another_signature(bound.statements[last.env])
    renamed = bound.entries[-1].replace(
        last.env.removeprefix("sha256:").encode(),
        digest_of(forged).removeprefix("sha256:").encode(),
    )
    entries = (*bound.entries[:-1], renamed)
    statements = {**bound.statements, digest_of(forged): forged}

    found = opened(story, replace(bound, entries=entries, statements=statements), pool)

    assert isinstance(found[-1], SignatureInvalidError)
    assert all(isinstance(each, Statement) for each in found[:-1])


def test_other_bytes_than_the_entry_names_are_found_though_their_signature_holds() -> None:
    """The digest is compared by whoever replays, whatever a checker says."""
    story = Story()
    bound = history_of(story)
    first, second = (parse_entry(raw).env for raw in bound.entries[:2])
    swapped = {**bound.statements, second: bound.statements[first]}

    found = opened(story, replace(bound, statements=swapped), Trusting())

    assert isinstance(found[1], StatementTamperedError)


def test_a_key_that_nobody_enrolled_is_left_to_the_replay() -> None:
    """Nothing is asked of others about an unknown key or bytes that are no statement."""
    keyring = Keyring(MemoryWorld({}))
    compact = next(Story().world.acts()).statement.compact

    assert keyring.jwk(compact) is None
    assert keyring.jwk(b"no statement") is None


def test_processes_are_for_large_logs() -> None:
    """A small log needs none; those of a large one tell right from wrong."""
    story = Story()
    act = next(story.world.acts())
    jwk = Keyring(story.world).jwk(act.statement.compact)
    assert jwk is not None
    signed = [(jwk, act.statement.compact), (jwk, with_another_signature(act.statement.compact))]
    with checkers(4_999) as none, checkers(5_000) as pool:
        assert pool is not None
        answers = pool.submit(holding, signed).result()

    assert none is None
    assert answers == [True, False]
