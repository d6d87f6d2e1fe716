"""The floor: what bare Django needs for one UPDATE and one INSERT in a transaction, on the same server and database."""
