"""Kinds of the streams scorecard/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
