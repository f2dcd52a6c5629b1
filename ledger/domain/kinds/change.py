"""Kinds of the streams change/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
