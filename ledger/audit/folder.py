"""A ledger's own folder, judged as if its operator were the adversary.

The ledger file is read raw. Its schema is compared word by word; events pair
with entries as equal sets; nodes, head and checkpoint are computed again; each
column beside the signed bytes must say what the bytes say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.commitment import commitment_of
from ledger.evidence.statement import Digest, Statement, digest_of
from ledger.folder import LedgerFolder
from ledger.store.anchor import parse_anchor
from ledger.store.inspect import EntryRow, EventRow, LedgerFile, OpeningRow, open_file
from ledger.store.inspect import Finding as FileFinding
from ledger.verify.log import Log, read_log
from ledger.verify.verdict import Finder, Finding, Verdict
from ledger.verify.verdicts import Pins, judge

R = TypeVar("R")

_EVENT_COLUMNS = (
    "rowid",
    "originator_id",
    "originator_version",
    "topic",
    "statement_id",
    "env",
)


class RowError(UnverifiedError):
    """Every row of a ledger file says what the signed bytes and the tree say."""

    code = "row-contradicts"
    message = "{table}, row {row}: {problem}"


class AnchorGoneError(UnverifiedError):
    """A ledger keeps its anchor: the sizes and roots that it answered for."""

    code = "anchor-gone"
    message = "the anchor {path} is not there"


@dataclass(frozen=True, kw_only=True)
class _FileHistory:
    """What the ledger file holds, as the verdict takes it."""

    entries: Sequence[bytes]
    statements: Mapping[Digest, bytes]
    openings: Sequence[bytes]
    checkpoint: str
    is_whole: bool = True


@dataclass
class _Rows:
    """The rows of a ledger file, by what they should belong to."""

    events: dict[Digest, EventRow] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    openings: list[OpeningRow] = field(default_factory=list)
    checkpoint: str = ""


def verify_folder(
    folder: LedgerFolder,
    pins: Pins | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Judge a ledger's folder: its file, its log, its rules, its anchor.

    Nothing is written, no key is needed, and nothing is raised for what does
    not hold.
    """
    finder = Finder()
    pins = _with_anchor(folder.anchor, pins or Pins(), finder)
    with open_file(folder.database) as file:
        for fault in (*file.schema(), *file.damage()):
            _note_file(fault, finder)
        rows = _read(file, finder)
        log = read_log(rows.entries, finder)
        _check_nodes(file, log, finder)
        _check_head(file, log, finder)
    history = _FileHistory(
        entries=rows.entries,
        statements={digest: row.compact for digest, row in rows.events.items()},
        openings=[row.opening for row in rows.openings],
        checkpoint=rows.checkpoint,
    )
    columns = _Columns(rows, log)
    verdict, _ = judge(history, log, finder, pins, also=columns.contradictions, progress=progress)
    unused = columns.unused()
    return replace(verdict, findings=(*verdict.findings, *unused)) if unused else verdict


def _with_anchor(path: Path, pins: Pins, finder: Finder) -> Pins:
    try:
        heads = [(state.size, state.root) for state in parse_anchor(path.read_bytes())]
    except FileNotFoundError:
        finder.note(AnchorGoneError(path=str(path)))
        return pins
    except LedgerError as error:
        finder.note(error)
        return pins
    return replace(pins, heads=(*pins.heads, *heads))


def _note_file(fault: FileFinding, finder: Finder) -> None:
    message = f"{fault.place}: {fault.problem}"
    finder.findings.append(Finding(code=fault.code, message=message))


def _note(finder: Finder, table: str, row: object, problem: str) -> None:
    finder.note(RowError(table=table, row=str(row), problem=problem))


def _read(file: LedgerFile, finder: Finder) -> _Rows:
    rows = _Rows()
    for event in _usable(file.events(), finder):
        digest = digest_of(event.compact)
        if digest in rows.events:
            _note(finder, "events", event.rowid, "its statement stands in another row, too")
        rows.events[digest] = event
    for entry in _usable(file.entries(), finder):
        _read_entry(entry, rows, finder)
    rows.openings = list(_usable(file.openings(), finder))
    notes = list(_usable(file.checkpoints(), finder))
    if len(notes) != 1:
        _note(finder, "checkpoint", "all", f"{len(notes)} rows, not one")
    rows.checkpoint = notes[0].note if notes else ""
    if notes and notes[0].size != len(rows.entries):
        _note(finder, "checkpoint", 0, f"its size is said to be {notes[0].size}")
    return rows


def _read_entry(row: EntryRow, rows: _Rows, finder: Finder) -> None:
    if row.leaf_index != len(rows.entries):
        _note(finder, "entries", row.leaf_index, f"it should be entry {len(rows.entries)}")
    rows.entries.append(row.entry)


def _usable(rows: Iterable[R | FileFinding], finder: Finder) -> Iterator[R]:
    for row in rows:
        if isinstance(row, FileFinding):
            _note_file(row, finder)
        else:
            yield row


def _check_nodes(file: LedgerFile, log: Log, finder: Finder) -> None:
    """Compare every stored hash with the one computed from the entries."""
    levels = log.hashes.levels
    found = 0
    for node in _usable(file.nodes(), finder):
        found += 1
        inside = 0 <= node.level < len(levels) and 0 <= node.position < len(levels[node.level])
        if not inside or levels[node.level][node.position] != node.hash:
            _note(finder, "nodes", (node.level, node.position), "not a hash of this tree")
    computed = sum(map(len, levels))
    if found != computed:
        _note(finder, "nodes", "all", f"{found} rows, the tree has {computed}")


def _check_head(file: LedgerFile, log: Log, finder: Finder) -> None:
    heads = list(_usable(file.heads(), finder))
    if len(heads) != 1:
        _note(finder, "ledger_head", "all", f"{len(heads)} rows, not one")
        return
    newest = log.entries[-1].at if log.size and log.entries[-1] is not None else None
    said = heads[0]
    if said.size != log.size:
        _note(finder, "ledger_head", 0, f"its size is said to be {said.size}")
    if newest is not None and said.newest_at != _instant(newest):
        _note(finder, "ledger_head", 0, f"its newest entry is said to be of {said.newest_at}")
    if said.erasing:
        _note(finder, "ledger_head", 0, "erasing was left switched on")


def _instant(at: datetime) -> str:
    """Write an instant as the head's row does, and as entries do."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


class _Columns:
    """What the columns beside the bytes say, held against the bytes."""

    def __init__(self, rows: _Rows, log: Log) -> None:
        """Sort the openings by the entry that they are said to belong to."""
        self._events = rows.events
        self._entries = log.entries
        self._openings: dict[int, list[OpeningRow]] = {}
        for row in rows.openings:
            self._openings.setdefault(row.leaf_index, []).append(row)

    def contradictions(self, leaf_index: int, statement: Statement) -> Iterator[LedgerError]:
        """Yield each column of this statement's rows that says something else."""
        row = self._events[statement.digest]
        entry = self._entries[leaf_index]
        assert entry is not None, "a statement opens at an entry that parses"
        said = (row.rowid, row.stream, row.position, row.kind, row.statement_id, row.env.hex())
        bare = statement.digest.removeprefix("sha256:")
        meant = (leaf_index + 1, statement.stream, entry.seq, statement.kind, statement.id, bare)
        for name, column, value in zip(_EVENT_COLUMNS, said, meant, strict=True):
            if column != value:
                yield RowError(table="events", row=str(row.rowid), problem=f"{name} differs")
        sealed = {each.commitment for each in statement.sealed}
        for opening in self._openings.pop(leaf_index, []):
            kept_as, is_ = opening.commitment, commitment_of(opening.opening)
            if kept_as not in sealed or kept_as != is_:
                yield RowError(
                    table="openings",
                    row=f"{leaf_index}, {kept_as}",
                    problem="it does not open what it is kept for",
                )

    def unused(self) -> tuple[Finding, ...]:
        """Return openings that belong to no statement that opened."""
        return tuple(
            Finding(
                code=RowError.code,
                message=f"openings, row {leaf_index}: no statement seals it",
                leaf_index=leaf_index,
            )
            for leaf_index in self._openings
        )
