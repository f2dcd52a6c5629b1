"""What if: a charter tried on a made-up case, without keys and without a ledger."""
