"""What readers may read, without replaying the whole log.

Parties, their mergers and auditors are named by ``ledger/main``; a stream's
audience by its first statement, and by those that admit a reader later. So main
is folded whole, and of every other stream its beginning and those admissions.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Lock
from typing import Final

from ledger.domain import rules
from ledger.domain.world import MAIN, Act, MemoryWorld, Stream

ADMISSION: Final = "reader.admitted.v1"


class Audiences:
    """A world that answers ``audience.may_read`` as the whole world would.

    Other questions have no meaning in it. It is brought up to date when asked
    for, by the few statements that matter.
    """

    def __init__(
        self,
        history: Callable[[int], Iterable[Act]],
        beginnings: Callable[[int], Iterable[Act]],
        admissions: Callable[[int], Iterable[Act]],
    ) -> None:
        """Begin with nothing read.

        ``history(after)`` gives the acts of ledger/main after a position,
        ``beginnings(start)`` the first act of each stream that began at a leaf
        index or later, ``admissions(start)`` those that admit a reader, each in
        the order of the log.
        """
        self._history = history
        self._beginnings = beginnings
        self._admissions = admissions
        self._world = MemoryWorld({})
        self._read_up_to = 0
        self._admitted_up_to = 0
        self._reading = Lock()

    def world(self) -> MemoryWorld:
        """Return the world as the log stands."""
        with self._reading:
            main = self._world.stream(MAIN)
            for act in self._history(0 if main is None else main.length):
                rules.record(self._world, act)
            for act in self._beginnings(self._read_up_to):
                if act.statement.stream != MAIN:
                    self._world.append(act, self._begun(act))
                self._read_up_to = act.leaf_index + 1
            for act in self._admissions(self._admitted_up_to):
                stream = self._world.stream(act.statement.stream)
                if stream is None:
                    break  # it began a moment ago, and is read next time
                audience = rules.widened(stream.audience, act)
                self._world.append(act, replace(stream, audience=audience))
                self._admitted_up_to = act.leaf_index + 1
        return self._world

    def _begun(self, act: Act) -> Stream:
        return Stream(
            name=act.statement.stream,
            tag=act.digest,
            head=act.digest,
            length=1,
            audience=rules.audience_of(self._world, act),
        )
