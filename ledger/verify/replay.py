"""The rules, replayed: each statement judged at its own place, each follow-up computed again.

A forged outcome fails here even when every signature and the tree hold. What
the ledger itself states must be exactly what follows: the next entries after
their cause, nothing left out, nothing added, no member different.
"""

from collections import deque
from dataclasses import fields
from datetime import datetime

from ledger.domain import rules
from ledger.domain.common import check_seen
from ledger.domain.directory import the_ledger
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.common import StreamOpened
from ledger.domain.system import system_claims
from ledger.domain.world import Act, FollowUp, MemoryWorld, Stream, UnknownStreamError
from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.entry import Entry
from ledger.evidence.statement import Claims, Digest, Statement, StreamName
from ledger.verify.log import Log
from ledger.verify.verdict import Finder

_CLAIMS = tuple(member.name for member in fields(Claims))


class EntryMismatchError(UnverifiedError):
    """An entry names the stream and position of its own statement."""

    code = "entry-mismatch"
    message = "the entry places {digest} elsewhere than its statement: {problem}"


class FollowUpMissingError(UnverifiedError):
    """What follows by rule is recorded at once, right after its cause."""

    code = "follow-up-missing"
    message = "{kind} in {stream} follows by rule here, and is not recorded"


class FollowUpLateError(UnverifiedError):
    """What follows by rule has its cause's time, as they are recorded in one transaction."""

    code = "follow-up-late"
    message = "{kind} in {stream} follows by rule, at another time than its cause"


class FollowUpDifferentError(UnverifiedError):
    """What the ledger itself states is what anyone computes from the rules."""

    code = "follow-up-different"
    message = "{kind} in {stream} follows by rule with other members: {members}"


class FollowUpExtraError(UnverifiedError):
    """The ledger's own key states nothing that does not follow."""

    code = "follow-up-extra"
    message = "{kind} in {stream} follows from nothing"


class DueMissingError(UnverifiedError):
    """What time alone makes due is recorded before any later statement."""

    code = "due-missing"
    message = "{kind} in {stream} was due before, and is not recorded"


class StubKnownError(UnverifiedError):
    """Whoever may read a stream has every statement of it."""

    code = "stub-known"
    message = "the statement of this entry is left out, but it belongs to {stream}"


class Replay:
    """Walks a history in order and keeps the world as the rules leave it.

    A stream in which something was found is set aside: its later statements
    count as unproven, so that one fault is reported once, at its entry.
    """

    def __init__(self, log: Log, finder: Finder, *, is_scoped: bool = False) -> None:
        """Begin before the first entry.

        ``is_scoped``: an auditor's share, by a scope that somebody wrote. What
        its statements rely on may lie outside, as it never does for a party
        (DOMAIN, who may read what); such statements are unproven, not findings.
        """
        self.world = MemoryWorld(log.roots)
        self.replayed = 0
        self.unproven = 0
        self._finder = finder
        self._is_scoped = is_scoped
        self._withheld: set[Digest] = set()  # statements that are not here, or not proven
        self._expected: deque[FollowUp] = deque()
        self._cause_at: datetime | None = None
        self._aside: set[StreamName] = set()
        self._tags: dict[Digest, StreamName] = {}
        self._lost_tags: set[Digest] = set()
        self._stubs: dict[Digest, int] = {}  # tags, with the first entry that was left out

    def stub(self, leaf_index: int, entry: Entry | None) -> None:
        """Pass an entry without its statement."""
        self._note_left_out(leaf_index)
        if entry is not None:
            name = self._tags.get(entry.stream)
            if name is not None and name not in self._aside:
                self._set_aside(name, StubKnownError(stream=name), leaf_index)
            self._stubs.setdefault(entry.stream, leaf_index)
            self._withheld.add(entry.env)
            self.world.append_stub(entry.at)

    def lost(self, leaf_index: int, entry: Entry) -> None:
        """Pass an entry whose statement does not open; its finding is noted already."""
        self._note_left_out(leaf_index)
        self._lost_tags.add(entry.stream)
        name = self._tags.get(entry.stream)
        if name is not None:
            self._aside.add(name)
            self.world.silence(name)
        self.world.append_stub(entry.at)

    def step(self, leaf_index: int, entry: Entry, statement: Statement) -> None:
        """Judge one statement at its place."""
        from_system = self._is_system(statement)
        if not from_system:
            self._note_left_out(leaf_index)
        if statement.stream in self._aside or entry.stream in self._lost_tags:
            self._forget_expected(statement.stream)
            self._pass(entry)
            return
        try:
            act = rules.place(self.world, statement, entry.at)
            self._check_place(act, entry)
            following = self._judge(act, from_system=from_system)
        except LedgerError as error:
            if self._is_scoped and self._hangs_on_withheld(error, statement):
                self._aside.add(statement.stream)
            else:
                self._set_aside(statement.stream, error, leaf_index)
            self._pass(entry)
            return
        self._tags[entry.stream] = statement.stream
        # Of a share, what follows in streams that are not the reader's is not theirs to see.
        self._expected.extend(each for each in following if self.world.stream(each.stream))
        self._cause_at = act.at
        self.replayed += 1

    def _hangs_on_withheld(self, error: LedgerError, statement: Statement) -> bool:
        """Whether it cannot be judged by what is here, or follows from what is not."""
        if isinstance(error, UnknownStreamError):
            return self.world.stream(StreamName(str(error.facts["stream"]))) is None
        return isinstance(error, FollowUpExtraError) and statement.subject in self._withheld

    def _is_system(self, statement: Statement) -> bool:
        ledger = the_ledger(self.world)
        return ledger is not None and statement.kid == ledger.system_key.kid

    def _forget_expected(self, name: StreamName) -> None:
        self._expected = deque(each for each in self._expected if each.stream != name)

    def finish(self) -> None:
        """Note what should still have followed at the end."""
        self._note_left_out(self.world.size)

    def _pass(self, entry: Entry) -> None:
        self.unproven += 1
        self._withheld.add(entry.env)
        self.world.append_stub(entry.at)

    def _check_place(self, act: Act, entry: Entry) -> None:
        stream = self.world.stream(act.statement.stream)
        tag = act.digest if stream is None else stream.tag
        problem = None
        if entry.stream != tag:
            problem = "another stream"
        elif entry.seq != act.position:
            problem = f"position {entry.seq}, not {act.position}"
        if problem is not None:
            raise EntryMismatchError(digest=act.digest, problem=problem)

    def _judge(self, act: Act, *, from_system: bool) -> tuple[FollowUp, ...]:
        if from_system:
            self._check_same(act, self._next_follow_up(act))
        else:
            self._note_due(act)
            rules.check(self.world, act)
        return rules.record(self.world, act)

    def _next_follow_up(self, act: Act) -> FollowUp:
        if self._expected:
            follow_up = self._expected.popleft()
            if act.at != self._cause_at:
                raise FollowUpLateError(kind=follow_up.kind, stream=follow_up.stream)
            return follow_up
        announced = self._announced_stub(act)
        if announced is not None:
            return announced
        due = rules.due(self.world, act.at)
        if due is None:
            raise FollowUpExtraError(kind=act.kind.tag, stream=act.statement.stream)
        return due

    def _announced_stub(self, act: Act) -> FollowUp | None:
        """Take an announcement whose child was left out, and note where the child stands.

        Children have their parent's readers: whoever sees the one misses the other.
        """
        body = act.body
        if not isinstance(body, StreamOpened):
            return None
        opening = Digest(body.opening)
        if opening not in self._stubs or parent_of(StreamName(body.stream)) != act.statement.stream:
            return None
        name = StreamName(body.stream)
        self._set_aside(name, StubKnownError(stream=name), self._stubs[opening])
        return FollowUp(stream=act.statement.stream, kind=act.kind.tag, subject=opening, body=body)

    def _note_due(self, act: Act) -> None:
        """Note everything that was due before a member's statement and is not there."""
        while (due := rules.due(self.world, act.at)) is not None:
            error = DueMissingError(kind=due.kind, stream=due.stream)
            self._set_aside(due.stream, error, act.leaf_index)

    def _check_same(self, act: Act, follow_up: FollowUp) -> None:
        statement, ledger = act.statement, the_ledger(self.world)
        assert ledger is not None, "follow-ups come after the founding"
        wanted = system_claims(self.world, ledger, follow_up, at=act.at, seen=statement.seen)
        members = tuple(
            name for name in _CLAIMS if getattr(wanted, name) != getattr(statement, name)
        )
        if members or statement.kid != ledger.system_key.kid:
            raise FollowUpDifferentError(
                kind=follow_up.kind, stream=follow_up.stream, members=", ".join(members)
            )
        rules.check_id(self.world, statement)
        check_seen(self.world, act)

    def _note_left_out(self, leaf_index: int) -> None:
        """Note follow-ups that should stand here but do not, in streams that we can read."""
        while self._expected:
            follow_up = self._expected.popleft()
            if follow_up.stream not in self._aside:
                error = FollowUpMissingError(kind=follow_up.kind, stream=follow_up.stream)
                self._set_aside(follow_up.stream, error, leaf_index)

    def _set_aside(self, name: StreamName, error: LedgerError, leaf_index: int) -> None:
        self._finder.note(error, leaf_index)
        self._aside.add(name)
        self.world.silence(name)

    def streams(self) -> tuple[Stream, ...]:
        """Return the streams as the replay left them."""
        return tuple(self.world.streams().values())
