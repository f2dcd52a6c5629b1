r"""The feed for partner systems: every entry once, in order, as CloudEvents 1.0.

    {"specversion":"1.0","id":"7","source":"countersign.example/score",
     "type":"countersign.statement.v1","time":"2026-11-21T14:03:08.123Z",
     "subject":"decision/jsc/2026-014","datacontenttype":"application/json",
     "data":{"entry":"{\"at\":…}","leaf_index":7,"statement":"eyJhbGciOi…"}}

What the reader may not read is a ``countersign.stub.v1`` with its entry alone,
so that no index is missing and everything received can be checked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Response

from api.answers import answer_private
from api.auth import current_reader
from api.evidence import format_instant
from api.schemas.queries import FeedQuery, FeedSchema
from api.served import Served, served
from api.smorest import Answer, Blueprint, Taken
from ledger.domain.audience import Reader, may_read
from ledger.domain.world import Act
from ledger.errors import NotRecordedError
from ledger.evidence.entry import parse_entry
from ledger.evidence.statement import StreamName

BATCH_TYPE: Final = "application/cloudevents-batch+json"
STATEMENT_EVENT: Final = "countersign.statement.v1"
STUB_EVENT: Final = "countersign.stub.v1"
_RETRY_SECONDS: Final = "5"

blueprint: Final = Blueprint("feed", __name__, description="Everything, as it comes")


class EventUnknownError(NotRecordedError):
    """A follower can have no event that the log does not have; if so, the log has shrunk."""

    code = "event-unknown"
    message = "the log has {tree_size} entries, so no event {last_event_id}"


@blueprint.serve(
    "/v1/feed",
    Answer(
        says="The next events, none when there are none",
        schema={"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
        media_type=BATCH_TYPE,
    ),
    takes=Taken(query=FeedSchema),
)
def feed(query: FeedQuery) -> Response:
    """Return the events after ``lastEventId``; wait up to ``timeout`` seconds for the first.

    Fewer followers wait at once than the server has threads; one too many is
    answered at once and asked to come again.
    """
    it = served()
    start = 0 if query.last_event_id is None else query.last_event_id + 1
    size = it.archive.tree_size
    if start > size:
        raise EventUnknownError(tree_size=size, last_event_id=start - 1)
    is_turned_away = False
    if start == size and query.timeout:
        with _poll(it) as may_wait:
            is_turned_away = not may_wait
            if may_wait:
                it.archive.wait(size, min(query.timeout, it.limits.poll_seconds))
    response = answer_private(_events(it, start, query.limit), BATCH_TYPE)
    if is_turned_away:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


@contextmanager
def _poll(it: Served) -> Iterator[bool]:
    """Take one of the places to wait at; say whether there was one."""
    has_place = it.polls.acquire(blocking=False)
    try:
        yield has_place
    finally:
        if has_place:
            it.polls.release()


def _events(it: Served, start: int, limit: int) -> list[dict[str, object]]:
    """Return the events from a leaf on.

    How far is settled before the audiences are read: of a stream that began
    later nothing is shown yet, rather than a stub of what may be read.
    """
    stop = min(start + limit, it.archive.tree_size)
    permits = _Permits(it, current_reader())
    entries = it.archive.entries(start, stop)
    acts = it.archive.acts(start, stop - start)
    return [
        _event(it, act, entry, is_readable=permits.stream(act.statement.stream))
        for act, (_, entry) in zip(acts, entries, strict=True)
    ]


class _Permits:
    """Whether a reader may read a stream, asked once a stream."""

    def __init__(self, it: Served, reader: Reader) -> None:
        self._world = it.archive.reader_world()
        self._reader = reader
        self._at = it.now()
        self._known: dict[StreamName, bool] = {}

    def stream(self, name: StreamName) -> bool:
        """Say it of one stream."""
        if name not in self._known:
            stream = self._world.stream(name)
            assert stream is not None, "the audiences were read after the log's size"
            self._known[name] = may_read(self._world, self._reader, stream, self._at)
        return self._known[name]


def _event(it: Served, act: Act, entry: bytes, *, is_readable: bool) -> dict[str, object]:
    data: dict[str, object] = {"entry": entry.decode("ascii"), "leaf_index": act.leaf_index}
    event: dict[str, object] = {
        "specversion": "1.0",
        "id": str(act.leaf_index),
        "source": it.folder.origin,
        "type": STATEMENT_EVENT if is_readable else STUB_EVENT,
        "time": format_instant(parse_entry(entry).at),
        "datacontenttype": "application/json",
        "data": data,
    }
    if is_readable:
        event["subject"] = act.statement.stream
        data["statement"] = act.statement.compact.decode("ascii")
    return event
