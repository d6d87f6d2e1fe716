"""What a group takes away on paper: the quote, the contract of the one it accepted, and what an invoice is made of."""
