"""Kinds of the streams contract/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
