"""The auditor's verdict: bytes, tree, signatures, then every rule replayed; pure."""
