"""Kinds of the streams meeting/…."""

from ledger.domain.kinds.base import Kind

KINDS: tuple[Kind, ...] = ()
