"""Group commit: ledger.service.turns."""

from collections.abc import Sequence
from threading import Event, Thread

import pytest

from ledger.service.turns import Turns


class Counter:
    """Answers with the number of questions asked together; stops at a gate."""

    def __init__(self) -> None:
        """Begin with the gate open."""
        self.batches: list[list[str]] = []
        self.gate = Event()
        self.gate.set()
        self.entered = Event()

    def answer(self, questions: Sequence[str]) -> list[str]:
        """Answer each question with itself; some words are faults."""
        self.batches.append(list(questions))
        self.entered.set()
        self.gate.wait()
        if "fault" in questions:
            raise ValueError(questions[0])
        if "interrupt" in questions:
            raise KeyboardInterrupt
        return [question.upper() for question in questions]


def ask_together(
    counter: Counter, turns: Turns[str, str], words: Sequence[str]
) -> dict[str, object]:
    """Ask one question, and the others while it is being answered."""
    results: dict[str, object] = {}

    def ask(word: str) -> None:
        try:
            results[word] = turns.ask(word, 1)
        except (ValueError, KeyboardInterrupt) as error:
            results[word] = type(error)

    counter.gate.clear()
    counter.entered.clear()
    threads = [Thread(target=ask, args=(word,)) for word in words]
    threads[0].start()
    counter.entered.wait()
    for thread in threads[1:]:
        thread.start()
    while len(turns._waiting) < len(words) - 1:
        pass
    counter.gate.set()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def counter() -> Counter:
    """Make an answerer."""
    return Counter()


def test_whoever_gathers_is_answered_together(counter: Counter) -> None:
    """While a batch runs the others wait, and form the next one."""
    turns = Turns(counter.answer, weight_max=10)

    results = ask_together(counter, turns, ["a", "b", "c", "d"])

    assert results == {"a": "A", "b": "B", "c": "C", "d": "D"}
    assert [len(batch) for batch in counter.batches] == [1, 3]


def test_a_batch_has_a_limit(counter: Counter) -> None:
    """What does not fit waits for the next batch."""
    turns = Turns(counter.answer, weight_max=2)

    results = ask_together(counter, turns, ["a", "b", "c", "d"])

    assert len(results) == 4
    assert [len(batch) for batch in counter.batches] == [1, 2, 1]


def test_a_fault_hits_only_who_brought_it(counter: Counter) -> None:
    """A batch that raises is asked again, each alone; the neighbours get their answers."""
    turns = Turns(counter.answer, weight_max=10)

    results = ask_together(counter, turns, ["a", "b", "fault", "d"])

    assert results == {"a": "A", "b": "B", "fault": ValueError, "d": "D"}


def test_an_interrupt_reaches_everyone(counter: Counter) -> None:
    """Whoever was in a batch that was interrupted is told, and nobody waits for ever."""
    turns = Turns(counter.answer, weight_max=10)

    results = ask_together(counter, turns, ["a", "b", "interrupt"])

    assert results == {"a": "A", "b": KeyboardInterrupt, "interrupt": KeyboardInterrupt}
    assert turns.ask("again", 1) == "AGAIN"


def test_faults_of_one_are_raised(counter: Counter) -> None:
    """A question asked alone raises what its answer raised."""
    turns = Turns(counter.answer, weight_max=10)

    with pytest.raises(ValueError, match="fault"):
        turns.ask("fault", 1)

    assert turns.ask("next", 1) == "NEXT"
