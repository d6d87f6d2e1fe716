"""What a booking owes, has paid and is owed back, and the ledger that says so."""
