"""What may be asked of contracts: who must sign, what is owed, who answers, what is not covered."""
