"""The timer: what time makes due is recorded while nobody writes, until it is stopped."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from api.timer import DueTimer
from ledger.domain.decisions.opening import computed_opening
from ledger.domain.kinds.decision import MotionMoved
from ledger.errors import CorruptError, RefusedError
from ledger.evidence.statement import StreamName
from tests.api.house import House, assert_error_shape

STREAM = StreamName("decision/jsc/2021-001")


def open_poll(house: House) -> None:
    """Open a poll of a week."""
    world = house.it.ledger.world
    motion = MotionMoved(title="A", text="B", class_="process", procedure="written")
    moved = house.desk("member-a", "member").say("motion.moved.v1", STREAM, motion)
    closes_at = house.now.replace(microsecond=0) + timedelta(days=7)
    opening = computed_opening(world, STREAM, house.now, closes_at=closes_at)
    house.desk("member-b", "chair").say("motion.opened.v1", STREAM, opening, subject=moved.digest)


def run_until(timer: DueTimer, is_so: Callable[[], bool]) -> None:
    """Let a timer run until something is so."""
    timer.start()
    while not is_so():
        pass
    timer.stop()


def test_a_poll_closes_by_itself(house: House) -> None:
    """Once the window is over the decision is recorded, and nothing before."""
    open_poll(house)
    size = house.size
    assert house.it.record_due() == ()
    house.advance(days=8)

    run_until(DueTimer(house.it, seconds=0.01), lambda: house.size > size)

    decision = house.get("/v1/decisions/jsc/2021-001", "member-a").json
    assert decision is not None
    assert decision["phase"] == "closed"


def test_a_stopped_timer_looks_no_more(house: House) -> None:
    """Stopping waits for the look that runs, then nothing is recorded any more."""
    timer = DueTimer(house.it, seconds=0.01)
    timer.start()
    timer.stop()
    open_poll(house)
    house.advance(days=8)

    assert not timer._thread.is_alive()
    assert [due for due, _ in house.it.ledger.world.deadlines()] != []


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch, house: House) -> list[str]:
    """Let the ledger raise when it is asked what is due; return the looks."""
    looks: list[str] = []

    def fail(*_: object) -> None:
        looks.append("look")
        raise error

    open_poll(house)
    house.advance(days=8)
    monkeypatch.setattr(type(house.it.ledger), "record_due", fail)
    return looks


def test_a_refusal_does_not_end_the_timer(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A clock that is behind, or a full disk, may be right at the next look."""
    looks = fail_with(RefusedError(), monkeypatch, house)
    with caplog.at_level(logging.WARNING, logger="api.timer"):
        run_until(DueTimer(house.it, seconds=0.01), lambda: len(looks) > 1)

    assert "nothing was recorded as due: refused" in caplog.text
    assert house.get("/readyz").status_code == 200


def test_a_fault_ends_the_timer_and_readiness(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that contradicts itself is not asked again."""
    looks = fail_with(CorruptError(), monkeypatch, house)
    timer = DueTimer(house.it, seconds=0.01)
    run_until(timer, lambda: not timer._thread.is_alive())

    assert looks == ["look"]
    assert_error_shape(house.get("/readyz"), 503, "not-ready")


def test_a_dead_timer_is_not_passed_over(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the timer, the server says that it is not ready any more."""
    died: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", died.append)
    fail_with(ZeroDivisionError(), monkeypatch, house)
    timer = DueTimer(house.it, seconds=0.01)
    run_until(timer, lambda: not timer._thread.is_alive())

    assert [each.exc_type for each in died] == [ZeroDivisionError]
    assert_error_shape(house.get("/readyz"), 503, "not-ready")
