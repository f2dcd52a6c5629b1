"""From a path to a verdict: a ledger's folder, an export, a receipt; read as an auditor reads."""
