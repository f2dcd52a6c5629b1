"""Kinds of the streams board/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
