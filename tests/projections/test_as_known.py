"""What was known stays known: no later statement changes an answer about an earlier state."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger.domain.contracts.copies import NotYetKnownError
from ledger.evidence.statement import StreamName
from projections.live import Now
from projections.moments import KnownBeyondError, check_known
from projections.questions import contracts, gaps, obligations, responsibilities, signatures
from projections.questions.contracts import AsOf, ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from projections.runner import Views
from tests.projections import turns
from tests.projections.conftest import ANYBODY, StoryArchive
from tests.projections.past import known_at
from tests.unit.domain.agreement import CONTRACT, MSA, SCAN, Deal
from tests.unit.domain.story import Story

TURNS = (
    turns.condition_met,
    turns.changed,
    turns.taken_back,
    turns.terminated,
    turns.renewed,
    turns.suspended,
    turns.cured,
)


def asked(connection: Connection, now: Now, known: int) -> dict[str, Any]:
    """Ask all that can be asked of contracts, and see the page of one."""
    page: Any = None
    with suppress(NotYetKnownError):  # before it is recorded, nobody knows the name either
        page = contracts.load(connection, ANYBODY, StreamName(CONTRACT), now, AsOf(known=known))
    return {
        "page": page,
        "contracts": contracts.list_all(connection, ANYBODY, now, ContractsQuery()),
        "signatures": signatures.list_all(connection, ANYBODY, now, SignaturesQuery()),
        "obligations": obligations.list_all(connection, ANYBODY, now, OwedQuery()),
        "responsibilities": responsibilities.load(connection, ANYBODY, now, MatrixQuery()),
        "gaps": gaps.list_all(connection, ANYBODY, now),
    }


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    """Views that see as much of a story as the archive shows."""
    views: list[Views] = []

    def opening(archive: StoryArchive) -> Views:
        views.append(Views.open(tmp_path / f"{len(views)}.db", archive))
        return views[-1]

    yield opening
    for each in views:
        each.close()


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.__name__)
def test_what_was_known_never_changes(
    opened: Callable[[StoryArchive], Views], turn: Callable[[Deal], None]
) -> None:
    """At each length of the log, all answers are the same then and when everything is recorded."""
    deal = Deal()
    founded = deal.world.size
    deal.register()
    turn(deal)
    archive = StoryArchive(deal)
    views = opened(archive)
    then: dict[int, dict[str, Any]] = {}
    for size in range(founded, deal.world.size + 1):
        archive.shown = size
        views.catch_up()
        with views.connection() as connection:
            then[size] = asked(connection, known_at(deal, size), size - 1)

    with views.connection() as connection:
        later = {size: asked(connection, known_at(deal, size), size - 1) for size in then}

    for size, answers in then.items():
        assert later[size] == answers, size
    assert len({str(answers) for answers in then.values()}) > 3, "the story moves on"


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.__name__)
def test_all_that_is_known_is_what_is_now(
    opened: Callable[[StoryArchive], Views], turn: Callable[[Deal], None]
) -> None:
    """As known up to the newest entry, nothing differs from what is told without asking so."""
    deal = Deal()
    deal.register()
    turn(deal)
    now, size = Now(world=deal.world, at=deal.now), deal.world.size
    known = Now(world=deal.world, at=deal.now, known_at=deal.now)
    views = opened(StoryArchive(deal))
    views.catch_up()

    with views.connection() as connection:
        assert asked(connection, known, size - 1) == asked(connection, now, size - 1)


def test_a_draft_is_seen_as_it_was(opened: Callable[[StoryArchive], Views]) -> None:
    """Before it was executed there is no text yet; before it was drafted, no contract."""
    deal = Deal()
    deal.execute()
    views = opened(StoryArchive(deal))
    views.catch_up()
    first = next(act.leaf_index for act in deal.acts("contract.drafted.v1"))

    with views.connection() as connection:

        def page(known: int) -> Any:
            now, stream = known_at(deal, known + 1), StreamName(CONTRACT)
            return contracts.load(connection, ANYBODY, stream, now, AsOf(known=known))

        assert (page(first)["phase"], page(first)["text"]) == ("draft", None)
        assert page(deal.world.size - 1)["text"]["status"] == "in_force"
        with pytest.raises(NotYetKnownError):
            page(first - 1)


def test_views_that_are_behind_leave_out_what_they_do_not_know(
    opened: Callable[[StoryArchive], Views],
) -> None:
    """A list is of what both the views and the world have; it never fails over the difference."""
    deal = Deal()
    act = deal.say(deal.servier, "contract.registered.v1", MSA, deal.paper(), documents=(SCAN,))
    archive = StoryArchive(deal)
    archive.shown = deal.world.size
    views = opened(archive)
    views.catch_up()
    deal.endorse(deal.iqvia, MSA, act)

    with views.connection() as connection:
        now = Now(world=deal.world, at=deal.now)
        assert contracts.list_all(connection, ANYBODY, now, ContractsQuery()) == []
    archive.shown = None
    views.catch_up()
    with views.connection() as connection:
        (row,) = contracts.list_all(connection, ANYBODY, now, ContractsQuery())
    assert row["stream"] == MSA


def test_the_future_is_not_known(story: Story) -> None:
    """Neither an entry that is not there nor a moment that has not come; both edges are known."""
    size, at = story.world.size, story.now
    for known in (None, 0, size - 1, at, at - timedelta(days=1)):
        check_known(known, size, at)
    for beyond in (size, at + timedelta(microseconds=1)):
        with pytest.raises(KnownBeyondError):
            check_known(beyond, size, at)
