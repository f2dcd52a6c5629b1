"""Following the archive: in order, in batches, exactly once, whatever happens."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from projections import access, runner, tables
from projections.engine import writing
from projections.runner import Views
from tests.projections.conftest import StoryArchive
from tests.projections.score import Score
from tests.projections.tables_of import tables_of
from tests.unit.domain.story import START, Story


class PowerCutError(Exception):
    """The machine stops in the middle of a batch."""


@pytest.fixture
def busy(story: Story) -> Story:
    """A story with several people in each company."""
    for party in ("servier", "iqvia", "tech"):
        for person in ("a", "b", "c"):
            story.enrol(party, f"{party}-{person}", "signatory", "programme_manager")
    return story


@pytest.mark.parametrize("batch_max", [1, 2, 7, 2000])
def test_any_batches_give_the_same_tables(
    busy: Story, views: Views, tmp_path: Path, batch_max: int
) -> None:
    """The tables depend on what was recorded, not on how it came."""
    views.catch_up(batch_max=batch_max)
    whole = Views.open(tmp_path / "whole.db", StoryArchive(busy))
    whole.catch_up()

    assert tables_of(views) == tables_of(whole)

    whole.close()


def test_live_tables_equal_rebuilt_ones(busy: Story, archive: StoryArchive, views: Views) -> None:
    """Following each statement as it comes and replaying all of them give the same rows."""
    for shown in range(busy.world.size + 1):
        archive.shown = shown
        assert views.catch_up() == shown
    live = tables_of(views)

    assert views.rebuild() == busy.world.size
    assert tables_of(views) == live


def test_a_whole_story_gives_the_same_tables_live_and_rebuilt(score: Score, tmp_path: Path) -> None:
    """Every view of every room is the same, followed one by one or replayed at once."""
    views = Views.open(tmp_path / "views.db", StoryArchive(score))
    assert views.catch_up(batch_max=1) == score.world.size
    live = tables_of(views)

    views.rebuild()
    assert tables_of(views) == live
    views.close()


def test_catching_up_twice_changes_nothing(busy: Story, views: Views) -> None:
    """What is folded is not folded again."""
    views.catch_up()
    once = tables_of(views)

    assert views.catch_up() == busy.world.size
    assert tables_of(views) == once


def test_a_new_process_goes_on_where_the_last_one_stopped(
    busy: Story, archive: StoryArchive, tmp_path: Path
) -> None:
    """A later process follows the world again, but writes only what is new."""
    archive.shown = 9
    first = Views.open(tmp_path / "views.db", archive)
    first.catch_up()
    first.close()
    archive.shown = None
    second = Views.open(tmp_path / "views.db", archive)

    assert second.position() == 9
    assert second.catch_up() == busy.world.size
    live = tables_of(second)
    second.rebuild()
    assert tables_of(second) == live

    second.close()


@pytest.mark.parametrize("crash_at", [0, 1, 10, 20])
def test_a_crash_within_a_batch_leaves_no_half(
    busy: Story,
    views: Views,
    monkeypatch: pytest.MonkeyPatch,
    crash_at: int,
) -> None:
    """After a crash the tables stand at the last batch, and go on from there."""
    whole = runner.fold

    def crashing(*given: object) -> None:
        if given[1].act.leaf_index == crash_at:  # type: ignore[attr-defined]
            raise PowerCutError
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "fold", crashing)
    with pytest.raises(PowerCutError):
        views.catch_up(batch_max=6)

    assert views.position() == crash_at // 6 * 6

    monkeypatch.undo()

    assert views.catch_up(batch_max=6) == busy.world.size
    live = tables_of(views)
    views.rebuild()
    assert tables_of(views) == live


def test_a_crash_while_rows_are_written_leaves_no_half(
    busy: Story, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows and position stand or fall together."""
    views.catch_up(batch_max=5)
    before = tables_of(views)
    busy.enrol("tech", "late", "signatory")

    def crashing(*_given: object) -> None:
        raise PowerCutError

    monkeypatch.setattr(runner, "update", crashing)
    with pytest.raises(PowerCutError):
        views.catch_up()

    assert tables_of(views) == before


def test_a_crash_within_a_rebuild_leaves_the_old_views(
    busy: Story, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until a rebuild is whole, everyone reads what was there."""
    views.catch_up()
    before = tables_of(views)

    def crashing(*_given: object) -> None:
        raise PowerCutError

    monkeypatch.setattr(runner, "fold", crashing)
    with pytest.raises(PowerCutError):
        views.rebuild()

    assert tables_of(views) == before

    monkeypatch.undo()

    assert views.catch_up() == busy.world.size


def test_two_runners_share_one_file(busy: Story, tmp_path: Path) -> None:
    """Each statement is folded once, whoever comes first."""
    paths = [tmp_path / "views.db"] * 2
    pair = [Views.open(path, StoryArchive(busy)) for path in paths]
    reached: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: reached.append(one.catch_up(batch_max=3)))
        for one in pair
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reached == [busy.world.size] * 2
    live = tables_of(pair[0])
    pair[1].rebuild()
    assert tables_of(pair[0]) == live

    for one in pair:
        one.close()


def test_a_runner_takes_over_from_another(busy: Story, tmp_path: Path) -> None:
    """A runner whose world is behind the file, or ahead of it, follows anew."""
    behind = StoryArchive(busy)
    behind.shown = 4
    pair = [Views.open(tmp_path / "views.db", given) for given in (behind, StoryArchive(busy))]
    pair[0].catch_up()
    pair[1].catch_up()
    behind.shown = None
    busy.enrol("tech", "late", "signatory")

    assert pair[0].catch_up() == busy.world.size

    with writing(pair[0].engine) as connection:
        runner._begin_anew(connection)

    assert pair[0].catch_up() == busy.world.size

    live = tables_of(pair[0])
    pair[1].rebuild()
    assert tables_of(pair[0]) == live

    for one in pair:
        one.close()


def test_a_wait_ends_once_the_entry_is_there(busy: Story, views: Views) -> None:
    """An API write can wait for its own effect, in the views that it reads next."""
    assert views.wait_for(busy.world.size - 1, 5)
    assert views.position() == busy.world.size
    assert views.wait_for(0, 0)


def test_a_wait_sees_what_comes_meanwhile(busy: Story, archive: StoryArchive, views: Views) -> None:
    """A wait looks again until its time is up."""
    archive.shown = 5
    timer = threading.Timer(0.05, lambda: setattr(archive, "shown", None))
    timer.start()

    assert views.wait_for(busy.world.size - 1, 10)

    timer.join()


def test_a_wait_gives_up_in_time(busy: Story, views: Views) -> None:
    """Nothing is promised of an entry that the archive does not have."""
    assert not views.wait_for(busy.world.size, 0.03)


def test_another_version_of_the_tables_is_rebuilt(
    busy: Story, views: Views, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Views are never migrated: another tag means to begin anew."""
    views.catch_up()
    monkeypatch.setattr(tables, "FOLD_VERSION", tables.FOLD_VERSION + 1)
    later = Views.open(tmp_path / "views.db", StoryArchive(busy))

    assert later.position() == 0
    assert later.catch_up() == busy.world.size

    later.close()


def test_a_rebuild_keeps_tokens(busy: Story, views: Views) -> None:
    """Tokens are not in the archive, so they outlive the views."""
    with writing(views.access) as connection:
        token = access.issue(connection, kid="k", expires_at=START)
    views.rebuild()

    with writing(views.access) as connection:
        rows = connection.execute(select(access.tokens)).all()

    assert busy.world.size == views.position()
    assert len(rows) == 1
    assert token not in str(rows)


@pytest.mark.parametrize(
    "torn",
    [
        b"this is no database at all, and longer than its header would be" * 40,
        b"SQLite format 3\x00" + b"\xff" * 8000,
    ],
)
def test_a_torn_file_is_begun_anew(busy: Story, tmp_path: Path, torn: bytes) -> None:
    """Views that cannot be read are no loss."""
    (tmp_path / "views.db").write_bytes(torn)
    views = Views.open(tmp_path / "views.db", StoryArchive(busy))

    assert views.catch_up() == busy.world.size

    views.close()


def test_a_folder_that_is_not_there_is_no_torn_file(busy: Story, tmp_path: Path) -> None:
    """What cannot be opened is said, not deleted."""
    with pytest.raises(OperationalError):
        Views.open(tmp_path / "absent" / "views.db", StoryArchive(busy))


def test_the_file_never_tears(views: Views) -> None:
    """The views are written in WAL mode, where NORMAL is safe; tokens are flushed at once."""
    with views.connection() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        normal = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    with writing(views.access) as connection:
        full = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert (mode, normal, full) == ("wal", 1, 2)


def test_a_reader_sees_one_state(busy: Story, archive: StoryArchive, views: Views) -> None:
    """What is folded during a read does not show in it."""
    archive.shown = 3
    views.catch_up()
    with views.connection() as connection:
        before = connection.execute(select(tables.statements.c.digest)).all()
        archive.shown = None
        views.catch_up()

        assert connection.execute(select(tables.statements.c.digest)).all() == before
        assert len(before) == 3

    assert views.position() == busy.world.size
