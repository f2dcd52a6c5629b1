"""Group commit: one caller's thread leads for all who have gathered meanwhile.

Nobody waits for a timer. Whoever comes while no batch is running leads the
next one; the others sleep until their answer is there or it is their turn.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(slots=True)
class _Turn(Generic[Q, A]):
    """One caller's question, and the answer once it is there."""

    question: Q
    weight: int
    answers: list[A] = field(default_factory=list)  # one at most
    error: BaseException | None = None
    is_leading: bool = False
    is_alone: bool = False
    sleep: Lock = field(default_factory=Lock)  # held until somebody wakes its caller

    @property
    def is_over(self) -> bool:
        return bool(self.answers) or self.error is not None


class Turns(Generic[Q, A]):
    """Answers questions in batches, one batch at a time, in the order they came.

    A batch that raises is asked again, each question alone: whoever brought a
    fault gets it, and does not take the neighbours down.
    """

    def __init__(self, answer: Callable[[Sequence[Q]], Sequence[A]], weight_max: int) -> None:
        """Answer with ``answer``, batches of at most ``weight_max`` together."""
        self._answer = answer
        self._weight_max = weight_max
        self._lock = Lock()
        self._waiting: deque[_Turn[Q, A]] = deque()
        self._is_led = False

    def ask(self, question: Q, weight: int) -> A:
        """Return the answer to one question, with whatever its batch raised for it alone."""
        turn: _Turn[Q, A] = _Turn(question, weight)
        turn.sleep.acquire()
        with self._lock:
            self._waiting.append(turn)
            turn.is_leading = not self._is_led
            self._is_led = True
        if not turn.is_leading:
            turn.sleep.acquire()
        if turn.is_leading:
            self._lead(turn)
        if turn.error is not None:
            raise turn.error
        return turn.answers[0]

    def _lead(self, turn: _Turn[Q, A]) -> None:
        has_led = False
        while not has_led:
            batch = self._gather()
            self._answer_batch(batch)
            has_led = turn.is_over
            if has_led:
                self._hand_over()  # before the others wake and want to run as well
            for each in batch:
                if each.is_over and each is not turn:
                    each.sleep.release()

    def _answer_batch(self, batch: list[_Turn[Q, A]]) -> None:
        try:
            answers = self._answer([each.question for each in batch])
        except BaseException as error:  # noqa: BLE001 -- raised again in the threads that asked
            if len(batch) == 1 or not isinstance(error, Exception):
                for each in batch:
                    each.error = error
            else:
                self._set_apart(batch)
        else:
            for each, answer in zip(batch, answers, strict=True):
                each.answers.append(answer)

    def _gather(self) -> list[_Turn[Q, A]]:
        with self._lock:
            batch = [self._waiting.popleft()]
            weight = batch[0].weight
            while self._waiting and not (batch[0].is_alone or self._waiting[0].is_alone):
                weight += self._waiting[0].weight
                if weight > self._weight_max:
                    break
                batch.append(self._waiting.popleft())
            return batch

    def _set_apart(self, batch: list[_Turn[Q, A]]) -> None:
        for each in batch:
            each.is_alone = True
        with self._lock:
            self._waiting.extendleft(reversed(batch))

    def _hand_over(self) -> None:
        with self._lock:
            if not self._waiting:
                self._is_led = False
                return
            heir = self._waiting[0]
            heir.is_leading = True
        heir.sleep.release()
