"""Kinds that live in streams of every type: endorsement, withdrawal, correction."""

from ledger.domain.kinds.base import DigestText, StreamRef, kind
from ledger.evidence.canonical import Body, RawJson


class ActEndorsed(Body):
    """Join in an act that needs several; the subject is the act's digest."""


class ActWithdrawn(Body):
    """Take back an act that has not yet taken effect."""


class RecordCorrected(Body):
    """State a record's body anew; both stay readable."""

    body: RawJson


class StreamOpened(Body):
    """Announce a child stream in its parent, so that no child can be hidden."""

    stream: StreamRef
    opening: DigestText


_ENDORSERS = "root registrar signatory programme_manager member chair secretary"

KINDS = (
    kind("act.endorsed.v1", ActEndorsed, None, _ENDORSERS, "approval", subject=True),
    kind(
        "act.withdrawn.v1",
        ActWithdrawn,
        None,
        _ENDORSERS,
        "responsibility",
        subject=True,
        reason=True,
    ),
    kind(
        "record.corrected.v1",
        RecordCorrected,
        None,
        "registrar signatory programme_manager member chair secretary",
        "authorship",
        subject=True,
        reason=True,
    ),
    kind("stream.opened.v1", StreamOpened, None, "system"),
)
