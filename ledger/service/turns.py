"""Group commit: one caller's thread leads for all who have gathered meanwhile.

Nobody waits for a timer. Whoever comes while no batch is running leads the
next one; the others sleep until their answer is there or it is their turn.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
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
    woken: Event = field(default_factory=Event)

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
        # A commit runs in a thread of its own: an interrupt cannot tear it apart.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    def ask(self, question: Q, weight: int) -> A:
        """Return the answer to one question, with whatever its batch raised for it alone."""
        turn: _Turn[Q, A] = _Turn(question, weight)
        with self._lock:
            self._waiting.append(turn)
            turn.is_leading = not self._is_led
            self._is_led = True
        if not turn.is_leading:
            turn.woken.wait()
        if turn.is_leading:
            self._lead(turn)
        if turn.error is not None:
            raise turn.error
        return turn.answers[0]

    def close(self) -> None:
        """Let the batch that runs come to its end."""
        self._thread.shutdown()

    def _lead(self, turn: _Turn[Q, A]) -> None:
        while not turn.is_over:
            batch = self._gather()
            future = self._thread.submit(self._answer, [each.question for each in batch])
            error = future.exception()
            if error is None:
                for each, answer in zip(batch, future.result(), strict=True):
                    each.answers.append(answer)
            elif len(batch) == 1:
                batch[0].error = error
            else:
                self._set_apart(batch)
            for each in batch:
                if each.is_over:
                    each.woken.set()
        self._hand_over()

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
        heir.woken.set()
