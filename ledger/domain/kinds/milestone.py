"""Kinds of the streams milestone/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
