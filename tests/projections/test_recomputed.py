"""What an export alone says of a contract is what the API says of it, to the letter."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.answers import format_json
from ledger.archive import Archive
from ledger.audit.contracts import history_in
from ledger.audit.exported import Replayed, replay_bundle
from ledger.domain.audience import PartyReader
from ledger.domain.contracts.copies import Known, NotYetKnownError
from ledger.domain.world import UnknownStreamError
from ledger.evidence.statement import PartySlug, StreamName
from projections import blamed, compared, consolidated
from projections.blamed import plain_blame, with_doubts
from projections.compared import plain_differences
from projections.moments import Moment
from projections.recomputed import contract_view, doubts_in
from projections.runner import Views
from tests.archive.shelf import Shelf
from tests.projections.conftest import ANYBODY
from tests.projections.score import CONTRACT as SCORE_CONTRACT
from tests.projections.score import told
from tests.projections.turns import changed, condition_met, novated, renewed
from tests.unit.domain.agreement import CONTRACT, Deal
from tests.unit.domain.lapses import change_lapsed, contract_lapsed
from tests.unit.domain.lives import whole_life
from tests.unit.domain.story import Story

DAYS = (date(2020, 12, 17), date(2021, 2, 1), date(2021, 6, 1), date(2021, 12, 1), date(2031, 1, 1))


def dealt(tell: Callable[[Deal], None]) -> Callable[[], Story]:
    """Return a story that is told of a fresh deal."""

    def story() -> Story:
        deal = Deal()
        tell(deal)
        return deal

    return story


STORIES: dict[str, tuple[Callable[[], Story], str]] = {
    "a board's change, a rename": (told, SCORE_CONTRACT),
    "changes in another order, a rename": (dealt(changed), CONTRACT),
    "a condition": (dealt(condition_met), CONTRACT),
    "a condition that nobody meets": (dealt(contract_lapsed), CONTRACT),
    "a change that lapses": (dealt(change_lapsed), CONTRACT),
    "renewals": (dealt(renewed), CONTRACT),
    "a novation": (dealt(novated), CONTRACT),
    "a whole life": (whole_life, CONTRACT),
}


class Told:
    """A story on disk: its views, and its export replayed."""

    def __init__(self, root: Path, story: Story, contract: str) -> None:
        """Write the story, export it, and fold its views."""
        shelf = Shelf(root)
        shelf.story = story
        shelf.write()
        self.contract = StreamName(contract)
        self.story = story
        self.archive = Archive.open(shelf.folder)
        self.archive.export(root / "all.zip")
        share = PartyReader(party=PartySlug("servier"))
        self.archive.export(root / "share.zip", share)
        self.views = Views.open(root / "views.db", self.archive)
        self.views.catch_up()
        self.whole, self.share = (replay_bundle(root / f"{name}.zip") for name in ("all", "share"))

    def close(self) -> None:
        """Let go of the files."""
        self.views.close()
        self.archive.close()

    def moments(self) -> Iterator[tuple[date, Known]]:
        """Yield each day as known at each entry that moved something, and by all."""
        for day in DAYS:
            yield day, None
            for act in self.story.world.acts():
                if act.statement.stream.startswith(("contract/", "change/", "party/")):
                    yield day, act.leaf_index
            yield day, self.story.now


@pytest.fixture(scope="module", params=STORIES)
def it(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Each story, recorded and exported once."""
    tell, contract = STORIES[request.param]
    with closing(Told(tmp_path_factory.mktemp("told"), tell(), contract)) as told_story:
        yield told_story


def outcome(ask: Callable[[], Any]) -> bytes:
    """Return the text that is answered, as bytes: null where none was known."""
    try:
        return format_json(ask()["text"])
    except NotYetKnownError:
        return format_json(None)


@pytest.mark.parametrize("which", ["whole", "share"])
def test_the_text_is_the_same_to_the_letter(it: Told, which: str) -> None:
    """On any day, as known at any entry: from the views' rows, and from an export's statements."""
    replayed: Replayed = getattr(it, which)
    assert replayed.verdict.holds
    history = history_in(replayed.world, it.contract)
    compared_texts = set()
    with it.views.connection() as connection:
        for day, known in it.moments():
            moment = Moment(effective=day, known=known)
            ours = outcome(partial(contract_view, replayed.world, history, moment, it.story.now))
            theirs = outcome(
                partial(
                    consolidated.load,
                    connection,
                    ANYBODY,
                    it.contract,
                    effective=day,
                    known=known,
                )
            )
            assert ours == theirs
            compared_texts.add(ours)

    assert len(compared_texts) >= 3


def test_blame_and_differences_are_the_same_to_the_letter(it: Told) -> None:
    """What else is asked of a contract is folded from the same history."""
    world, now = it.whole.world, it.story.now
    history = history_in(world, it.contract)
    with it.views.connection() as connection:
        for day in DAYS:
            moment, last = Moment(effective=day), Moment()
            ours = with_doubts(
                plain_blame(history, moment, now), lambda names: doubts_in(world, names)
            )
            theirs = blamed.load(connection, ANYBODY, it.contract, moment, now)
            assert format_json(ours) == format_json(theirs)
            assert format_json(plain_differences(history, (moment, last), now)) == format_json(
                compared.load(connection, ANYBODY, it.contract, (moment, last), now)
            )


def test_versions_in_doubt_are_those_of_the_views(it: Told) -> None:
    """Whether a decision can be relied on is replayed as well."""
    history = history_in(it.whole.world, it.contract)
    view = contract_view(it.whole.world, history, Moment(), it.story.now)
    with it.views.connection() as connection:
        found = consolidated.load(connection, ANYBODY, it.contract, effective=it.story.now.date())
    assert found is not None
    theirs = {row["digest"]: row["in_doubt"] for row in found["versions"]}

    ours = {row["digest"]: row["in_doubt"] for row in view["versions"]}
    assert {name: ours[name] for name in ours if name in theirs} == {
        name: theirs[name] for name in theirs if name in ours
    }
    assert json.loads(format_json(view))["title"] == found["title"]


def test_another_contract_is_not_in_the_export(it: Told) -> None:
    """A contract that there is none of is named."""
    with pytest.raises(UnknownStreamError):
        history_in(it.whole.world, StreamName("contract/none"))
