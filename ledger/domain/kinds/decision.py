"""Kinds of the streams decision/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
