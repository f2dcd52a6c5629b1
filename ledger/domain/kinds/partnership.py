"""Kinds of the streams partnership/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
