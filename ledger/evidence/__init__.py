"""Bytes that outlive the product: formats, keys, tree and proofs, offline."""
