"""Whether everything that tells of a history tells the same: rules, views, exports, and the past.

The ledger's views and an export of it, whole or a party's share, are two ways to
one contract; and what was known at an entry is the same before and after more is
recorded. A history that is told through the rules is written to disk once, and
both are held against each other.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import fields
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from api.answers import format_json
from ledger.archive import Archive
from ledger.audit.contracts import history_in
from ledger.audit.exported import Replayed, replay_bundle
from ledger.domain.audience import PartyReader
from ledger.domain.contracts.agreements import (
    ChangeMatter,
    ContractMatter,
    change_of,
    contract_of,
)
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import ContractHistory, NotYetKnownError, history_of
from ledger.domain.contracts.differences import Said, said, said_in
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.standing import parties_of
from ledger.domain.world import MemoryWorld, demand_matter, matter_of
from ledger.evidence.statement import PartySlug, StreamName
from projections import blamed, compared, consolidated
from projections.blamed import plain_blame, with_doubts
from projections.compared import plain_differences
from projections.live import Now
from projections.moments import Moment
from projections.questions import (
    changes,
    contracts,
    gaps,
    obligations,
    responsibilities,
    signatures,
)
from projections.questions.contracts import AsOf, ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from projections.recomputed import contract_view, doubts_in
from projections.runner import Views
from tests.archive.shelf import Shelf
from tests.projections.conftest import ANYBODY, StoryArchive
from tests.projections.past import known_at, world_at
from tests.unit.domain.story import Story

Answers = dict[str, Any]
Then = Callable[[int], MemoryWorld]


def contracts_of(story: Story) -> tuple[StreamName, ...]:
    """Name a history's contracts."""
    world = story.world
    return tuple(name for name in world.streams() if matter_of(world, name, ContractMatter))


def changes_in(world: MemoryWorld) -> tuple[StreamName, ...]:
    """Name the changes that a world has."""
    return tuple(name for name in world.streams() if matter_of(world, name, ChangeMatter))


def assert_text_is_that_of_the_last_day(story: Story) -> None:
    """Hold the text on which changes are drafted against the copy of a day beyond all.

    Where nothing waits for its condition: then all that was executed applies by then.
    """
    for name in contracts_of(story):
        contract = demand_matter(story.world, name, ContractMatter)
        if contract.executed is None or contract.waiting:
            continue
        text = folded(story.world, contract).text
        copy = consolidate(history_of(story.world, name), effective=date.max)
        told, expected = said(copy), said_in(text, copy.status, {})
        for part in (each.name for each in fields(Said) if each.name != "parties"):
            assert getattr(told, part) == getattr(expected, part), (name, part)
        assert text.term == contract.term


def assert_changes_tell_what_they_did(story: Story, root: Path) -> None:
    """Hold what executed changes say that they do against the copies before and after them.

    The day is one on which all that is executed applies. What waits for its condition is
    in no copy yet, so that it is not told here, nor what is executed meanwhile. Whoever
    has left by then is in no copy of that day, whatever name the change gave them.
    """
    then = cache(partial(world_at, story))
    now = Now(world=story.world, at=story.now)
    executed = [
        (name, done.leaf_index)
        for name in changes_in(story.world)
        if (done := change_of(story.world, name).executed_at) is not None
        and change_of(story.world, name).effective_on is not None
        and not contract_of(then(done.leaf_index), name).waiting
    ]
    with (
        closing(Views.open(root / "changes.db", StoryArchive(story))) as views,
        _caught_up(views) as connection,
    ):
        for name, leaf_index in executed:
            page = changes.load(connection, ANYBODY, name, now, then)
            moments = (_late(leaf_index - 1), _late(leaf_index))
            stream = f"contract/{name.split('/')[1]}"
            found = compared.load(connection, ANYBODY, stream, moments, story.now)
            assert page is not None
            assert found is not None
            stays = parties_of(contract_of(then(leaf_index + 1), name), date.max)
            named = [row for row in page["effect"]["parties"] if row["before"]["party"] in stays]
            told = {**page["effect"], "parties": named}
            expected = {part: _bare(found[part]) for part in told}
            assert _unordered(told) == _unordered(expected), name
    assert executed, "the history has changes"


def _unordered(effect: dict[str, Any]) -> dict[str, Any]:
    """Return what differs with each list in one order: a text lists its parts as they came."""
    return {
        name: sorted(part, key=repr) if isinstance(part, list) else part
        for name, part in effect.items()
    }


def _late(known: int) -> Moment:
    return Moment(effective=date(2199, 1, 1), known=known)


def _bare(part: Any) -> Any:
    """Return what differs in a part, without the statements that made it so."""
    match part:
        case dict():
            return {name: _bare(each) for name, each in part.items() if name != "made_by"}
        case list():
            return [_bare(each) for each in part]
        case _:
            return part


def assert_exports_tell_the_same(story: Story, days: Sequence[date], root: Path) -> None:
    """Hold the whole export and each party's share against the views, to the letter."""
    shelf = Shelf(root)
    shelf.story = story
    shelf.write()
    with closing(Archive.open(shelf.folder)) as archive:
        readers = (None, *(PartyReader(party=PartySlug(name)) for name, _ in story.parties))
        exports = []
        for number, reader in enumerate(readers):
            archive.export(root / f"{number}.zip", reader)
            exports.append(replay_bundle(root / f"{number}.zip"))
        with (
            closing(Views.open(root / "views.db", archive)) as views,
            _caught_up(views) as connection,
        ):
            for replayed in exports:
                assert replayed.verdict.holds, replayed.verdict.findings
                for name in contracts_of(story):
                    _assert_told_alike(connection, story, replayed, name, days)


def _caught_up(views: Views) -> Any:
    views.catch_up()
    return views.connection()


def _assert_told_alike(
    connection: Connection, story: Story, replayed: Replayed, name: StreamName, days: Sequence[date]
) -> None:
    world, now = replayed.world, story.now
    if matter_of(world, name, ContractMatter) is None:
        return  # not in this share
    try:
        history = history_in(world, name)
    except NotYetKnownError:
        return  # never executed
    for day in days:
        for known in (None, *range(story.world.size)):
            moment = Moment(effective=day, known=known)
            view = consolidated.load(connection, ANYBODY, name, effective=day, known=known)
            assert view is not None
            assert _text(replayed, history, moment, story) == format_json(view["text"])
        moments = (Moment(effective=day), Moment())
        blame = with_doubts(
            plain_blame(history, moments[0], now), lambda names: doubts_in(world, names)
        )
        assert format_json(blame) == format_json(
            blamed.load(connection, ANYBODY, name, moments[0], now)
        )
        assert format_json(plain_differences(history, moments, now)) == format_json(
            compared.load(connection, ANYBODY, name, moments, now)
        )


def _text(replayed: Replayed, history: ContractHistory, moment: Moment, story: Story) -> bytes:
    try:
        return format_json(contract_view(replayed.world, history, moment, story.now)["text"])
    except NotYetKnownError:
        return format_json(None)


def assert_what_was_known_stays(story: Story, root: Path, every: int = 1) -> None:
    """Ask at each length of the log, then again when everything is recorded."""
    archive = StoryArchive(story)
    names = contracts_of(story)
    then = cache(partial(world_at, story))
    sizes = range(len(story.parties) + 2, story.world.size + 1, every)
    with closing(Views.open(root / "past.db", archive)) as views:
        asked = {size: _asked(views, archive, names, size, then) for size in sizes}
        archive.shown = None
        with _caught_up(views) as connection:
            for size, answers in asked.items():
                now = known_at(story, size)
                for name, ask in _questions(names, size - 1, then):
                    with suppress(NotYetKnownError):
                        found = ask(connection, now)
                        assert answers.get(name) in (found, None), (size, name)


def _asked(
    views: Views, archive: StoryArchive, names: tuple[StreamName, ...], size: int, then: Then
) -> Answers:
    archive.shown = size
    now, answers = known_at(archive.story, size), {}
    with _caught_up(views) as connection:
        for name, ask in _questions(names, size - 1, then):
            with suppress(NotYetKnownError):
                answers[name] = ask(connection, now)
    return answers


def _page(name: StreamName, known: int, db: Connection, now: Now) -> Any:
    return contracts.load(db, ANYBODY, name, now, AsOf(known=known))


def _change(name: StreamName, then: Then, db: Connection, now: Now) -> Any:
    return changes.load(db, ANYBODY, name, now, then)


def _questions(
    names: tuple[StreamName, ...], known: int, then: Then
) -> Iterator[tuple[str, Callable[[Connection, Now], Any]]]:
    """Yield all that can be asked: the page of each contract and change, and every list."""
    for name in names:
        yield name, partial(_page, name, known)
    for name in changes_in(then(known + 1)):
        yield name, partial(_change, name, then)
    yield "contracts", lambda db, now: contracts.list_all(db, ANYBODY, now, ContractsQuery())
    yield "signatures", lambda db, now: signatures.list_all(db, ANYBODY, now, SignaturesQuery())
    yield "obligations", lambda db, now: obligations.list_all(db, ANYBODY, now, OwedQuery())
    yield "matrix", lambda db, now: responsibilities.load(db, ANYBODY, now, MatrixQuery())
    yield "gaps", lambda db, now: gaps.list_all(db, ANYBODY, now)
